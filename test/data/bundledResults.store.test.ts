import { describe, expect, it } from "vitest";
import {
  listBundledLabs,
  readBundledBenchmarks,
  readBundledHardware,
  readBundledModels,
  readBundledRuns,
  readBundledSource,
} from "../../src/recording/bundled/bundledFiles.ts";
import { type RunSubmission, runSubmission } from "../../src/recording/submitted/submission.ts";

const labs = listBundledLabs();
const slugs = (entries: { slug: string }[]) => new Set(entries.map(({ slug }) => slug));
const samplesOf = (lab: string) => readBundledRuns(lab).flatMap(({ samples }) => samples ?? []);

describe.each(labs)("the results of %s", (lab) => {
  const runs = readBundledRuns(lab);

  it("name where they are from", () => {
    const source = readBundledSource(lab);
    expect(source.lab.slug).toBe(lab);
    expect(source.license).not.toBe("");
    // What was measured by this software is its own source.
    const isNamed = (run: RunSubmission) => run.provenance === "MEASURED" || run.sourceUrl !== undefined;
    expect(runs.every((run) => isNamed(run) && run.license !== undefined)).toBe(true);
  });

  it("are valid submissions", () => {
    for (const run of runs) expect(runSubmission.safeParse(run).error).toBeUndefined();
  });

  it("are of models, benchmarks and accelerators that the tables have", () => {
    const [models, benchmarks, hardware] = [readBundledModels(), readBundledBenchmarks(), readBundledHardware()].map(
      slugs,
    );
    for (const run of runs) {
      expect(models).toContain(run.model);
      expect(benchmarks).toContain(run.benchmark);
      if (run.hardware) expect(hardware).toContain(run.hardware.slug);
    }
  });

  it("have one sample for a repeat of a problem, and none that reasons longer than it is", () => {
    for (const { samples = [] } of runs) {
      expect(new Set(samples.map(({ problem, repeat }) => `${problem} ${repeat}`)).size).toBe(samples.length);
      for (const { reasoningTokens, outputTokens } of samples)
        expect(reasoningTokens ?? 0).toBeLessThanOrEqual(outputTokens ?? Number.POSITIVE_INFINITY);
    }
  });

  it("leave compute to the engine", () => {
    expect(runs.some((run) => "flops" in run.measures)).toBe(false);
  });
});

describe("what was carried over", () => {
  it("is every generation of token-economy, in runs of a model on a kind of problem", () => {
    const runs = readBundledRuns("token-economy");
    const samples = samplesOf("token-economy");
    expect(samples).toHaveLength(2178);
    expect(samples.filter(({ correct }) => correct)).toHaveLength(2008);
    expect(new Set(runs.map(({ model, mode }) => `${model} ${mode}`)).size).toBe(23);
    expect(runs).toHaveLength(69);
    expect(samples.every(({ outputTokens }) => outputTokens! > 0)).toBe(true);
    // The table of prices lacks GLM-Z1-32B.
    expect(runs.filter(({ estimated }) => !estimated?.cost).map(({ model }) => model)).toEqual(
      Array(3).fill("zai-org/GLM-Z1-32B-0414"),
    );
  });

  it("is every run and sample of Epoch AI", () => {
    const runs = readBundledRuns("epoch");
    const samples = samplesOf("epoch");
    expect(runs).toHaveLength(91);
    expect(runs.filter(({ benchmark }) => benchmark === "gpqa-diamond")).toHaveLength(55);
    expect(runs.filter(({ samples }) => samples)).toHaveLength(45);
    expect(samples).toHaveLength(30_141);
    expect(samples.filter(({ outputTokens }) => outputTokens != null)).toHaveLength(9036);
    expect(samples.filter(({ correct }) => correct === null)).toHaveLength(22);
  });

  it("is every model of MathArena's AIME 2025 I, four repeats a problem", () => {
    expect(readBundledRuns("matharena")).toHaveLength(16);
    expect(samplesOf("matharena")).toHaveLength(16 * 15 * 4);
    const right = readBundledRuns("matharena")[0]!.samples!.filter(({ correct }) => correct);
    expect(right).toHaveLength(0.8 * 60);
  });

  it("is every published row of NeMo-Skills, apart where the benchmark or the mode is not the same", () => {
    const runs = readBundledRuns("nemo-skills");
    expect(runs).toHaveLength(32);
    expect(new Set(runs.map(({ mode }) => mode))).toEqual(
      new Set(["on", "off", "high", "high+python", "genselect", "16k"]),
    );
    const code = runs.filter(({ benchmark }) => benchmark.startsWith("livecodebench"));
    expect(new Set(code.map(({ benchmark, problemCount }) => `${benchmark} ${problemCount}`)).size).toBe(2);
    expect(runs.find(({ mode }) => mode === "genselect")!.measures.output_tokens).toBeUndefined();
  });

  it("is every serving configuration of ML.ENERGY, both of the one that was run twice", () => {
    const runs = readBundledRuns("ml-energy");
    expect(runs).toHaveLength(515);
    expect(new Set(runs.map(({ model }) => model)).size).toBe(24);
    expect(runs.every(({ hardware, measures }) => hardware && measures.energy && measures.throughput)).toBe(true);
    expect(runs.some(({ measures }) => "accuracy" in measures)).toBe(false);
    const twice = runs.filter(
      ({ model, benchmark, hardware, deployment }) =>
        model === "openai/gpt-oss-20b" &&
        benchmark === "ml-energy/gpqa-diamond" &&
        hardware!.slug === "H100-SXM" &&
        deployment!.maxNumSeqs === 96,
    );
    expect(twice).toHaveLength(2);
    for (const { energy, energy_per_token, output_tokens } of runs.map(({ measures }) => measures))
      expect(energy!.value / (energy_per_token!.value * output_tokens!.value)).toBeCloseTo(1, 9);
  });
});

describe("the published tables of means", () => {
  const tables = ["deer", "fathom-r1", "pacore", "frugal-thinking", "qfft", "sglang"].map(
    (lab) => [lab, readBundledRuns(lab)] as const,
  );

  it.each(tables)("of %s state an accuracy with an interval around it, and have no samples", (_, runs) => {
    for (const { measures, samples, problemCount } of runs) {
      expect(samples).toBeUndefined();
      const { value, low, high } = measures.accuracy!;
      expect(value).toBeLessThanOrEqual(1);
      if (problemCount === undefined) continue;
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
  });

  it.each(tables)("of %s give a model one mode and one protocol on all benchmarks", (_, runs) => {
    const asked = Map.groupBy(runs, ({ model, mode }) => `${model} ${mode}`);
    for (const own of asked.values()) {
      expect(new Set(own.map(({ protocol }) => JSON.stringify(protocol))).size).toBe(1);
      expect(new Set(own.map(({ benchmark }) => benchmark)).size).toBe(own.length);
    }
  });

  it("give no tokens to answers that are made of several, whose length no answer has", () => {
    const ofSeveral = tables.flatMap(([, runs]) => runs).filter(({ mode }) => /majority|pacore/.test(mode ?? ""));
    expect(ofSeveral).toHaveLength(28 + 16 + 18);
    expect(ofSeveral.some(({ measures }) => measures.output_tokens)).toBe(false);
  });
});
