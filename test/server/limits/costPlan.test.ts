import { getOperationAST, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { schema } from "../../../src/schema/schema.ts";
import { MOST_POINTS } from "../../../src/server/admission.ts";
import { compileCost } from "../../../src/server/limits/costPlan.ts";

function planOf(text: string) {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  return compileCost(schema, document, getOperationAST(document)!);
}
const requested = (text: string, variables = {}) => planOf(text).requested(variables);
const actual = (text: string, data: unknown, variables = {}) => planOf(text).actual(variables, data);

// By the declarations in the schema: `runs` weighs 50 and `Model.runs` 20, an object 1, a leaf 0.1, and the sum is rounded up.
describe("the cost that a query requests", () => {
  it("is that of a row times the size of the page", () => {
    const page = (args: string) => `{ runs${args} { edges { node { mode model { slug } } } } }`;
    const row = 1 + 1 + 0.1 + 1 + 0.1;
    expect(requested(page(""))).toBe(Math.ceil(50 + 1 + 20 * row));
    expect(requested(page("(first: 7)"))).toBe(Math.ceil(50 + 1 + 7 * row));
    expect(requested(page("(last: 100)"))).toBe(50 + 1 + 100 * row);
  });

  it("follows variables, with the defaults of the operation and of the schema", () => {
    const text =
      "query ($n: Int = 3, $m: Int) { runs(first: $n) { edges { cursor } } a: runs(first: $m) { edges { cursor } } }";
    const of = (n: number, m: number) => Math.ceil(2 * 51 + (n + m) * 1.1 - 1e-6);
    expect(requested(text)).toBe(of(3, 20));
    expect(requested(text, { n: 10, m: 5 })).toBe(of(10, 5));
    expect(requested(text, { n: null, m: null })).toBe(of(20, 20));
    // More rows than a page may hold are refused before they are read.
    expect(requested(text, { n: 1e9, m: -5 })).toBe(of(100, 0));
    expect(requested(text, { n: "x", m: [1, 2] })).toBe(of(1, 2));
  });

  it("multiplies within pages, and counts every alias", () => {
    const inner = 20 + 1 + 100 * 1.1;
    expect(requested("{ models(first: 50) { edges { node { runs(first: 100) { edges { cursor } } } } } }")).toBe(
      Math.ceil(10 + 1 + 50 * (2 + inner)),
    );
    const one = requested("{ labs { edges { cursor } } }");
    expect(requested("{ a: labs { edges { cursor } } b: labs { edges { cursor } } }")).toBe(2 * one);
  });

  it("counts a field once that several fragments select", () => {
    const text =
      "{ ...a ...b labs { edges { cursor } } } fragment a on Query { labs { edges { cursor } } } fragment b on Query { labs { edges { node { slug } } } }";
    expect(requested(text)).toBe(requested("{ labs { edges { cursor node { slug } } } }"));
  });

  it("counts fragments of any name", () => {
    const body = "frontier { candidateCount }";
    for (const name of ["__schema", "__type", "a"]) {
      expect(requested(`{ ...${name} } fragment ${name} on Query { ${body} }`)).toBe(requested(`{ ${body} }`));
    }
  });

  it("leaves out what is skipped, as the variables say", () => {
    const base = requested("{ labs { edges { cursor } } }");
    const text =
      "query ($yes: Boolean = false) { labs { edges { cursor } } frontier @include(if: $yes) { candidateCount } }";
    expect(requested(text)).toBe(base);
    expect(requested(text, { yes: true })).toBe(base + 502);
    expect(requested("{ labs { edges { cursor } } frontier @skip(if: true) { candidateCount } }")).toBe(base);
    const both =
      "query ($a: Boolean!) { frontier @include(if: $a) { candidateCount } ... @skip(if: $a) { frontier { incomplete } } }";
    expect(requested(both, { a: true })).toBe(502);
    expect(requested(both, { a: false })).toBe(502);
  });

  it("adds what arguments ask for, written out or in variables", () => {
    const base = requested("{ frontier { candidateCount } }");
    const literal = (args: string) => requested(`{ frontier(${args}) { candidateCount } }`) - base;
    const variable = (type: string, name: string, value: unknown) =>
      requested(`query ($v: ${type}) { frontier(${name}: $v) { candidateCount } }`, { v: value }) - base;
    expect(literal("grain: OPERATING_POINT")).toBe(3000);
    expect(variable("CandidateGrain", "grain", "OPERATING_POINT")).toBe(3000);
    expect(literal("grain: MODEL")).toBe(0);
    expect(literal("minMembership: 0.5")).toBe(500);
    expect(variable("Float", "minMembership", null)).toBe(0);
    expect(literal('on: { hardware: "L4" }')).toBe(300);
    // Pooled results know models, modes and benchmarks. A lab needs the runs.
    expect(literal('where: { benchmark: ["a", "b"], model: ["m"], mode: ["x"] }')).toBe(10);
    expect(literal('where: { benchmark: ["a"], lab: ["b", "c"] }')).toBe(5 + 60);
    expect(variable("RunFilter", "where", { benchmark: ["a"], lab: ["b", "c"] })).toBe(5 + 60);
    expect(
      requested('query ($lab: String!) { frontier(where: { lab: [$lab, "b"] }) { candidateCount } }', { lab: "a" }) -
        base,
    ).toBe(60);
  });

  it("multiplies nodes by their ids, and takes the dearest type of each", () => {
    expect(requested('{ nodes(ids: ["a", "b", "c"]) { id } }')).toBe(Math.ceil(3 * 1.1));
    const text =
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Lab { slug } ... on Model { saturation(benchmark: "a") { gain } } } }';
    expect(requested(text, { ids: new Array(50_000).fill("x") })).toBeGreaterThan(MOST_POINTS);
    expect(requested(text, { ids: ["x", "y"] })).toBe(Math.ceil(2 * (1 + 0.1 + 1000 + 1 + 0.1)));
    expect(requested(text, { ids: "x" })).toBe(Math.ceil(1002.2));
  });

  it("bounds introspection", () => {
    const aliases = Array.from({ length: 60 }, (_, i) => `a${i}: __schema { types { fields { name args { name } } } }`);
    expect(requested(`{ ${aliases.join(" ")} }`)).toBeGreaterThan(MOST_POINTS);
  });

  it.each([
    [
      "pages of runs four levels deep",
      () => {
        const level = (depth: number): string =>
          `runs(first: 100) { edges { node { mode ${depth > 1 ? `model { ${level(depth - 1)} }` : ""} } } }`;
        return `{ ${level(4)} }`;
      },
    ],
    [
      "a hundred frontiers",
      () => `{ ${Array.from({ length: 100 }, (_, i) => `a${i}: frontier { candidateCount }`).join(" ")} }`,
    ],
    [
      "saturations of a page of benchmarks",
      () => "{ benchmarks(first: 100) { edges { node { saturation { budget } } } } }",
    ],
    [
      "what dominates what dominates",
      () => "{ frontier { points { dominatedBy { dominatedBy { dominatedBy { mode } } } } } }",
    ],
    [
      "the completions of many answers",
      () => "{ runs(first: 100) { edges { node { samples(first: 100) { edges { node { output } } } } } } }",
    ],
  ])("is more than a request may cost for %s", (_, text) => {
    expect(requested(text())).toBeGreaterThan(MOST_POINTS);
  });
});

