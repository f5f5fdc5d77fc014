import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from "graphql";

/** The file that holds the types of the client. */
export const CLIENT_SCHEMA = "src/apiClient/schema.ts";

const SCALARS: Record<string, string> = {
  BatchSize: 'number | "BEST"',
  Boolean: "boolean",
  Date: "string",
  DateTime: "string",
  Float: "number",
  ID: "string",
  Int: "number",
  JSON: "unknown",
  String: "string",
};

/** The types of the public schema as the client knows them, from the schema in GraphQL's own language. */
export function clientSchema(text: string): string {
  const schema = buildSchema(text);
  const types = Object.values(schema.getTypeMap())
    .filter(({ name }) => !isForTools(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const outputs = types.filter((type) => isObjectType(type) || isInterfaceType(type)) as GraphQLObjectType[];
  const inputs = types.filter((type) => isEnumType(type) || isInputObjectType(type));
  const unknown = types.filter((type) => isScalarType(type) && !(type.name in SCALARS)).map(({ name }) => name);
  if (unknown.length > 0) throw new Error(`The client has no type for the scalars ${unknown.join(", ")}.`);
  return [
    "// Written by `npm run client` from schema.graphql.",
    'import type { Field } from "./selection.ts";',
    ...inputs.map(inputType),
    ...outputs.map(outputType),
    "/** The type of each field that is an object or has arguments, and the types of its arguments. */",
    "export const FIELDS: Record<string, Record<string, { type: string; args?: Record<string, string> }>> = {",
    ...outputs.flatMap(tableOf),
    "};",
    "",
  ].join("\n");
}

/** Introspection, and what gateways alone ask for. */
const isForTools = (name: string) => name.startsWith("_");

function inputType(type: GraphQLNamedType): string {
  if (isEnumType(type)) {
    const values = type.getValues().map(({ name }) => JSON.stringify(name));
    return `${comment(type.description)}export type ${type.name} = ${values.join(" | ")};`;
  }
  if (!isInputObjectType(type)) throw new Error(`${type.name} is no input.`);
  return `${comment(type.description)}export interface ${type.name} {\n${argumentLines(Object.values(type.getFields()), "  ")}\n}`;
}

/** Fields that may be left out, or be null, where they are not required. */
function argumentLines(fields: readonly (GraphQLArgument | GraphQLInputField)[], indent: string): string {
  return fields
    .map(({ name, type, description, defaultValue }) => {
      const mark = isNonNullType(type) && defaultValue === undefined ? "" : "?";
      return `${comment(description, indent)}${indent}${name}${mark}: ${typeOfInput(type)};`;
    })
    .join("\n");
}

function typeOfInput(type: GraphQLInputType): string {
  if (!isNonNullType(type)) return `${requiredInput(type)} | null`;
  return requiredInput(type.ofType);
}

function requiredInput(type: GraphQLInputType): string {
  if (isListType(type)) {
    const entry = typeOfInput(type.ofType);
    return `readonly ${entry.includes("|") ? `(${entry})` : entry}[]`;
  }
  const { name } = getNamedType(type);
  return SCALARS[name] ?? name;
}

const fieldsOf = (type: GraphQLObjectType) => Object.values(type.getFields()).filter(({ name }) => !isForTools(name));

function outputType(type: GraphQLObjectType): string {
  const fields = fieldsOf(type).map(({ name, type: of, args, description }) => {
    const given = args.length > 0 ? `, {\n${argumentLines(args, "    ")}\n  }` : "";
    return `${comment(description, "  ")}  ${name}: Field<${typeOfOutput(of)}, "${shapeOf(of)}"${given}>;`;
  });
  return `${comment(type.description)}export interface ${type.name} {\n  __typename: Field<string, "!">;\n${fields.join("\n")}\n}`;
}

function typeOfOutput(type: GraphQLOutputType): string {
  const { name } = getNamedType(type);
  return SCALARS[name] ?? name;
}

/** How a value is wrapped: `!` where it is never null, brackets for a list, as in `[!]!`. */
function shapeOf(type: GraphQLOutputType): string {
  if (isNonNullType(type)) return `${shapeOf(type.ofType)}!`;
  return isListType(type) ? `[${shapeOf(type.ofType)}]` : "";
}

function tableOf(type: GraphQLObjectType): string[] {
  const rows = fieldsOf(type).flatMap(({ name, type: of, args }) => {
    const named = getNamedType(of);
    if (!isCompositeType(named) && args.length === 0) return [];
    const given = args.map((one) => `${one.name}: ${JSON.stringify(String(one.type))}`);
    return [`    ${name}: { type: "${named.name}"${given.length > 0 ? `, args: { ${given.join(", ")} }` : ""} },`];
  });
  return rows.length > 0 ? [`  ${type.name}: {`, ...rows, "  },"] : [];
}

function comment(description: string | null | undefined, indent = ""): string {
  return description ? `${indent}/** ${description.replaceAll("*/", "* /").replaceAll(/\s+/g, " ")} */\n` : "";
}
