// Types of the contract that follow from a schema of zod, whose fields have their comments as descriptions there.
import { z } from "zod";
import { decoding } from "../../src/decoding/decoding.ts";
import { thinking } from "../../src/decoding/thinking.ts";
import { runSubmission, sampleSubmission } from "../../src/recording/submitted/submission.ts";
import type { Field } from "./declarations.ts";

/** The schemas by the words with which the types name them. */
const SCHEMAS: Record<string, z.ZodType> = { runSubmission, sampleSubmission, decoding, thinking };

interface JsonType {
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  anyOf?: JsonType[];
  items?: JsonType;
  properties?: Record<string, JsonType>;
  additionalProperties?: boolean | JsonType;
  required?: string[];
}

/** What an alias such as `z.infer<typeof runSubmission>` stands for; null where it names no schema. */
export function typeOfSchema(alias: string): { written: string; fields: Field[] } | null {
  const [, io, name] = /^z\.(infer|input)<typeof (\w+)>$/.exec(alias) ?? [];
  const schema = SCHEMAS[name ?? ""];
  if (!schema) return null;
  const type = z.toJSONSchema(schema, { io: io === "input" ? "input" : "output", unrepresentable: "any" }) as JsonType;
  return { written: written(type), fields: fieldsOf(type) };
}

function fieldsOf(type: JsonType): Field[] {
  const { properties = {}, required = [] } = type;
  return Object.entries(properties).map(([name, one]) => {
    const inner = fieldsOf(one.anyOf?.find(({ properties }) => properties) ?? one);
    return {
      name,
      isOptional: !required.includes(name),
      type: written(one),
      comment: one.description ?? "",
      inner: inner.some(({ comment }) => comment !== "") ? inner : [],
    };
  });
}

/** The most fields of an object that is written out in place: the rows below it list those of a larger one. */
const MOST_WRITTEN = 4;

function written({ type, enum: values, anyOf, items, properties, additionalProperties }: JsonType): string {
  if (values) return values.map((value) => JSON.stringify(value)).join(" | ");
  if (anyOf) return [...new Set(anyOf.map(written))].join(" | ");
  if (type === "array") {
    const item = written(items ?? {});
    return item.includes(" | ") ? `(${item})[]` : `${item}[]`;
  }
  if (properties) {
    const fields = Object.entries(properties).map(([name, one]) => `${name}: ${written(one)}`);
    return fields.length > MOST_WRITTEN ? "object" : `{ ${fields.join("; ")} }`;
  }
  if (typeof additionalProperties === "object") return `Record<string, ${written(additionalProperties)}>`;
  return [type ?? "unknown"].flat().join(" | ").replace("integer", "number");
}
