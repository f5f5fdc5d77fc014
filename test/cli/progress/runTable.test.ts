import { describe, expect, it } from "vitest";
import { runTable } from "../../../src/cli/progress/runTable.ts";
import { reported } from "./reported.ts";

const FULL = reported({
  output_tokens: 1234,
  latency: 2.5,
  energy: 90,
  cost: 0.001,
  error_share: 0.02,
  truncated_share: 0.1,
});
FULL.measures.set("accuracy", { value: 0.5, low: 0.404, high: 0.596, estimated: false });
FULL.measures.set("flops", { value: 2e12, low: null, high: null, estimated: true });
FULL.measures.set("undecided_share", { value: 0, low: 0, high: 0.03, estimated: false });
const BARE = reported({}, { title: "Run 12", mode: "default" });

describe("the table of runs", () => {
  it("has every figure with its unit, and a dash where one is not known", () => {
    expect(runTable([FULL, BARE], Number.POSITIVE_INFINITY)).toEqual([
      "run  benchmark  model       mode     accuracy               tokens  FLOP     s    J   USD    errors  truncated  undecided",
      "7    gsm8k      acme/small  on       50.0 % (40.4 to 59.6)  1,230   ~2·10¹²  2.5  90  0.001  2.0 %   10.0 %     0.0 %",
      "12   gsm8k      acme/small  default  —                      —       —        —    —   —      —       —          —",
    ]);
  });

  it("says what a judge decided, and which runs are no results, only where there is something to say", () => {
    const judged = reported({ accuracy: 1, judged_share: 0.25 });
    expect(runTable([judged], 200)[0]).toMatch(/errors +truncated +by judge +undecided$/);
    expect(runTable([FULL, reported({}, { status: "FAILED" })], 200)).toEqual([
      expect.stringMatching(/mode +status +accuracy/),
      expect.stringMatching(/ succeeded +50\.0 %/),
      expect.stringMatching(/ failed +—/),
    ]);
    expect(runTable([reported({ judged_share: 0 })], 200)[0]).not.toMatch(/by judge|status/);
  });

  it("becomes a list for each run where it is too wide, and loses no figure", () => {
    const lines = runTable([FULL, BARE], 60);
    expect(lines).toHaveLength(13 + 1 + 13);
    expect(lines.slice(0, 6)).toEqual([
      "run        7",
      "benchmark  gsm8k",
      "model      acme/small",
      "mode       on",
      "accuracy   50.0 % (40.4 to 59.6)",
      "tokens     1,230",
    ]);
    expect(lines[13]).toBe("");
    expect(lines.at(-1)).toBe("undecided  —");
  });
});
