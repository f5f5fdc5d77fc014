import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const id = (text: string) => Buffer.from(text).toString("base64");
const cursor = (key: unknown) => Buffer.from(JSON.stringify(key)).toString("base64url");
const HASH = "0".repeat(64);

const RUNS =
  "query ($where: RunFilter, $after: String, $first: Int) { runs(where: $where, after: $after, first: $first) { edges { cursor } } }";
const NODE = "query ($id: ID!) { node(id: $id) { id } }";
const NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
const FRONTIER = "query ($where: RunFilter!, $asOf: Date) { frontier(where: $where, asOf: $asOf) { candidateCount } }";

/** Each with the codes that a caller may be answered; null where the answer is one without errors. */
const ATTACKS: [string, string, Record<string, unknown>, (string | undefined)[]][] = [
  ["NUL in a mode", RUNS, { where: { mode: ["a\0"] } }, ["BAD_VALUE"]],
  ["half a pair in a runner", RUNS, { where: { runner: ["\udc00"] } }, ["BAD_VALUE"]],
  ["NUL in a benchmark", FRONTIER, { where: { benchmark: ["sums\0"] } }, ["BAD_VALUE"]],
  ["year 0", FRONTIER, { where: { benchmark: ["sums"] }, asOf: "0000-01-01" }, ["BAD_VALUE"]],
  ["year 0 by an offset", RUNS, { where: { finishedAt: { from: "0001-01-01T00:00:00+10:00" } } }, ["BAD_VALUE"]],
  ["the first year", RUNS, { where: { finishedAt: { from: "0001-01-01T00:00:00Z" } } }, [undefined]],
  ["the last year", RUNS, { where: { finishedAt: { to: "9999-12-31T23:59:59.999Z" } } }, [undefined]],
  ["an infinite cursor", RUNS, { after: cursor(["finishedAt", "infinity", 1]) }, [undefined]],
  ["a cursor beyond the numbers", RUNS, { after: cursor(["finishedAt", "-infinity", 2 ** 40]) }, ["BAD_CURSOR"]],
  [
    "a cursor of a day that is none",
    RUNS,
    { after: cursor(["finishedAt", "2025-02-31 00:00:00+00", 1]) },
    ["BAD_CURSOR"],
  ],
  ["a cursor of another order", RUNS, { after: cursor(["flops", "1", 1]) }, ["BAD_CURSOR"]],
  ["a cursor of samples", RUNS, { after: cursor(["0", 1]) }, ["BAD_CURSOR"]],
  ["an id of nothing", NODE, { id: "" }, ["BAD_ID"]],
  ["an id with NUL", NODE, { id: id(`Sample:${HASH}:0:a\0b`) }, ["BAD_ID"]],
  [
    "an id that is not UTF-8",
    NODE,
    { id: Buffer.from([77, 111, 100, 101, 108, 58, 255]).toString("base64") },
    ["BAD_ID"],
  ],
  ["an id of a repeat beyond the numbers", NODE, { id: id(`Sample:${HASH}:9999999999:a`) }, ["BAD_ID"]],
  ["an id with spaces", NODE, { id: ` ${id("Model:acme/small")}` }, ["BAD_ID"]],
  ["too many ids", NODES, { ids: Array(50_000).fill("x") }, ["VARIABLES_TOO_LARGE"]],
  ["many ids", NODES, { ids: Array(500).fill("x") }, ["TOO_LONG"]],
  ["a long list", RUNS, { where: { mode: Array(101).fill("a") } }, ["TOO_LONG"]],
  ["an infinite end of a range", RUNS, { where: { totalParameters: { min: 1e308, max: 1e308 } } }, [undefined]],
  ["a page without size", RUNS, { first: -5 }, ["BAD_PAGE"]],
];

describe.each(ENGINES.slice(0, 1))("bad input on %s", (_, open) => {
  let store: Store;
  const apis: Api[] = [];
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    await recordRun(store, { measures: { accuracy: { value: 0.5 }, output_tokens: { value: 10 } } });
    for (const fastLane of [true, false]) apis.push(await serveApi(store, { fastLane }));
  });
  afterAll(async () => {
    for (const api of apis) await api.close();
    await store.close();
  });

  it.each(ATTACKS)("is the caller's error: %s", async (_, query, variables, codes) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    for (const api of apis) {
      // The fast lane answers from the third time on.
      for (let time = 0; time < 3; time++) {
        const { errors } = await api.ask(query, variables);
        expect(codes).toContain(errors?.[0]?.extensions?.code);
      }
    }
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });
});
