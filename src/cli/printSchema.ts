import type { Command } from "commander";
import { lexicographicSortSchema, printSchema as print } from "graphql";
import { schema } from "../schema/schema.ts";

/** `paretograph schema`: prints the public schema. */
export function declare(command: Command): void {
  command.action(() => void process.stdout.write(schemaText()));
}

/** The public schema in GraphQL's own language, as `schema.graphql` holds it. */
export function schemaText(): string {
  return `${print(lexicographicSortSchema(schema))}\n`;
}
