import { printSchemaWithDirectives } from "@graphql-tools/utils";
import type { Command } from "commander";
import { lexicographicSortSchema } from "graphql";
import { submissionJsonSchema } from "../exchange/submitting/jsonSchema.ts";
import { mappingJsonSchema } from "../plugins/importers/mapped-tables/mapping.ts";
import { schema } from "../schema/schema.ts";

/** `paretograph schema`: prints the public schema. */
export function declare(command: Command): void {
  command
    .option("--submission", "prints the JSON Schema of a run that is submitted, in place of the GraphQL schema")
    .option("--mapping", "prints the JSON Schema of a file that says what the columns of a table are")
    .action(({ submission, mapping }: { submission?: boolean; mapping?: boolean }) => {
      process.stdout.write(submission ? submissionSchemaText() : mapping ? mappingSchemaText() : schemaText());
    });
}

/** The JSON Schema of a submitted run, as `submission.schema.json` holds it. */
export const submissionSchemaText = () => `${JSON.stringify(submissionJsonSchema(), null, 2)}\n`;

/** The JSON Schema of the mapping of a table, as `import-mapping.schema.json` holds it. */
export const mappingSchemaText = () => `${JSON.stringify(mappingJsonSchema(), null, 2)}\n`;

/** The public schema in GraphQL's own language with what everything costs, as `schema.graphql` holds it. */
export function schemaText(): string {
  return `${withBlankLines(printSchemaWithDirectives(lexicographicSortSchema(schema)))}\n`;
}

/** Puts a blank line before each described field, argument and value but the first, as GraphQL's own printer does. */
function withBlankLines(text: string): string {
  let isInDescription = false;
  let before = "";
  const lines = text.split("\n").flatMap((line) => {
    const opens = !isInDescription && /^ +"""/.test(line);
    const isWhole = /^ +""".+"""$/.test(line);
    if (/^ +"""/.test(line) && !isWhole) isInDescription = !isInDescription;
    const printed = opens && !/[{(]$/.test(before) ? ["", line] : [line];
    before = line;
    return printed;
  });
  return lines.join("\n");
}
