// The reference of the plugin contract as Markdown: every field of every kind, and of the types that they name.
import { type ContractTypes, flatFields, namesIn, readContract } from "./contractTypes.ts";
import type { Declaration, Field } from "./declarations.ts";

const HEAD = ["| field | type | what it is |", "|---|---|---|"];

export function pluginReference(): string {
  const contract = readContract();
  const { everyPlugin, kinds, others } = contract;
  return [
    ...[everyPlugin, ...kinds].flatMap((kind) => [`## ${kind.name}`, ...bodyOf(kind, contract)]),
    "## The types that they name",
    ...others.flatMap((type) => [`### ${type.name}`, ...bodyOf(type, contract)]),
  ].join("\n\n");
}

function bodyOf(type: Declaration, contract: ContractTypes): string[] {
  const { alias, comment, extended } = type;
  const fields = flatFields(type);
  const links = linked(type, [alias ?? "", ...extended].join(" "), contract);
  return [
    comment,
    ...(alias !== null && fields.length === 0 ? [`\`${alias}\`${links}`] : []),
    ...(extended.length > 0 ? [`It has the fields of ${extended.map(inCode).join(" and ")}, too.${links}`] : []),
    ...(fields.length > 0 ? [[...HEAD, ...fields.map((field) => rowOf(field, type, contract))].join("\n")] : []),
  ];
}

function rowOf({ name, isOptional, type, comment }: Field, of: Declaration, contract: ContractTypes): string {
  const shown = `\`${name}\`${isOptional ? " (may be left out)" : ""}`;
  return `| ${shown} | ${inCell(inCode(type))} | ${inCell(comment || KIND_OR_TYPE)}${linked(of, type, contract)} |`;
}

/** Of a field that tells forms apart, which alone may go without a comment. */
const KIND_OR_TYPE = "Always this; the function that defines a plugin fills in its `kind`.";

const inCode = (text: string) => `\`${text}\``;
const inCell = (text: string) => text.replaceAll("|", "\\|");

/** Where to read about the types that a piece of code names. */
function linked(of: Declaration, code: string, { everyPlugin, kinds, others }: ContractTypes): string {
  const known = [everyPlugin, ...kinds, ...others].map(({ name }) => name);
  const links = namesIn(code)
    .filter((name) => name !== of.name && known.includes(name))
    .map((name) => `[${name}](#${name.toLowerCase()})`);
  return links.length > 0 ? ` See ${links.join(", ")}.` : "";
}
