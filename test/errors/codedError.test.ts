import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CodedError, isErrorOf } from "../../src/errors/codedError.ts";
import { ERRORS } from "../../src/errors/errorTable.ts";
import { isRunnerError, RunnerError } from "../../src/plugins/contract/runnerError.ts";
import { failureOfConnection } from "../../src/runners/client/failures.ts";

/** Another copy of the package, as an engine plugin brings one that npm did not deduplicate. */
let copy: { RunnerError: typeof RunnerError; isRunnerError: typeof isRunnerError };
const folder = mkdtempSync(join(tmpdir(), "paretograph-copy-"));
beforeAll(async () => {
  mkdirSync(join(folder, "plugins/contract"), { recursive: true });
  cpSync("src/errors", join(folder, "errors"), { recursive: true });
  const file = join(folder, "plugins/contract/runnerError.ts");
  cpSync("src/plugins/contract/runnerError.ts", file);
  copy = await import(file);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("an expected failure", () => {
  it("has the status of its code, and whether to try again", () => {
    for (const [kind, codes] of Object.entries(ERRORS)) {
      for (const [code, { status, retry }] of Object.entries(codes)) {
        const error = new CodedError(kind as "runner", code as "ABORTED", "no");
        expect(error).toMatchObject({ code, status, retry, retryAfter: null, message: "no" });
        expect(isErrorOf(kind as "runner", error)).toBe(true);
      }
    }
  });

  it("has a name, a cause and the seconds to wait", () => {
    const cause = new Error("reset");
    const error = new RunnerError("OVERLOADED", "full", { retryAfter: 7, cause });
    expect(error).toMatchObject({ name: "RunnerError", retryAfter: 7, cause });
  });

  it("shows no brand in what is printed or copied from it", () => {
    expect(Object.getOwnPropertySymbols({ ...new RunnerError("ABORTED", "no") })).toEqual([]);
  });
});

describe("a failure of another copy of the package", () => {
  it("is of the same kind, though of another class", () => {
    const error = new copy.RunnerError("OVERLOADED", "full", { retryAfter: 7 });
    expect(error).not.toBeInstanceOf(CodedError);
    expect(isRunnerError(error)).toBe(true);
    expect(isErrorOf("runner", error)).toBe(true);
    expect(copy.isRunnerError(new RunnerError("ABORTED", "no"))).toBe(true);
  });

  it("is not of another kind", () => {
    const error = new copy.RunnerError("UNREACHABLE", "no");
    expect(isErrorOf("data", error)).toBe(false);
    expect(copy.isRunnerError(new CodedError("data", "UNREACHABLE", "no"))).toBe(false);
  });

  it("passes through the client as it is, thrown or as the reason of a signal", () => {
    const error = new copy.RunnerError("TIMED_OUT", "too late");
    expect(failureOfConnection(error, "http://gpu")).toBe(error);
    expect(failureOfConnection(new Error("reset"), "http://gpu", AbortSignal.abort(error))).toBe(error);
  });
});

it.each([
  new Error("no"),
  Object.assign(new Error("no"), { name: "RunnerError", code: "OVERLOADED", retry: true }),
  { code: "OVERLOADED", retry: true, [Symbol.for("paretograph.error")]: "runner" },
  null,
  undefined,
  "OVERLOADED",
])("%s is no expected failure", (value) => {
  expect(isRunnerError(value)).toBe(false);
});
