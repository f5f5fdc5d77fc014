import { readFileSync } from "node:fs";
import {
  type GraphQLNamedType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { describe, expect, it } from "vitest";
import { mappingSchemaText, schemaText, submissionSchemaText } from "../../src/cli/printSchema.ts";
import { NODE_TYPES } from "../../src/schema/base/builder.ts";
import { schema } from "../../src/schema/schema.ts";

describe("the public schema", () => {
  it("is the one that schema.graphql keeps (npm run schema writes it anew)", () => {
    expect(schemaText()).toBe(readFileSync("schema.graphql", "utf8"));
    expect(submissionSchemaText()).toBe(readFileSync("submission.schema.json", "utf8"));
    expect(mappingSchemaText()).toBe(readFileSync("import-mapping.schema.json", "utf8"));
  });

  it("describes every type, field, argument and value", () => {
    expect(Object.values(schema.getTypeMap()).flatMap(undescribed)).toEqual([]);
  });

  it("gives global ids to exactly the types that ids are read for", () => {
    const implementers = schema.getPossibleTypes(schema.getType("Node") as never).map(({ name }) => name);
    expect(implementers.sort()).toEqual(NODE_TYPES);
  });

  it("holds the values of shown enums as they are shown: compiled queries serialize no leaves", () => {
    const shown = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type))
      .flatMap((type) => Object.values(type.getFields()).map((field) => getNamedType(field.type)))
      .filter((type) => isEnumType(type));
    const others = shown.flatMap((type) => type.getValues().filter(({ name, value }) => name !== value));
    expect(others).toEqual([]);
  });

  it("keeps the public names that other apps rely on", () => {
    const names = [
      "Model",
      "Benchmark",
      "Run",
      "Measure",
      "Sample",
      "Lab",
      "Frontier",
      "FrontierPoint",
      "Source",
      "Plugin",
    ];
    expect(names.filter((name) => !isObjectType(schema.getType(name)))).toEqual([]);
    const { args, type } = schema.getQueryType()!.getFields().frontier!;
    expect(getNamedType(type).name).toBe("Frontier");
    expect(args.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["where", "objectives", "constraints", "grain", "asOf"]),
    );
  });
});

function undescribed(type: GraphQLNamedType): string[] {
  if (type.name.startsWith("__") || ["String", "Int", "Float", "Boolean", "ID"].includes(type.name)) return [];
  const missing = type.description ? [] : [type.name];
  if (isEnumType(type)) {
    return [
      ...missing,
      ...type
        .getValues()
        .filter((value) => !value.description)
        .map(({ name }) => `${type.name}.${name}`),
    ];
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => !field.description);
    return [...missing, ...fields.map(({ name }) => `${type.name}.${name}`)];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return missing;
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const path = `${type.name}.${field.name}`;
    const args = field.args.filter((arg) => !arg.description).map((arg) => `${path}(${arg.name})`);
    return field.description ? args : [path, ...args];
  });
  return [...missing, ...fields];
}
