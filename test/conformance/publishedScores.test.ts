import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { BUILT_IN_BENCHMARKS } from "../../src/plugins/benchmarks/builtIn.ts";

/** The accuracies of the bundled results, as lines that a published score must be among. */
const bundled = readdirSync("data/results").flatMap((lab) => {
  const { url } = JSON.parse(readFileSync(`data/results/${lab}/source.json`, "utf8"));
  return readFileSync(`data/results/${lab}/runs.jsonl`, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const { benchmark, model, measures, sourceUrl } = JSON.parse(line);
      const { value, count } = measures?.accuracy ?? {};
      return JSON.stringify({ benchmark, model, accuracy: value, answers: count, source: sourceUrl ?? url });
    });
});

it.each(BUILT_IN_BENCHMARKS.map((plugin) => [plugin.name, plugin] as const))(
  "%s states scores of two models, which are among the bundled results with their source",
  (benchmark, { published = [] }) => {
    // Its problems are our own, and nobody else has measured them.
    if (benchmark === "arithmetic") return expect(published).toEqual([]);
    expect(new Set(published.map(({ model }) => model)).size).toBeGreaterThanOrEqual(2);
    for (const { model, accuracy, answers, source } of published) {
      expect(bundled).toContain(JSON.stringify({ benchmark, model, accuracy, answers, source }));
    }
  },
);
