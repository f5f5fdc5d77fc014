import { z } from "zod";
import type { builder } from "./builder.ts";

type Scalar = "String" | "Int" | "Float" | "Boolean" | "JSON";
export type NamedInput = ReturnType<typeof builder.inputType>;

const SCALARS: Record<string, Scalar> = { string: "String", integer: "Int", number: "Float", boolean: "Boolean" };

/**
 * The GraphQL type of the values that a zod schema takes: a scalar or a list of one. Objects, and values that the schema
 * leaves open, are JSON.
 */
export function graphqlTypeOf(schema: z.ZodType): Scalar | [Scalar] {
  return typeOf(z.toJSONSchema(schema, { io: "input" }));
}

type JsonSchema = z.core.JSONSchema.JSONSchema;

function typeOf({ type, items }: JsonSchema): Scalar | [Scalar] {
  if (type === "array") return [typeOf(items as JsonSchema) as Scalar];
  return SCALARS[String(type)] ?? "JSON";
}

/**
 * The fields of a GraphQL input whose values an object's schema takes: a field is required where the schema has no default
 * and does not let it be left out.
 *
 * @param describe gives the description of a field.
 * @param named inputs that stand for the schemas of some fields.
 */
export function inputFieldsOf(
  t: InputFieldBuilder,
  shape: Record<string, z.ZodType>,
  describe: (name: string) => string,
  named: ReadonlyMap<z.ZodType, NamedInput> = new Map(),
) {
  return Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => {
      const input = named.get(schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema);
      const required = !schema.safeParse(undefined).success;
      return [name, t.field({ type: input ?? graphqlTypeOf(schema), required, description: describe(name) })];
    }),
  );
}

type InputFieldBuilder = Parameters<Parameters<typeof builder.inputType>[1]["fields"]>[0];
