import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { readBundledBenchmarks, readBundledModels, readBundledRuns } from "../../src/recording/bundled/bundledFiles.ts";

const models = readBundledModels();
const benchmarks = readBundledBenchmarks();
const names: Record<string, string>[] = parse(readFileSync("data/model-names.csv"), { columns: true });

describe("data/model-names.csv", () => {
  it("gives every name of a source once, and a model that the registry has", () => {
    expect(new Set(names.map(({ source, name }) => `${source} ${name}`)).size).toBe(names.length);
    const slugs = new Set(models.map(({ slug }) => slug));
    expect(names.filter(({ model }) => !slugs.has(model!))).toEqual([]);
  });

  it("knows few modes, so that the same choice has the same name in all sources", () => {
    const thinking = ["default", "on", "off", "low", "medium", "high", "high+python", "genselect", "fp8"];
    const budgets = ["16k", "32k", "42k", "64k", "120k", "128k"];
    const ways = [
      "majority-4",
      "majority-16",
      "majority-64",
      "majority-256",
      "pacore-low",
      "pacore-medium",
      "pacore-high",
    ];
    for (const { mode } of names) {
      const known = [
        ...thinking,
        ...budgets,
        ...budgets.map((budget) => `on+${budget}`),
        ...ways.map((way) => `128k+${way}`),
      ];
      expect(known).toContain(mode);
    }
  });
});

describe("data/models", () => {
  it("has every model once, with a developer, a source for each figure, and a config only where it can be had", () => {
    const slugs = models.map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    for (const { slug, developer, releasedOn, totalParameters, weightsLicense } of models) {
      expect(slug).toMatch(/^[\w.-]+\/[\w.-]+$/);
      expect(developer).toBeTruthy();
      if (releasedOn) expect(releasedOn.value).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      for (const figure of [releasedOn, totalParameters, weightsLicense])
        if (figure) expect(figure.source).toBeTruthy();
    }
  });

  it("borrows a config only of a model that is there", () => {
    const lines = ["others", "fineTunes"].flatMap((file) =>
      readFileSync(`data/models/${file}.jsonl`, "utf8").trim().split("\n"),
    );
    const others: { slug: string; configOf: { slug: string; reason: string } | null }[] = lines.map((line) =>
      JSON.parse(line),
    );
    for (const { configOf } of others) {
      if (configOf) expect(models.find(({ slug }) => slug === configOf.slug)?.config, configOf.slug).toBeTruthy();
    }
  });
});

describe("data/benchmarks.json", () => {
  it("has every benchmark once, and the whole of every part", () => {
    const slugs = benchmarks.map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    for (const { subsetOf, problemCount } of benchmarks) {
      if (!subsetOf || problemCount === null) continue;
      const whole = benchmarks.find(({ slug }) => slug === subsetOf)!;
      expect(whole.problemCount ?? Number.POSITIVE_INFINITY).toBeGreaterThan(problemCount);
    }
  });

  it("counts the problems that its runs have, where they are complete", () => {
    for (const lab of ["epoch", "matharena", "token-economy"]) {
      const counts = new Map<string, Set<string>>();
      for (const { benchmark, samples = [] } of readBundledRuns(lab)) {
        const problems = counts.get(benchmark) ?? new Set();
        for (const { problem } of samples) problems.add(problem);
        counts.set(benchmark, problems);
      }
      for (const [slug, problems] of counts)
        expect(benchmarks.find((benchmark) => benchmark.slug === slug)!.problemCount).toBe(problems.size);
    }
  });

  it.each([
    ["gpqa-diamond", "epoch"],
    ["otis-mock-aime-2024-2025", "epoch"],
    ["aime25/part-1", "matharena"],
  ])("states the prompt tokens of %s as %s measured them", (slug, lab) => {
    const means = readBundledRuns(lab)
      .filter(({ benchmark }) => benchmark === slug)
      .flatMap(({ measures, samples = [] }) => {
        const known = samples.flatMap(({ promptTokens }) => promptTokens ?? []);
        const mean = measures.prompt_tokens?.value ?? known.reduce((a, b) => a + b, 0) / known.length;
        return Number.isNaN(mean) ? [] : [mean];
      });
    const { mean } = benchmarks.find((benchmark) => benchmark.slug === slug)!.promptTokens!;
    expect(means.reduce((a, b) => a + b) / means.length).toBeCloseTo(mean, 1);
  });
});
