import { expect, it } from "vitest";
import { BenchmarkDataError } from "../../../src/plugins/contract/benchmarkDataError.ts";
import { isRunnerError, RunnerError } from "../../../src/plugins/contract/runnerError.ts";

it("a runner's error is recognised, also one of another copy of its class, and no other error is", async () => {
  const copy = "../../../src/plugins/contract/runnerError.ts?copy";
  const other: { RunnerError: typeof RunnerError } = await import(/* @vite-ignore */ copy);
  const error = new other.RunnerError("OVERLOADED", "Too many.", { retryAfter: 3 });
  expect(error).not.toBeInstanceOf(RunnerError);
  expect([error, new RunnerError("OVERLOADED", "Too many.")].map(isRunnerError)).toEqual([true, true]);
  expect(error).toMatchObject({ name: "RunnerError", retry: true, retryAfter: 3 });
  const others = [new Error("OVERLOADED"), new BenchmarkDataError("CHANGED", ""), { code: "OVERLOADED" }, null];
  expect(others.map(isRunnerError)).toEqual([false, false, false, false]);
});
