import { describe, expect, it } from "vitest";
import { createFailureCount, type FailedAnswers } from "../../../src/evaluation/answers/failedAnswers.ts";

const failure = (code: string, at = 0) => ({ code, problem: `p${at}`, details: `said ${at}` });

/** Adds answers, by their codes or null, until one throws; gives its number from 1 and what it threw. */
function added(total: number, stored: number, share: number, codes: (string | null)[]) {
  const count = createFailureCount(total, stored, share);
  for (const [i, code] of codes.entries()) {
    try {
      count.add(code === null ? null : failure(code, i), i);
    } catch (error) {
      return { at: i + 1, error: error as FailedAnswers };
    }
  }
  return null;
}

describe("a run of which answers fail", () => {
  it("goes on while no more than the share fail, or one among several", () => {
    expect(added(10, 0, 0.05, [null, "INVALID_REQUEST", ...Array(8).fill(null)])).toBeNull();
    expect(added(10, 0, 0.05, ["INVALID_REQUEST", ...Array(9).fill(null)])).toBeNull();
    expect(added(100, 0, 0.05, [null, ...Array(5).fill("TIMED_OUT"), ...Array(94).fill(null)])).toBeNull();
    expect(added(100, 0, 0.29, [null, ...Array(29).fill("TIMED_OUT")])).toBeNull();
    expect(added(100, 0, 0.29, [null, ...Array(30).fill("TIMED_OUT")])).toMatchObject({ at: 31 });
    expect(added(40, 0, 0.3, [null, ...Array(12).fill("TIMED_OUT")])).toBeNull();
  });

  it("ends with the first failure beyond the share, and says which, how often, and an example", () => {
    const { at, error } = added(100, 0, 0.05, [
      null,
      null,
      ...Array(4).fill("TIMED_OUT"),
      "INVALID_REQUEST",
      "TIMED_OUT",
    ])!;
    expect(at).toBe(8);
    expect(error).toMatchObject({
      code: "TIMED_OUT",
      retry: false,
      summary:
        "No answer within the time allowed. 6 of 8 answers failed, 5 % are allowed: 5 × TIMED_OUT, 1 × INVALID_REQUEST.",
    });
    expect(error.message).toBe(`${error.summary} For example problem p2: said 2`);
    expect(added(10, 0, 0, [null, "TIMED_OUT"])).toMatchObject({ at: 2 });
    expect(added(40, 39, 0.05, ["TIMED_OUT"])).toBeNull();
  });

  it("takes the code of most failures, whichever came first, and names the ways in that order", () => {
    const { error } = added(40, 0, 0.05, [null, "INVALID_REQUEST", "TIMED_OUT", "TIMED_OUT"])!;
    expect(error).toMatchObject({
      code: "TIMED_OUT",
      summary: expect.stringContaining("2 × TIMED_OUT, 1 × INVALID_REQUEST"),
    });
  });

  it("waits for the first five where all fail in one way, unless none may fail", () => {
    expect(added(40, 0, 0.05, Array(5).fill("ENGINE_FAILED"))).toMatchObject({ at: 5, error: { retry: true } });
    expect(added(40, 0, 0, ["ENGINE_FAILED"])).toMatchObject({ at: 1, error: { retry: false } });
  });

  it.each([
    [40, 5],
    [3, 3],
    [1, 1],
  ])("of %d ends when its first %d all fail in the same way", (total, first) => {
    const { at, error } = added(total, 0, 1, Array(total).fill("CONTEXT_TOO_LONG"))!;
    expect(at).toBe(first);
    expect(error).toMatchObject({ code: "CONTEXT_TOO_LONG", retry: false });
    expect(error.summary).toContain(`The first ${first} of ${total} answers all failed: ${first} × CONTEXT_TOO_LONG.`);
  });

  it("may be tried again where its first answers met what may pass, but not where time ran out", () => {
    expect(added(40, 0, 1, Array(5).fill("ENGINE_FAILED"))!.error.retry).toBe(true);
    expect(added(40, 0, 1, Array(5).fill("TIMED_OUT"))!.error.retry).toBe(false);
  });

  it("waits for the answers that were asked for first, since refusals come before answers", () => {
    const count = createFailureCount(40, 0, 0.5);
    // The places 5 to 14 are refused at once, while the first five are still answered.
    for (let place = 5; place < 15; place++) count.add(failure("INVALID_REQUEST", place), place);
    for (let place = 0; place < 5; place++) count.add(null, place);
    const strict = createFailureCount(40, 0, 0.05);
    for (let place = 5; place < 15; place++) strict.add(failure("INVALID_REQUEST", place), place);
    expect(() => strict.add(null, 0)).toThrow("10 of 11 answers failed");
  });

  it("goes on where its first answers fail in different ways, or some are stored", () => {
    expect(added(40, 0, 1, ["TIMED_OUT", "INVALID_REQUEST", ...Array(30).fill("TIMED_OUT")])).toBeNull();
    expect(added(40, 1, 1, Array(39).fill("TIMED_OUT"))).toBeNull();
  });
});
