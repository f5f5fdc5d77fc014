import fc from "fast-check";
import { GraphQLError, getIntrospectionQuery, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { countDocument, countPairs, DOCUMENT_LIMITS, readDocument } from "../../../src/server/limits/documentLimits.ts";
import { runs } from "../../support/runs.ts";

const tooLarge = expect.objectContaining({ code: "DOCUMENT_TOO_LARGE", status: 400 });
const refusalOf = (text: string): unknown => {
  try {
    readDocument(text);
    return null;
  } catch (error) {
    return error;
  }
};
const list = (count: number, item: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => item(at)).join(" ");

describe("the limits of a document", () => {
  it.each<[keyof typeof DOCUMENT_LIMITS, (count: number) => string]>([
    ["length", (count) => `{ __typename } #${"x".repeat(count - 16)}`],
    ["tokens", (count) => `{ nodes(ids: [${list(count - 9, (at) => `"${at}"`)}]) }`],
    ["nesting", (count) => `{ a(b: ${"[".repeat(count - 2)}${"]".repeat(count - 2)}) }`],
    ["depth", (count) => `{ ${"a { ".repeat(count - 1)} b ${"}".repeat(count - 1)} }`],
    ["aliases", (count) => `{ ${list(count, (at) => `a${at}: __typename`)} }`],
    ["directives", (count) => `{ a ${list(count, () => "@b")} }`],
    ["selections", (count) => `{ ${list(count, (at) => `a${at}`)} }`],
  ])("let %s through up to the limit, and not one more", (limit, documentOf) => {
    const most = DOCUMENT_LIMITS[limit];
    expect(refusalOf(documentOf(most))).toBeNull();
    expect(refusalOf(documentOf(most + 1))).toEqual(tooLarge);
  });

  it("count what a fragment holds wherever it is spread, whatever its name", () => {
    for (const name of ["f", "__schema", "__type", "__typename"]) {
      const spreads = `...${name} `.repeat(11);
      expect(refusalOf(`{ ${spreads} } fragment ${name} on Query { ${list(14, (at) => `a${at}: b`)} }`)).toEqual(
        tooLarge,
      );
      const inline = "... on Query { a: b } ".repeat(151);
      expect(refusalOf(`{ ${inline} }`)).toEqual(tooLarge);
    }
  });

  it("hold for introspection too", () => {
    const nested = (depth: number): string => (depth === 0 ? "name" : `ofType { ${nested(depth - 1)} }`);
    expect(refusalOf(`{ __schema { types { ${nested(40)} } } }`)).toEqual(tooLarge);
  });

  it("hold for every operation of a document, not only for the one that is asked", () => {
    const operation = (name: string) => `query ${name} { ${list(80, (at) => `a${at}: b`)} }`;
    expect(refusalOf(operation("one"))).toBeNull();
    expect(refusalOf(`${operation("one")} ${operation("two")}`)).toEqual(tooLarge);
  });

  it("count in the time of the text, where fragments double one another", () => {
    const doubling = list(300, (at) => `fragment f${at} on Q { ...f${at + 1} ...f${at + 1} }`);
    expect(refusalOf(`{ ...f0 } ${doubling} fragment f300 on Q { a }`)).toEqual(tooLarge);
  });

  it.each([
    "{ ...a } fragment a on Q { ...a }",
    "{ ...a } fragment a on Q { ...b ...b } fragment b on Q { ...a c { ...a } }",
    "{ c } fragment a on Q { b { ... on Q { ...a } } }",
  ])("refuse fragments in a circle as GraphQL's own rules do: %s", (text) => {
    const error = refusalOf(text);
    expect(error).toBeInstanceOf(GraphQLError);
    expect(error).toMatchObject({ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } });
  });

  it("bound the pairs of fields under one name, which GraphQL compares", () => {
    expect(countPairs(parse("{ a a a b }"))).toBe(3);
    expect(countPairs(parse("{ a { x y } a { y } ...f } fragment f on Q { a { z: y y } }"))).toBe(3 + 3);
    expect(countPairs(parse("{ a { b } ... on Q { c: a { b } } }"))).toBe(0);
    expect(refusalOf(`{ ${"a { b { c } } ".repeat(290)} }`)).toEqual(tooLarge);
    const fragments = list(120, (at) => `fragment f${at} on Q { a { b } }`);
    expect(refusalOf(`{ ${list(120, (at) => `...f${at}`)} } ${fragments}`)).toEqual(tooLarge);
  });

  it.each(["{a".repeat(16_000), `{ a(b: ${"[".repeat(16_000)}`, `{ a(b: ${"{c:".repeat(10_000)}`, "[".repeat(30_000)])(
    "refuse a document that would use up the stack of the parser",
    (text) => expect(refusalOf(text)).toEqual(tooLarge),
  );

  it("are far from the largest queries of tools", () => {
    const text = getIntrospectionQuery({ descriptions: true, schemaDescription: true, inputValueDeprecation: true });
    const counts = countDocument(parse(text));
    expect(counts.selections).toBeLessThan(DOCUMENT_LIMITS.selections / 2);
    expect(counts.depth).toBeLessThan(DOCUMENT_LIMITS.depth * 0.7);
    expect(refusalOf(text)).toBeNull();
  });

  it("throw nothing but refusals and syntax errors, whatever the text", () => {
    const pieces = fc.constantFrom(
      "{",
      "}",
      "(",
      ")",
      "[",
      "]",
      "a",
      ":",
      "...",
      "on",
      "$v",
      "@d",
      '"s"',
      '"""',
      "#",
      "\n",
      "1",
      "fragment f on Q",
      "query",
      "\0",
      "\ud800",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 300 }), (text) => {
        const error = refusalOf(text.join(" "));
        expect(
          error === null || error instanceof GraphQLError || (error as { code?: string }).code === "DOCUMENT_TOO_LARGE",
        ).toBe(true);
      }),
      runs(300, 20_000),
    );
  });
});
