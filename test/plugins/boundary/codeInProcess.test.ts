import { describe, expect, it } from "vitest";
import { codeInProcess } from "../../../src/plugins/boundary/benchmarkCode.ts";
import { BenchmarkDataError } from "../../../src/plugins/contract/benchmarkDataError.ts";
import faulty, { GARBAGE_NAMES, PROBLEM_NAMES } from "./faultyBenchmark.ts";

const PROBLEM = { id: "1", question: "2 + 2", expected: "4" };
const CONTEXT = { cacheFolder: "/cache", signal: new AbortController().signal };
const code = codeInProcess(faulty);

describe("a benchmark that is an object of this process", () => {
  it("gives what it gives, without what the contract has not", async () => {
    const own = codeInProcess({ ...faulty, grade: () => ({ correct: true, answer: "4", more: 1 }) as never });
    expect(await own.grade(PROBLEM, "4", {}, 0)).toEqual({ correct: true, answer: "4" });
  });

  it.each(GARBAGE_NAMES)("is refused a verdict that is %s", async (garbage) => {
    await expect(code.grade(PROBLEM, garbage, {}, 0)).rejects.toMatchObject({ code: "INVALID_RESULT" });
  });

  it.each(PROBLEM_NAMES)("is refused problems that are %s", async (problems) => {
    await expect(code.load({ problems }, CONTEXT)).rejects.toMatchObject({ code: "INVALID_RESULT" });
  });

  it.each(["throws", "throws nothing", "throws what cannot be shown", "recurses"])(
    "fails with the plugin's name when it %s",
    async (attack) => {
      await expect(code.grade(PROBLEM, attack, {}, 0)).rejects.toMatchObject({
        code: "PLUGIN_FAILED",
        message: expect.stringContaining('"faulty" 1.0.0 failed in grade: '),
      });
    },
  );

  it("says itself what is wrong with its data", async () => {
    const gated = new BenchmarkDataError("ACCESS_DENIED", "It is gated.");
    const own = codeInProcess({ ...faulty, load: () => Promise.reject(gated) });
    await expect(own.load({}, CONTEXT)).rejects.toBe(gated);
  });
});
