// The parts of documents that are written from the code, each between two markers. `npm run docs` writes them, and
// test/docs.test.ts fails where one is out of date.
import type { GraphQLInputObjectType } from "graphql";
import { RULES } from "../src/conformance/rules.ts";
import { descriptionOf, RUN_PARAMETERS, type RunParameter } from "../src/evaluation/plan/runParameters.ts";
import { schema } from "../src/schema/schema.ts";
import { pluginReference } from "./reference/pluginReference.ts";

/** The sections of each document by name. */
export const SECTIONS: Record<string, Record<string, () => string>> = {
  "docs/runners.md": { "run parameters": runParameterTable },
  "docs/plugins/conformance.md": { "conformance rules": conformanceTable },
  "docs/plugins/reference.md": { "plugin contract": pluginReference },
};

/** The text of a document with its sections as the code now gives them. Throws where a marker is missing. */
export function withSections(document: string, text: string): string {
  return Object.entries(SECTIONS[document]!).reduce((current, [name, write]) => {
    const [begin, end] = [`<!-- begin ${name}, written by npm run docs -->`, `<!-- end ${name} -->`];
    const [before, rest] = current.split(begin);
    const after = rest?.split(end)[1];
    if (after === undefined) throw new Error(`${document} has no markers for "${name}": ${begin} and ${end}.`);
    return `${before}${begin}\n\n${write()}\n\n${end}${after}`;
  }, text);
}

function runParameterTable(): string {
  const types = (schema.getType("StartRunInput") as GraphQLInputObjectType).getFields();
  const rows = Object.entries<RunParameter>(RUN_PARAMETERS).map(([name, parameter]) => {
    const flags = parameter.flags.map(({ flag }) => `\`${flag}\``).join(", ");
    return `| \`${name}\` | \`${types[name]!.type}\` | ${flags} | ${descriptionOf(parameter)} |`;
  });
  return ["| parameter | type | flag | meaning |", "|---|---|---|---|", ...rows].join("\n");
}

function conformanceTable(): string {
  const rows = Object.entries(RULES).map(
    ([code, { area, holds, why, isAdvice }]) =>
      `| \`${code}\` | ${area} | ${holds} | ${why} | ${isAdvice ? "a warning" : "a failure"} |`,
  );
  return ["| code | area | what must hold | why | a breach is |", "|---|---|---|---|---|", ...rows].join("\n");
}
