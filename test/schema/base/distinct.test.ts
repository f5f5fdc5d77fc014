import { type ExecutionResult, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { distinctResults } from "../../../src/schema/base/distinct.ts";

async function left(document: string, results: object[]): Promise<unknown[]> {
  async function* source() {
    for (const data of results) yield { data } as ExecutionResult;
  }
  const kept = [];
  for await (const { data } of distinctResults(source(), parse(document))) kept.push(data);
  return kept;
}

describe("the results of a subscription that differ", () => {
  it("leave out what is as before, whatever version of the data it is from", async () => {
    const document = "subscription { f { v: dataVersion count } }";
    const results = [1, 1, 2, 2, 1].map((count, v) => ({ f: { v, count } }));
    expect(await left(document, results)).toEqual([results[0], results[2], results[4]]);
  });

  it("count a version where another field has its name", async () => {
    const document = "subscription { f { v: dataVersion points { v: value } } }";
    const results = [1, 2].map((v) => ({ f: { v: "same", points: [{ v }] } }));
    expect(await left(document, results)).toEqual(results);
  });

  it("count errors", async () => {
    async function* source() {
      yield { data: null } as ExecutionResult;
      yield { data: null, errors: [{ message: "x" }] } as unknown as ExecutionResult;
    }
    const kept = [];
    for await (const result of distinctResults(source(), parse("subscription { f { count } }"))) kept.push(result);
    expect(kept).toHaveLength(2);
  });

  it("end their source when they are ended", async () => {
    let hasEnded = false;
    async function* source(): AsyncGenerator<ExecutionResult> {
      try {
        for (;;) yield { data: { f: 1 } };
      } finally {
        hasEnded = true;
      }
    }
    const results = distinctResults(source(), parse("subscription { f }"));
    await results.next();
    await results.return!();
    expect(hasEnded).toBe(true);
  });
});
