import type { InputField } from "../inputs/inputField.ts";

const ANSWER = `    dataVersion
    candidateCount
    points {
      model { slug }
      mode
      membership
      measures { metric { name } value low high }
    }
    sources { lab { name } license url }
    warnings { message }`;

/** The GraphQL query that gives the frontier of an address, to be read and run as it is. */
export function frontierQuery(args: Record<string, unknown>, fields: readonly InputField[]): string {
  const given = Object.entries(args).flatMap(([name, value]) => {
    const field = fields.find((one) => one.name === name);
    return value === undefined || !field ? [] : [`${name}: ${literal(value, field)}`];
  });
  return `{\n  frontier(${given.join(", ")}) {\n${ANSWER}\n  }\n}\n`;
}

/** A value as GraphQL writes it: names of choices without quotation marks, and fields of inputs without any around their names. */
function literal(value: unknown, field: InputField): string {
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, field)).join(", ")}]`;
  if (field.kind === "choice") return String(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const inner = Object.entries(value).flatMap(([name, one]) => {
    const known = field.fields?.find((candidate) => candidate.name === name);
    return one === undefined || !known ? [] : [`${name}: ${literal(one, known)}`];
  });
  return `{ ${inner.join(", ")} }`;
}
