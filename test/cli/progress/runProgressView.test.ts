import { afterEach, describe, expect, it, vi } from "vitest";
import { runProgressView, textOf } from "../../../src/cli/progress/runProgressView.ts";
import type { RunProgress } from "../../../src/evaluation/progress.ts";
import { useFakeTime } from "../../support/fakeTime.ts";

useFakeTime();
afterEach(() => vi.restoreAllMocks());

const NONE: RunProgress = {
  ...{ runId: 7, status: "RUNNING", done: 0, total: 50, correct: 0, errors: 0, truncated: 0, undecided: 0, judged: 0 },
  ...{ outputTokens: 0, cost: null, low: null, high: null, tokensPerSecond: null, remaining: null },
  ...{ inFlight: 4, message: null },
};
const SOME: RunProgress = {
  ...NONE,
  ...{ done: 12, correct: 5, errors: 2, undecided: 1, low: 0.237, high: 0.763 },
  ...{ outputTokens: 45_100, cost: 1.5, tokensPerSecond: 1234.4, remaining: 130 },
};

describe("the progress of a run", () => {
  it("has the errors and the cost so far", () => {
    expect(textOf(SOME)).toBe(
      "50.0 % right (23.7 to 76.3), 16.7 % errors, 8.3 % undecided, 45,100 tokens so far, $1.50 so far, 1,234 tokens/s, 3 min left",
    );
    expect(textOf(NONE)).toBe("");
  });

  it.each([
    [0, "$0.00"],
    [0.000123, "$0.00012"],
    [0.04, "$0.040"],
    [12.345, "$12.35"],
  ])("writes a cost of %d so that something of it is seen", (cost, text) => {
    expect(textOf({ ...NONE, cost })).toBe(`${text} so far`);
  });

  it("names benchmark, model and mode in plain lines, one in ten seconds and one at the end", () => {
    const lines: string[] = [];
    vi.spyOn(console, "error").mockImplementation((line) => void lines.push(line));
    const view = runProgressView({ title: "Run 7", id: "", model: "acme/small", mode: "on", benchmark: "gsm8k" });
    for (let second = 0; second < 20; second++) {
      view.update({ ...NONE, done: second, message: "\u001b[2Jwaits" });
      vi.advanceTimersByTime(1000);
    }
    view.end({ ...SOME, status: "FAILED" });
    expect(lines).toEqual([
      "gsm8k, acme/small (on), Run 7: 0 of 50, \\u{1b}[2Jwaits",
      "gsm8k, acme/small (on), Run 7: 10 of 50, 0.0 % right (0.0 to 0.0), \\u{1b}[2Jwaits",
      expect.stringMatching(/^gsm8k, acme\/small \(on\), Run 7: FAILED, 12 answers, 50\.0 % right/),
    ]);
  });
});
