import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

const ENTITIES = `query ($r: [_Any!]!) {
  _entities(representations: $r) {
    __typename
    ... on Model { name runs(first: 1) { totalCount } }
    ... on Benchmark { name problemCount }
    ... on Lab { name }
    ... on Run { mode model { slug } measures { value } }
  }
}`;

describe.each(ENGINES)("_entities on %s", (_, open) => {
  let store: Store;
  let api: Api;
  let hashes: string[];
  let statements = 0;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    hashes = [];
    for (const mode of ["a", "b", "c"])
      hashes.push(await recordRun(store, { mode, measures: { accuracy: { value: 0.5 } } }));
    const counting: Store = {
      ...store,
      rows: (...args) => {
        statements++;
        return store.rows(...args);
      },
    };
    api = await serveApi(counting, { limits: { budgetPerMinute: 10_000_000 } as never });
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  const run = (contentHash: unknown) => ({ __typename: "Run", contentHash });
  const model = (slug: unknown) => ({ __typename: "Model", slug });
  const ran = (mode: string) => ({
    __typename: "Run",
    mode,
    model: { slug: "acme/small" },
    measures: [{ value: 0.5 }],
  });

  it("finds objects of all types in one request, in their order and null where there is none, in both lanes", async () => {
    const { _entities } = await api.data(ENTITIES, {
      r: [
        run(hashes[1]),
        model("acme/small"),
        { __typename: "Lab", slug: "lab-a" },
        model("acme/none"),
        run("0".repeat(64)),
        { __typename: "Benchmark", slug: "sums", name: "what another subgraph calls it" },
        run(hashes[0]),
        run(hashes[1]),
      ],
    });
    expect(_entities).toEqual([
      ran("b"),
      { __typename: "Model", name: "Small", runs: { totalCount: 3 } },
      { __typename: "Lab", name: "Lab A" },
      null,
      null,
      { __typename: "Benchmark", name: "Sums", problemCount: 4 },
      ran("a"),
      ran("b"),
    ]);
  });

  it("reads all runs of a request by one statement", async () => {
    const query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Run { mode } ... on Lab { name } } }";
    for (const r of [hashes.slice(0, 1), hashes, [...hashes, ...hashes]].map((some) => some.map(run))) {
      statements = 0;
      await api.data(query, { r: [...r, { __typename: "Lab", slug: "lab-a" }] });
      // It is asked twice, once in each lane.
      expect(statements).toBe(2);
    }
  });

  it.each([
    [run("not a hash"), null],
    [run("\0"), null],
    [run(`${"0".repeat(63)}\n`), null],
    [run(17), null],
    [run({ length: 3 }), null],
    [model("\0"), null],
    [model(["acme/small"]), null],
    [model("__proto__"), null],
  ])("has nothing for %j", async (representation, nothing) => {
    for (let time = 0; time < 3; time++) {
      const { data, errors } = await api.ask(ENTITIES, { r: [representation, run(hashes[0])] });
      expect({ data, errors }).toEqual({ data: { _entities: [nothing, ran("a")] }, errors: undefined });
    }
  });

  it("says where a representation is wrong, and answers the others", async () => {
    for (let time = 0; time < 3; time++) {
      const { data, errors } = await api.ask(ENTITIES, {
        r: [run(hashes[0]), { __typename: "Sample", id: "1" }, { __typename: "Run", id: "1" }, 7],
      });
      expect(data).toEqual({ _entities: [ran("a"), null, null, null] });
      expect(errors!.map(({ path, extensions }) => [path, extensions!.code])).toEqual(
        [1, 2, 3].map((place) => [["_entities", place], "BAD_VALUE"]),
      );
    }
  });

  it("takes representations that are written in the document", async () => {
    const { _entities } = await api.data(
      `{ _entities(representations: [{ __typename: "Model", slug: "acme/large" }]) { ... on Model { name } } }`,
    );
    expect(_entities).toEqual([{ name: "Large" }]);
  });

  it("takes 1000 at most, and weighs each", async () => {
    const query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Model { slug } } }";
    const many = (count: number) => ({ r: Array.from({ length: count }, () => model("acme/small")) });
    const cost = async (count: number) => ((await api.ask(query, many(count))) as any).extensions.cost.requested;
    // Each is an object with a leaf, and the field itself has a weight of 2.
    expect(await cost(10)).toBe(2 + 10 * 1.1);
    expect(await cost(1000)).toBe(2 + 1000 * 1.1);
    for (let time = 0; time < 3; time++) {
      const { data, errors } = await api.ask(query, many(1001));
      expect(data ?? null).toBeNull();
      expect(errors![0]!.extensions!.code).toBe("TOO_LONG");
      expect(errors![0]!.message).toContain("1000 entries");
    }
  });

  it("is asked as gateways ask, also by the fast lane", async () => {
    const body = JSON.stringify({ query: ENTITIES, variables: { r: [run(hashes[0])] } });
    const accept = "application/graphql-response+json, application/json, multipart/mixed";
    const answers = [];
    for (let time = 0; time < 3; time++) {
      const headers = { "content-type": "application/json", accept };
      const response = await fetch(api.url, { method: "POST", headers, body });
      answers.push([response.headers.get("content-type"), await response.json()]);
    }
    expect(answers[0]![0]).toBe("application/graphql-response+json; charset=utf-8");
    expect(answers[0]![1].data).toEqual({ _entities: [ran("a")] });
    expect(answers.slice(1)).toEqual([answers[0], answers[0]]);
  });
});
