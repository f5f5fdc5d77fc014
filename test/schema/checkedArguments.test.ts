import {
  buildSchema,
  type ExecutionResult,
  GraphQLFloat,
  type GraphQLObjectType,
  graphql,
  isInputObjectType,
  isObjectType,
  parse,
} from "graphql";
import { compileQuery, isCompiledQuery } from "graphql-jit";
import { describe, expect, it } from "vitest";
import { withCheckedArguments } from "../../src/schema/base/checkedArguments.ts";
import { schema as ownSchema } from "../../src/schema/schema.ts";

function newSchema() {
  const schema = buildSchema(`
    scalar JSON
    input Innermost { names: [String!] }
    input Inner { inner: Innermost }
    input Filter { names: [String!], inner: Inner, share: Float, options: JSON, ids: [[ID!]!] }
    type Query { find(where: Filter, name: String, most: [Int!]): Boolean }
  `);
  (schema.getQueryType() as GraphQLObjectType).getFields().find!.resolve = () => true;
  return withCheckedArguments(schema);
}

const QUERY = "query ($where: Filter, $name: String, $most: [Int!]) { find(where: $where, name: $name, most: $most) }";
const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth));

/** The variables are made when they are needed, since a test runner that prints a deep value overflows. */
const ATTACKS: [string, () => Record<string, unknown>, string, string][] = [
  ["a NUL", () => ({ name: "a\0b" }), "BAD_VALUE", "name"],
  ["half a surrogate pair", () => ({ name: "a\ud800" }), "BAD_VALUE", "name"],
  ["a NUL in a list of a filter", () => ({ where: { names: ["a", "\0"] } }), "BAD_VALUE", "where.names[1]"],
  [
    "a NUL far inside",
    () => ({ where: { inner: { inner: { names: ["\0"] } } } }),
    "BAD_VALUE",
    "where.inner.inner.names[0]",
  ],
  ["a NUL in a key of JSON", () => ({ where: { options: { "a\0": 1 } } }), "BAD_VALUE", "where.options"],
  ["a NUL in a list of lists", () => ({ where: { ids: [["a"], ["\0"]] } }), "BAD_VALUE", "where.ids[1][0]"],
  ["a deep value of JSON", () => ({ where: { options: nested(20_000) } }), "BAD_VALUE", "where.options"],
  ["a long value of JSON", () => ({ where: { options: "x".repeat(60_000) } }), "TOO_LONG", "where.options"],
  ["a long list", () => ({ where: { names: Array(101).fill("a") } }), "TOO_LONG", "where.names"],
  ["a long list of numbers", () => ({ most: Array(50_000).fill(1) }), "TOO_LONG", "most"],
  ["a long text", () => ({ name: "x".repeat(200_000) }), "TOO_LONG", "name"],
];

describe("the arguments of a field", () => {
  const schema = newSchema();

  it.each(ATTACKS)("are refused for %s, with their name", async (_, variables, code, argument) => {
    const variableValues = variables();
    const { errors } = await graphql({ schema, source: QUERY, variableValues });
    expect(errors![0]!.originalError).toMatchObject({ code, argument });
    expect(errors![0]!.message.length).toBeLessThan(300);
  });

  it.each(ATTACKS)("are refused for %s by compiled queries, too", async (_, variables, code, argument) => {
    const compiled = compileQuery(schema, parse(QUERY));
    if (!isCompiledQuery(compiled)) throw new Error("not compiled");
    const { errors } = (await compiled.query(undefined, {}, variables())) as ExecutionResult;
    expect(errors![0]!.originalError).toMatchObject({ code, argument });
  });

  it("are refused for a literal that is not finite", async () => {
    const { errors } = await graphql({ schema, source: "{ find(where: { share: 1e999 }) }" });
    expect(errors![0]!.message).toMatch(/where\.share: it is not a finite number|Float cannot represent/);
    expect(GraphQLFloat.parseValue(1)).toBe(1);
  });

  it("pass where nothing is wrong with them", async () => {
    const where = { names: Array(100).fill("Größe 😀"), share: 0.5, options: { a: [1, null] }, inner: null };
    const { errors, data } = await graphql({ schema, source: QUERY, variableValues: { where, name: null } });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ find: true });
  });
});

it("every field with arguments of the public schema is resolved by its own function, so that it checks them", () => {
  const fields = Object.values(ownSchema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith("__")
      ? Object.values(type.getFields()).filter(({ args }) => args.length > 0)
      : [],
  );
  expect(fields.length).toBeGreaterThan(10);
  expect(fields.filter(({ resolve, subscribe }) => !resolve && !subscribe)).toEqual([]);
  expect(Object.values(ownSchema.getTypeMap()).filter(isInputObjectType).length).toBeGreaterThan(5);
});