describe("the cost that a query had", () => {
  it("is that of the rows that came out", () => {
    const text =
      "{ runs(first: 100) { edges { node { model { runs { edges { cursor } } } } } pageInfo { hasNextPage } } }";
    const node = (rows: number) => ({ node: { model: { runs: { edges: new Array(rows).fill({ cursor: "" }) } } } });
    const data = { runs: { edges: [node(2), node(0), node(5)], pageInfo: {} } };
    expect(actual(text, data)).toBe(Math.ceil(50 + 1 + 1.1 + 3 * (1 + 1 + 1 + 20 + 1) + 7 * 1.1 - 1e-6));
    expect(actual(text, null)).toBe(Math.ceil(50 + 1 + 1.1 - 1e-6));
    expect(actual(text, { runs: null })).toBe(Math.ceil(50 + 1 + 1.1 - 1e-6));
  });

  it("counts items that are null", () => {
    const text = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Lab { slug } } }";
    expect(actual(text, { nodes: [null, { id: "a", slug: "b" }] }, { ids: ["a", "b"] })).toBe(Math.ceil(2 * 1.2));
  });

  it("is the requested one where no list is", () => {
    const text = '{ model(slug: "a") { slug } frontier { hypervolume knee { mode } } }';
    expect(actual(text, { model: null, frontier: null })).toBe(requested(text));
  });

  it("follows aliases and variables", () => {
    const text = "query ($a: Boolean!) { x: labs { edges { cursor } } y: labs @include(if: $a) { edges { cursor } } }";
    const edges = [{ cursor: "" }, { cursor: "" }];
    expect(actual(text, { x: { edges }, y: { edges } }, { a: true })).toBe(Math.ceil(2 * (3 + 2.2) - 1e-6));
    expect(actual(text, { x: { edges } }, { a: false })).toBe(Math.ceil(3 + 2.2));
  });
});
