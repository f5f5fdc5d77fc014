import { describe, expect, it } from "vitest";
import { runReport } from "../../../src/cli/progress/runReport.ts";
import { reported } from "./reported.ts";

const RUN = reported({});
const measure = (name: string, value: number) => ({
  ...{ metric: { name }, value },
  ...{ low: null, high: null, estimated: false },
});

/** Answers for runs that stand as given, and for a frontier without points. */
function answering(nodes: object[], frontier: () => object = () => ({ candidateCount: 0, points: [] })) {
  return async (query: string) => {
    if (query.includes("frontier(")) return { frontier: frontier() };
    const common = { model: { slug: "acme/small" }, mode: "on", benchmark: { slug: "a&b" }, measures: [] };
    return { nodes: nodes.map((node, i) => ({ ...common, id: `id${i}`, coverage: 1, problemCount: 9, ...node })) };
  };
}

const DONE = {
  ...{ status: "SUCCEEDED", error: null, errorCode: null },
  measures: [measure("accuracy", 0.5), measure("flops", 10)],
};
const own = () => ({
  candidateCount: 1,
  points: [{ model: { slug: "acme/small" }, mode: "on", measures: DONE.measures }],
});

describe("what runs are in the end", () => {
  it("is a table, and for each run its place, its id of today and where to see it", async () => {
    const here = await runReport(answering([DONE], own), [RUN], Number.POSITIVE_INFINITY, null);
    expect(here.slice(0, 2)).toEqual([
      expect.stringMatching(/^run +benchmark/),
      expect.stringMatching(/^7 +a&b .*50\.0 %/),
    ]);
    expect(here.slice(4)).toEqual([
      "Run 7 is on the frontier of a&b now (accuracy against compute, the only candidate).",
      "Run 7 has the id id0.",
      "The frontier: paretograph frontier a&b --by flops",
    ]);
    const there = await runReport(answering([DONE], own), [RUN], 80, "http://127.0.0.1:4000");
    expect(there.at(-1)).toBe(
      "The frontier: http://127.0.0.1:4000/frontier.svg?benchmark=a%26b&objective=accuracy&objective=flops",
    );
  });

  it("has dollars by the prices that the server knows, marked as estimated", async () => {
    const cost = { value: 0.00205, low: null, high: null, estimated: true };
    const [title, row] = await runReport(answering([{ ...DONE, cost }], own), [RUN], Number.POSITIVE_INFINITY, null);
    const column = title!.split(/ {2,}/).indexOf("USD");
    expect(row!.split(/ {2,}/)[column]).toMatch(/^~.*0\.00205/);
    const [, unknown] = await runReport(
      answering([{ ...DONE, cost: null }], own),
      [RUN],
      Number.POSITIVE_INFINITY,
      null,
    );
    expect(unknown!.split(/ {2,}/)[column]).toBe("—");
  });

  it("says why a run is no result, and gives it no place", async () => {
    const failed = { status: "FAILED", error: "Nothing answers.\u001b[2J", errorCode: "UNREACHABLE" };
    const nodes = [failed, { status: "CANCELED", error: null, errorCode: null }];
    const lines = await runReport(answering(nodes), [RUN, { ...RUN, title: "Run 8" }], 200, "http://a");
    expect(lines.slice(5)).toEqual([
      "Run 7 failed (UNREACHABLE): Nothing answers.\\u{1b}[2J. It is no result.",
      "Run 7 has the id id0.",
      "",
      "Run 8 is canceled. It is no result.",
      "Run 8 has the id id1.",
    ]);
  });

  it("stays whole where the frontier cannot be asked for", async () => {
    const broken = () => {
      throw new Error("The server is away.");
    };
    const lines = await runReport(answering([DONE], broken), [RUN], 200, null);
    expect(lines.slice(4, 6)).toEqual([
      "Where Run 7 stands can't be said now: The server is away.",
      "Run 7 has the id id0.",
    ]);
  });
});
