import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deriveSpread } from "../../data/scripts/tokenSpread.ts";
import { readArchitecture } from "../../src/compute/config/readArchitecture.ts";
import { answerFlops } from "../../src/compute/cost/flops.ts";
import { flopsOfMean } from "../../src/compute/cost/flopsOfMean.ts";
import { listBundledLabs, readBundledModels, readBundledRuns } from "../../src/recording/bundled/bundledFiles.ts";
import { spentTokens } from "../../src/recording/spentTokens.ts";
import { classOf, SPREAD_FILE } from "../../src/store/tokenSpread.ts";

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const PROMPT = 200;

/** The bundled runs of long answers whose compute is known answer by answer. */
const configs = new Map(readBundledModels().map(({ slug, config }) => [slug, config]));
const RUNS = listBundledLabs()
  .flatMap((lab) => (lab === "paretograph" ? [] : readBundledRuns(lab)))
  .flatMap(({ model, mode, samples = [] }) => {
    const lengths = samples.flatMap((sample) => spentTokens(sample) ?? []);
    if (lengths.length < 20) return [];
    const tokens = mean(lengths);
    const countsReasoning = samples.some(({ reasoningTokens }) => (reasoningTokens ?? 0) > 0);
    const variation = Math.sqrt(mean(lengths.map((length) => (length - tokens) ** 2))) / tokens;
    return [{ model, answers: classOf({ mode, tokens, countsReasoning }), lengths, tokens, variation }];
  });

const rootMeanSquare = (runs: typeof RUNS) => Math.sqrt(mean(runs.map(({ variation }) => variation ** 2)));

describe("the spread of token lengths", () => {
  it("is derived from the bundled samples as they are", () => {
    expect(JSON.parse(readFileSync(SPREAD_FILE, "utf8"))).toEqual(deriveSpread());
  });

  it("corrects the FLOPs of means of long answers, each run predicted from the others", () => {
    const errors = { bound: [] as number[], own: [] as number[], typical: [] as number[] };
    for (const run of RUNS.filter(({ model, tokens }) => tokens >= 7_000 && configs.get(model))) {
      const architecture = readArchitecture(configs.get(run.model)!);
      const flops = (tokens: number) => answerFlops(architecture, PROMPT, tokens).total;
      const exact = mean(run.lengths.map(flops));
      const others = RUNS.filter((other) => other !== run && other.answers === run.answers);
      const same = others.filter(({ model }) => model === run.model);
      const byModel = Map.groupBy(
        others.filter(({ model }) => model !== run.model),
        ({ model }) => model,
      );
      const errorOf = (variation: number) => flopsOfMean(flops, run.tokens, variation) / exact - 1;
      errors.bound.push(errorOf(0));
      if (same.length > 0) errors.own.push(errorOf(rootMeanSquare(same)));
      errors.typical.push(errorOf(mean([...byModel.values()].map(rootMeanSquare))));
      expect(Math.abs(errorOf(run.variation))).toBeLessThan(0.005);
    }
    const size = (some: number[]) => mean(some.map(Math.abs));
    expect(errors.bound.every((error) => error < 0)).toBe(true);
    expect(size(errors.bound)).toBeGreaterThan(0.14);
    expect(size(errors.own)).toBeLessThan(0.06);
    expect(size(errors.typical)).toBeLessThan(0.08);
    expect(Math.abs(mean(errors.typical))).toBeLessThan(0.05);
  });
});
