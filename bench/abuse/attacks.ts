/** Requests that a stranger sends to make a server slow, or to end it. */
export interface Attack {
  name: string;
  /** The body of a request, a new one for each number. */
  body(at: number): string;
  /** The codes of the errors with which it is refused; `OK` where an answer is right too. */
  codes: string[];
  /** The requests that are sent at the same time, 10 unless given. */
  connections?: number;
}

const list = (count: number, item: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => item(at)).join(" ");
const json = (query: string, variables?: Record<string, unknown>) => JSON.stringify({ query, variables });
const TWO = 'objectives: [{ metric: "accuracy" }, { metric: "output_tokens" }]';
const level = (depth: number): string =>
  `runs(first: 100) { edges { node { mode ${depth > 1 ? `model { ${level(depth - 1)} }` : ""} } } }`;
/** A limit that no other request has, so that nothing computed before helps. */
const fresh = (at: number) => `constraints: [{ metric: "accuracy", min: ${(at + 1) / 1e7} }]`;
const COSTLY = ["QUERY_TOO_EXPENSIVE", "RATE_LIMITED"];
const LARGE = ["DOCUMENT_TOO_LARGE", "RATE_LIMITED"];
const ANSWERED = ["OK", "OVERLOADED", "RATE_LIMITED"];

export const ATTACKS: Attack[] = [
  { name: "runs within runs, four levels", body: () => json(`{ ${level(4)} }`), codes: COSTLY },
  {
    name: "the same under four aliases",
    body: () => json(`{ ${list(4, (at) => `a${at}: ${level(4)}`)} }`),
    codes: COSTLY,
  },
  {
    name: "invalid documents of 1 MB",
    body: (at) => json(`{ x${at} ${"nothing ".repeat(130_000)} }`),
    codes: LARGE,
  },
  {
    name: "invalid documents within the limits",
    body: (at) => json(`{ x${at} ${list(1000, (field) => `nothing${field}`)} }`),
    codes: ["GRAPHQL_VALIDATION_FAILED", "RATE_LIMITED"],
  },
  {
    name: "1,000 aliased frontiers",
    body: (at) =>
      json(
        `{ ${list(1000, (i) => `a${i}: frontier(where: { benchmark: ["gsm8k"] }, ${fresh(1000 * at + i)}) { candidateCount }`)} }`,
      ),
    codes: LARGE,
  },
  {
    name: "50 aliased frontiers",
    body: (at) =>
      json(
        `{ ${list(50, (i) => `a${i}: frontier(where: { benchmark: ["gpqa-diamond"] }, ${fresh(50 * at + i)}) { candidateCount }`)} }`,
      ),
    codes: ANSWERED,
  },
  {
    name: "nodes with 50,000 ids",
    body: () =>
      json("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids: new Array(50_000).fill("TGFiOmVwb2No") }),
    codes: ["VARIABLES_TOO_LARGE", "QUERY_TOO_EXPENSIVE", "RATE_LIMITED", "BAD_VALUE"],
  },
  { name: "20,000 levels", body: () => json("{a".repeat(20_000) + "}".repeat(20_000)), codes: LARGE },
  {
    name: "10,000 lists in a list",
    body: () => json(`{ nodes(ids: ${"[".repeat(10_000)}${"]".repeat(10_000)}) { id } }`),
    codes: LARGE,
  },
  {
    name: "variables of 200,000 levels",
    body: () => `{"query":"{ __typename }","variables":{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}}`,
    codes: ["VARIABLES_TOO_LARGE", "RATE_LIMITED"],
  },
  {
    name: "a field 300 times",
    body: (at) => json(`{ ${"runs { edges { node { mode } } } ".repeat(300)} a${at}: __typename }`),
    codes: LARGE,
  },
  {
    name: "fragments that double",
    body: () =>
      json(
        `{ ...f0 } ${list(60, (at) => `fragment f${at} on Query { ...f${at + 1} ...f${at + 1} }`)} fragment f60 on Query { __typename }`,
      ),
    codes: LARGE,
  },
  {
    name: "a fragment named __schema",
    body: () =>
      json(`{ ...__schema } fragment __schema on Query { ${list(70, (at) => `a${at}: frontier { candidateCount }`)} }`),
    codes: COSTLY,
  },
  {
    name: "introspection under aliases",
    body: () =>
      json(`{ ${list(100, (at) => `a${at}: __schema { types { fields { name type { name } args { name } } } }`)} }`),
    codes: COSTLY,
  },
  {
    name: "a frontier of new runs each time",
    body: (at) =>
      json(
        `{ frontier(where: { benchmark: ["gpqa-diamond"], lab: ["epoch"] }, ${fresh(at)}) { points { mode measures { value } } dominated(first: 100) { edges { node { mode } } } } }`,
      ),
    codes: ANSWERED,
    connections: 100,
  },
  {
    name: "a deployment each time",
    body: (at) =>
      json(
        `{ frontier(where: { benchmark: ["gpqa-diamond"] }, on: { hardware: "H100-SXM", count: ${1 + (at % 64)}, batch: ${1 + at} }) { candidateCount } }`,
      ),
    codes: ANSWERED,
    connections: 50,
  },
  {
    name: "memberships",
    body: (at) => json(`{ frontier(where: { benchmark: ["gsm8k"] }, ${TWO}, ${fresh(at)}) { points { membership } } }`),
    codes: ANSWERED,
    connections: 50,
  },
  {
    name: "operating points",
    body: (at) =>
      json(
        `{ frontier(where: { benchmark: ["gsm8k"] }, ${TWO}, grain: OPERATING_POINT, ${fresh(at)}) { points { membership } } }`,
      ),
    codes: ANSWERED,
    connections: 50,
  },
  {
    name: "saturations",
    body: (at) => json(`{ benchmark(slug: "gsm8k") { saturation(gain: ${0.01 + at / 1e6}) { budget } } }`),
    codes: ANSWERED,
    connections: 50,
  },
  {
    name: "the completions of many answers",
    body: () =>
      json(
        '{ runs(first: 10, where: { benchmark: ["gsm8k"] }) { edges { node { samples(first: 100) { edges { node { output } } } } } } }',
      ),
    codes: ANSWERED,
    connections: 50,
  },
  {
    name: "pages of models with their runs",
    body: (at) =>
      json(`{ models(first: 90) { edges { node { a${at}: slug runs(first: 100) { edges { node { mode } } } } } } }`),
    codes: ANSWERED,
    connections: 50,
  },
  {
    name: "new small documents",
    body: (at) => json(`{ a${at}: runs(first: 20) { edges { node { mode model { slug } } } } }`),
    codes: ANSWERED,
    connections: 50,
  },
  {
    name: "700 connections at once",
    body: (at) => json(`{ runs(first: ${1 + (at % 20)}) { edges { node { mode measures { value } } } } }`),
    codes: ANSWERED,
    connections: 700,
  },
];
