import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLInputField,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";
import type { InputField, InputKind, Inputs } from "./inputField.ts";

const KINDS: Record<string, InputKind> = {
  Int: "integer",
  Float: "number",
  Boolean: "truth",
  Date: "day",
  DateTime: "instant",
};

/** Reads the inputs of the page from the text of the schema, so that a field that the API gets has a control in the next build. */
export function readInputs(schemaText: string): Inputs {
  const schema = buildSchema(schemaText);
  const fields = schema.getQueryType()!.getFields();
  const by = fields.comparison!.args.find(({ name }) => name === "by")!;
  return { frontier: fields.frontier!.args.map(fieldOf), groupings: choicesOf(by) };
}

function fieldOf(field: GraphQLArgument | GraphQLInputField): InputField {
  const type = getNamedType(field.type);
  const own = {
    name: field.name,
    description: field.description ?? "",
    isList: isListType(getNullableType(field.type)),
    isRequired: isNonNullType(field.type) && field.defaultValue === undefined,
    ...(field.defaultValue !== undefined && { usual: field.defaultValue }),
  };
  if (isEnumType(type)) return { ...own, kind: "choice", choices: choicesOf(field) };
  if (!isInputObjectType(type)) return { ...own, kind: KINDS[type.name] ?? "text" };
  return { ...own, kind: "fields", fields: Object.values(type.getFields()).map(fieldOf) };
}

function choicesOf({ type }: GraphQLArgument | GraphQLInputField): { name: string; description: string }[] {
  const named = getNamedType(type);
  if (!isEnumType(named)) return [];
  return named.getValues().map(({ name, description }) => ({ name, description: description ?? "" }));
}
