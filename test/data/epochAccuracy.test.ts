import { describe, expect, it } from "vitest";
import { readBundled } from "../../data/scripts/bundledFormat.ts";
import { accuracyInterval } from "../../src/frontier/statistics/intervals.ts";
import stated from "./fixtures/epoch-runs.json" with { type: "json" };

/** What Epoch AI's logs state of each run whose samples are bundled (April 2026). */
const runs = readBundled("epoch").runs;

describe("Epoch AI's runs, recomputed from their samples", () => {
  it("are the 45 that list their samples", () => {
    expect(runs.filter(({ samples }) => samples).map(({ key }) => key)).toEqual(stated.map(({ run }) => run));
  });

  it.each(stated)("$run is right as often as it states", ({ run, repeats, accuracy, standardError, completed }) => {
    const scored = runs.find(({ key }) => key === run)!.samples!.filter(({ correct }) => correct !== null);
    const interval = accuracyInterval(
      scored.map(({ correct }) => Number(correct)),
      scored.map(({ problem }) => problem),
    )!;
    expect(interval.value).toBeCloseTo(accuracy, 12);
    expect(interval.count).toBe(completed);
    // Without repeats the source divides by one less.
    if (repeats > 1) expect(interval.standardError).toBeCloseTo(standardError, 12);
  });

  it.each(stated)("$run has as many tokens as it states", ({ run, completed, outputTokens, promptTokens }) => {
    const { samples, measures } = runs.find(({ key }) => key === run)!;
    const sum = (field: "outputTokens" | "promptTokens") =>
      samples!.reduce((total, sample) => total + (sample[field] ?? 0), 0);
    expect(sum("outputTokens") || measures!.output_tokens!.value * completed).toBeCloseTo(outputTokens, 5);
    expect(sum("promptTokens") || measures!.prompt_tokens!.value * completed).toBeCloseTo(promptTokens, 5);
  });
});
