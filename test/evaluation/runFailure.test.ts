import { describe, expect, it } from "vitest";
import { ERRORS } from "../../src/errors/errorTable.ts";
import { runFailure } from "../../src/evaluation/answers/runFailure.ts";
import { RunnerError } from "../../src/plugins/contract/runnerError.ts";

describe("why a run failed", () => {
  it("is public as what its code means, and whole for operators", () => {
    const cause = new Error("connect ECONNREFUSED 10.0.0.9:8000");
    const error = new RunnerError("UNREACHABLE", "Nothing answers at http://10.0.0.9:8000: \u001b[2Jroot:x:0:0", {
      cause,
    });
    expect(runFailure(error)).toEqual({
      error: ERRORS.runner.UNREACHABLE.meaning,
      errorCode: "UNREACHABLE",
      errorDetails: `Nothing answers at http://10.0.0.9:8000: \\u{1b}[2Jroot:x:0:0\nCaused by: ${cause.stack}`,
    });
  });

  it.each([
    new Error("Failed query: insert into samples … params: the output", { cause: new Error("invalid byte sequence") }),
    "a text",
    undefined,
  ])("says nothing of what nobody expected: %s", (error) => {
    const { error: sentence, errorCode, errorDetails } = runFailure(error);
    expect(errorCode).toBe("INTERNAL_SERVER_ERROR");
    expect(sentence).toBe("Something went wrong inside. An operator can read the details.");
    expect(errorDetails).toContain(error instanceof Error ? "insert into samples" : String(error));
  });

  it("has details of bounded length", () => {
    expect(runFailure(new Error("x".repeat(1_000_000))).errorDetails.length).toBeLessThanOrEqual(10_000);
  });
});
