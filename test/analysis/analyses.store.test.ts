import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readComparison } from "../../src/analysis/comparison.ts";
import type { ComparisonKey } from "../../src/analysis/comparisonGroups.ts";
import { readFrontier } from "../../src/analysis/frontier.ts";
import { readOperatingMeasures } from "../../src/analysis/operatingPoints/operatingMeasures.ts";
import { type FrontierArguments, frontierRequest } from "../../src/analysis/request/frontierRequest.ts";
import { readResamplingInput } from "../../src/analysis/resampling/resamplingInput.ts";
import { readBenchmarkSaturation, readModelSaturation, requireBudgetMetric } from "../../src/analysis/saturation.ts";
import { readTrajectory } from "../../src/analysis/trajectory.ts";
import { readWrongAnswers } from "../../src/analysis/wrongAnswers.ts";
import { wholeMean } from "../../src/frontier/statistics/resampling.ts";
import type { RunSubmissionInput } from "../../src/recording/submitted/submission.ts";
import type { Store } from "../../src/store/store.ts";
import { benchmarks, models } from "../../src/store/tables.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const figures = (accuracy: number, tokens: number) => ({
  measures: { accuracy: { value: accuracy }, output_tokens: { value: tokens } },
});
const OBJECTIVES = [{ metric: "accuracy" }, { metric: "output_tokens" }];
/** Answers to problems of these names: right or not, and the tokens. */
const samples = (answers: [problem: string, correct: boolean, tokens: number, repeat?: number][]) => ({
  samples: answers.map(([problem, correct, outputTokens, repeat = 0]) => ({ problem, repeat, correct, outputTokens })),
});
/** Right answers to 12 problems. The shortest has `from` tokens, and each is 1.5 times as long as the one before. */
const spread = (from: number, repeats = 1) =>
  samples(
    Array.from({ length: 12 * repeats }, (_, at) => [
      ...[`p${at % 12}`, true, Math.round(from * 1.5 ** (at % 12)), Math.floor(at / 12)],
    ]) as [string, boolean, number, number][],
  );

describe.each(ENGINES.slice(0, 1))("the analyses of a small store on %s", (_, open) => {
  let store: Store;
  const ids: Record<string, number> = {};
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    await store.drizzle.insert(benchmarks).values(
      ["history", "curves", "drawn", "drawn2", "voted", "crowded"].map((slug) => ({
        slug,
        name: slug,
        version: "1",
      })),
    );
    await store.drizzle.insert(models).values({
      ...{ slug: "beta/mid", name: "Mid", openWeights: true, architecture: "MOE", releasedOn: "2024-06-01" },
    });
    await store.refresh();
    const catalogue = await store.catalogue();
    for (const { slug, id } of [...catalogue.benchmarks.all, ...catalogue.models.all]) ids[slug] = id;

    const history = (run: Partial<RunSubmissionInput>) =>
      recordRun(store, { benchmark: "history", protocol: { prompt: "plain" }, servedAs: "any engine", ...run });
    await history({ ...figures(0.5, 100), runner: "vllm", hardware: { slug: "h100", count: 1 } });
    await history({ mode: "on", ...figures(0.4, 200) });
    await history({ model: "beta/mid", ...figures(0.6, 50), runner: "vllm" });
    await history({ model: "acme/large", ...figures(0.7, 1000) });
    await history({ model: "acme/large", lab: "lab-b", ...figures(0.9, 1000), runner: "tgi" });
    await history({ model: "closed/best", ...figures(0.95, 2000), runner: "tgi" });
  });
  afterAll(() => store.close());

  const requestOf = async (benchmark: string | string[], asked: FrontierArguments = {}) =>
    frontierRequest(
      { where: { benchmark: [benchmark].flat() }, objectives: OBJECTIVES, ...asked },
      await store.catalogue(),
    );

  describe("a trajectory", () => {
    const read = async (from: string | null, to: string | null) => {
      const row = await readTrajectory(store, await requestOf("history"), from, to);
      const namesOf = (points: { modelId: number }[]) =>
        points.map(({ modelId }) => Object.keys(ids).find((slug) => slug.includes("/") && ids[slug] === modelId));
      const steps = row.steps.map(({ date, candidateCount, points, entered }) => [
        ...[date, candidateCount, namesOf(points).join(), namesOf(entered).join()],
      ]);
      return { row, steps, last: namesOf(row.last) };
    };
    const SMALL = ["2024-01-01", 2, "acme/small", "acme/small"];
    const MID = ["2024-06-01", 3, "beta/mid", "beta/mid"];
    const LARGE = ["2025-01-01", 4, "beta/mid,acme/large", "acme/large"];

    it("has a step for each day on which the frontier changed, and leaves out models without a date", async () => {
      const { row, steps, last } = await read(null, null);
      expect(steps).toEqual([SMALL, MID, LARGE]);
      expect(row.undated).toBe(1);
      expect(last).toEqual(["beta/mid", "acme/large"]);
      expect(row.dated).toHaveLength(4);
      expect(row.dated.map(row.dateOf).sort()).toEqual(["2024-01-01", "2024-01-01", "2024-06-01", "2025-01-01"]);
      // The box goes from 0.4 to 0.8 of accuracy, and from 1,000 to 50 tokens in logarithms.
      const volumes = row.steps.map(({ hypervolume }) => hypervolume);
      expect(volumes[0]).toBeCloseTo((0.1 / 0.4) * (Math.log(1000 / 100) / Math.log(1000 / 50)), 12);
      expect(volumes[1]).toBeCloseTo(0.5, 12);
      expect(volumes[2]).toBeCloseTo(0.5, 12);
    });

    it("includes its first and its last day, and has the same bounds for any of them", async () => {
      expect((await read("2024-06-01", null)).steps).toEqual([MID, LARGE]);
      expect((await read("2024-06-02", null)).steps).toEqual([LARGE]);
      expect((await read("2024-06-01", "2024-06-01")).steps).toEqual([MID]);
      const early = await read(null, "2024-05-31");
      expect(early.steps).toEqual([SMALL]);
      expect(early.last).toEqual(["acme/small"]);
      expect(early.row.undated).toBe(1);
      const whole = await read(null, null);
      expect(early.row.steps[0]!.hypervolume).toBe(whole.row.steps[0]!.hypervolume);
    });

    it("has the frontier of its last day also without a step since its first day", async () => {
      const { steps, last } = await read("2026-01-01", null);
      expect({ steps, last }).toEqual({ steps: [], last: ["beta/mid", "acme/large"] });
      expect((await read(null, "2023-12-31")).last).toEqual([]);
    });

    it("cannot begin after it ends", async () => {
      await expect(read("2024-06-02", "2024-06-01")).rejects.toMatchObject({ code: "BAD_RANGE", argument: "from" });
    });
  });

  describe("a comparison", () => {
    const compare = async (by: ComparisonKey, asked?: FrontierArguments) => {
      const { groups, ...rest } = await readComparison(store, await requestOf("history", asked), by);
      return { ...rest, groups, counts: groups.map(({ key, candidateCount }) => [key, candidateCount]) };
    };

    it("has a group for each value of a key of models, in order, and counts the candidates without one", async () => {
      const byKind = await compare("ARCHITECTURE");
      expect(byKind.counts).toEqual([
        ["DENSE", 3],
        ["MOE", 1],
      ]);
      expect(byKind).toMatchObject({ candidateCount: 4, ungrouped: [{ mode: "default" }], sampledCount: 0 });
      expect(byKind.groups.map(({ frontierShare, intervals }) => [frontierShare, intervals])).toEqual([
        [0.5, null],
        [0.5, null],
      ]);
      expect(byKind.segments).toEqual([
        { key: "MOE", fromCost: 50, toCost: 50, points: 1 },
        { key: "DENSE", fromCost: 1000, toCost: 1000, points: 1 },
      ]);
      expect((await compare("WEIGHTS")).counts).toEqual([
        ["closed", 1],
        ["open", 4],
      ]);
      expect((await compare("MODE")).counts).toEqual([
        ["default", 4],
        ["on", 1],
      ]);
      expect((await compare("FAMILY")).counts).toEqual([]);
    });

    it("pools the runs of a model within each lab, engine or accelerator", async () => {
      const byLab = await compare("LAB");
      expect(byLab.counts).toEqual([
        ["lab-a", 5],
        ["lab-b", 1],
      ]);
      // Lab A alone had 0.7 with the large model, so its best is the closed model at 2,000 tokens.
      expect(byLab.segments.map(({ key, toCost, points }) => [key, toCost, points])).toEqual([
        ["lab-a", 50, 1],
        ["lab-b", 1000, 1],
        ["lab-a", 2000, 1],
      ]);
      expect(byLab).toMatchObject({ candidateCount: 6, ungrouped: [] });
      expect((await compare("RUNNER")).counts).toEqual([
        ["tgi", 2],
        ["vllm", 2],
      ]);
      expect((await compare("HARDWARE")).counts).toEqual([["h100", 1]]);
      const where = { benchmark: ["history"], lab: ["lab-a", "lab-b"], model: ["acme/large"] };
      const narrowed = await compare("LAB", { where });
      expect(narrowed.counts).toEqual([
        ["lab-a", 1],
        ["lab-b", 1],
      ]);
      // 0.9 in lab B against 0.7 in lab A.
      expect(narrowed.segments).toEqual([{ key: "lab-b", fromCost: 1000, toCost: 1000, points: 1 }]);
      // No run of lab B has this many tokens.
      const constraints = [{ metric: "output_tokens", min: 1500 }];
      expect((await compare("LAB", { constraints })).counts).toEqual([["lab-a", 1]]);
    });

    it("has a gap on the first maximised objective, and none without a shared range of costs", async () => {
      const { groups } = await compare("MODEL", { objectives: OBJECTIVES.toReversed() });
      expect(groups.every(({ gainMetric }) => gainMetric === "accuracy")).toBe(true);
      const gapOf = (slug: string) => groups.find(({ key }) => key === slug)!.gap;
      expect(gapOf("closed/best")).toBeNull();
      // The small model has 0.5 from 100 tokens on, where the others have 0.6 up to 1,000 and 0.8 from there to 2,000.
      expect(gapOf("acme/small")).toBeLessThanOrEqual(-0.1);
      expect((await compare("MODEL", { objectives: [{ metric: "throughput" }] })).groups).toEqual([]);
    });
  });

  describe("a saturation", () => {
    beforeAll(async () => {
      const curves = (run: Partial<RunSubmissionInput>) => recordRun(store, { benchmark: "curves", ...run });
      // The answers in this mode have more tokens in all, and fewer in the mean.
      await curves(spread(100, 4));
      await curves({ mode: "on", ...spread(300) });
      await curves({ model: "closed/best", ...spread(100) });
      await curves({ model: "beta/mid", ...figures(0.5, 100) });
    });
    const criteria = (model: string, more = {}) => ({
      ...{ benchmarkIds: [ids.curves!], modelIds: [ids[model]!] },
      ...more,
    });

    it("of a model comes from the mode with the longest answers, unless a mode is asked", async () => {
      const longest = (await readModelSaturation(store, criteria("acme/small"), "output_tokens", 0.01))!;
      expect(longest).toMatchObject({ mode: "on", modelCount: 1, metric: "output_tokens", gain: 0.01 });
      expect(longest.points[0]!.budget).toBe(300);
      const asked = criteria("acme/small", { modes: ["default"] });
      const short = (await readModelSaturation(store, asked, "output_tokens", 0.05))!;
      expect(short).toMatchObject({ mode: "default", gain: 0.05 });
      expect(short.points[0]!.budget).toBe(100);
      expect(await readModelSaturation(store, asked, "output_tokens", 0.01)).toMatchObject({ gain: 0.01 });
    });

    it("of a model is null without samples", async () => {
      expect(await readModelSaturation(store, criteria("beta/mid"), "output_tokens", 0.01)).toBeNull();
    });

    it("of a benchmark pools the models whose answers have the metric", async () => {
      const all = { benchmarkIds: [ids.curves!] };
      expect(await readBenchmarkSaturation(store, all, "output_tokens", 0.01)).toMatchObject({
        mode: null,
        modelCount: 3,
      });
      // The FLOPs of the closed model are not known.
      expect(await readBenchmarkSaturation(store, all, "flops", 0.01)).toMatchObject({
        metric: "flops",
        modelCount: 2,
      });
      expect(await readBenchmarkSaturation(store, { benchmarkIds: [ids.history!] }, "flops", 0.01)).toBeNull();
    });

    it("is of output tokens or FLOPs", () => {
      expect(["output_tokens", "flops"].map(requireBudgetMetric)).toEqual(["output_tokens", "flops"]);
      expect(() => requireBudgetMetric("latency")).toThrow(
        expect.objectContaining({
          code: "UNKNOWN_METRIC",
          message: 'metric: a budget is in output_tokens or flops, not in "latency".',
        }),
      );
    });
  });

  describe("resampled candidates", () => {
    beforeAll(async () => {
      const run = (benchmark: string, model: string, answers: Parameters<typeof samples>[0]) =>
        recordRun(store, { benchmark, model, ...samples(answers) });
      await run("drawn", "acme/small", [
        ["p0", true, 10],
        ["p1", false, 30],
      ]);
      await run("drawn", "acme/large", [
        ["p0", true, 40],
        ["p1", true, 60],
      ]);
      await recordRun(store, { benchmark: "drawn", model: "closed/best", ...figures(0.9, 45) });
      await recordRun(store, { benchmark: "drawn", model: "beta/mid", ...figures(0.4, 70) });
      // Problems of the same names as on the other benchmark.
      await run("drawn2", "acme/small", [
        ["p0", true, 100],
        ["p0", false, 300, 1],
        ["p1", true, 100],
      ]);
      await run("drawn", "acme/small", [["p0", false, 30, 1]]);
    });

    const inputOf = async (benchmark: string | string[], asked?: FrontierArguments) => {
      const request = await requestOf(benchmark, asked);
      const frontier = await readFrontier(store, request);
      const candidates = [...frontier.points, ...(await frontier.dominated())];
      const input = await readResamplingInput(store, [{ request, candidates }]);
      return { candidates, input };
    };

    it("have the values shown, and tables whose means are these values", async () => {
      const { candidates, input } = await inputOf("drawn");
      expect(input).toMatchObject({ resamples: 1_000, seed: 251_224_776 });
      expect([...input.values]).toEqual(candidates.flatMap(({ values }) => values));
      expect([...input.sampled]).toEqual(input.notes.map((note) => (note === null ? 1 : 0)));
      expect(input.notes.filter((note) => note === null)).toHaveLength(2);
      expect(input.strata).toHaveLength(1);
      candidates.forEach(({ values }, row) => {
        if (input.notes[row] !== null) return;
        values.forEach((value, objective) => {
          expect(wholeMean(input.strata[0]!, objective, row)).toBeCloseTo(value, 12);
        });
      });
    });

    it("have a table for each benchmark, with only the samples of that benchmark", async () => {
      const { candidates, input } = await inputOf(["drawn", "drawn2"]);
      expect(candidates).toHaveLength(1);
      expect(input.notes).toEqual([null]);
      expect(input.strata.map(({ problemCount }) => problemCount)).toEqual([2, 2]);
      // 500 tokens in three answers on one benchmark; the other pools 20 over two answers with 30 over one.
      expect(input.strata.map((stratum) => wholeMean(stratum, 1, 0))).toEqual([
        expect.closeTo((2 * 20 + 30) / 3, 12),
        expect.closeTo(500 / 3, 12),
      ]);
    });

    it("have the costs of a deployment, which vary with the tokens", async () => {
      const { candidates, input } = await inputOf("drawn", {
        objectives: [{ metric: "accuracy" }, { metric: "energy" }, { metric: "gpu_memory" }],
        on: { hardware: "L40S" },
      });
      expect(candidates).toHaveLength(2);
      expect(input.notes).toEqual([null, null]);
      candidates.forEach(({ values }, row) => {
        expect(wholeMean(input.strata[0]!, 1, row) / values[1]!).toBeCloseTo(1, 9);
        // The memory does not vary from answer to answer.
        expect(wholeMean(input.strata[0]!, 2, row)).toBe(0);
      });
    });

    it("give intervals to the groups that have samples, and to no other", async () => {
      const { groups, sampledCount } = await readComparison(store, await requestOf("drawn"), "MODEL");
      expect(sampledCount).toBe(2);
      expect(groups.map(({ key, intervals }) => [key, intervals !== null])).toEqual([
        ["acme/large", true],
        ["acme/small", true],
        ["beta/mid", false],
        ["closed/best", false],
      ]);
    });

    it("are shown at a least membership, and are undecided without one", async () => {
      const frontier = await readFrontier(store, await requestOf("drawn", { minMembership: 0.3 }));
      const slugsOf = (points: { modelId: number }[]) =>
        points.map(({ modelId }) => Object.keys(ids).find((slug) => slug.includes("/") && ids[slug] === modelId));
      // The closed model has no samples; the small one is cheaper than any other in each resample.
      expect(slugsOf(frontier.undecided)).toEqual(["closed/best"]);
      expect(slugsOf(frontier.points)).toEqual(["acme/small", "acme/large"]);
      const [small] = frontier.points;
      expect((await frontier.membershipOf(small!)).probability).toBe(1);
      expect(await frontier.membershipOf(frontier.undecided[0]!)).toEqual({
        ...{ probability: null, corrected: null },
        note: "no samples are stored of it; accuracy and output_tokens stand still, as no error is stated",
      });
      expect(slugsOf(await frontier.dominated())).toEqual(["closed/best", "beta/mid"]);
      expect(frontier.points.map(({ marginalGain }) => marginalGain === null)).toEqual([true, false]);
      const all = await readFrontier(store, await requestOf("drawn", { minMembership: 0 }));
      expect(all.points).toHaveLength(2);
      const certain = await readFrontier(store, await requestOf("drawn", { minMembership: 1 }));
      expect(slugsOf(certain.points)).toContain("acme/small");
    });
  });

  describe("operating points", () => {
    /** Answers to problems 1 to `problems`, each `repeats` times. */
    const voted = (problems: number, repeats: number, tokens: number) =>
      Array.from({ length: problems * repeats }, (_, at) => ({
        ...{ problem: `v${at % problems}`, repeat: Math.floor(at / problems), correct: true, outputTokens: tokens },
        ...{ answer: "1", expected: "1" },
      }));
    const read = async () => {
      const run = (model: string, mode: string, more: Partial<RunSubmissionInput>) =>
        recordRun(store, { benchmark: "voted", model, mode, ...more });
      await run("acme/small", "default", {
        samples: voted(10, 2, 10),
        estimated: { output_tokens: "counted by another tokenizer" },
      });
      await run("acme/large", "nine", { samples: voted(9, 1, 100) });
      await run("acme/large", "eight", { samples: voted(8, 1, 100) });
      await run("beta/mid", "default", figures(0.5, 10));
      return readOperatingMeasures(store, { benchmarkIds: [ids.voted!] });
    };

    it("have cascades of models that answered nine tenths of the same problems", async () => {
      const { points, matched } = await read();
      expect(matched).toHaveLength(4);
      const cascades = points.filter(({ operatingPoint }) => operatingPoint.fallback !== null);
      expect(cascades.map(({ modelId, operatingPoint }) => [modelId, operatingPoint])).toEqual([
        [
          ids["acme/small"],
          { ...{ tokenCap: null, votes: 2, bestOf: null }, fallback: { modelId: ids["acme/large"], mode: "nine" } },
        ],
      ]);
      // Two answers of 10 tokens; they always agree, so that the large model is never asked.
      expect(cascades[0]!.measures.output_tokens).toMatchObject({ value: 20, estimated: true });
    });

    it("are estimated if the answers that they are derived from are", async () => {
      const { points } = await read();
      const majority = points.find(({ operatingPoint }) => operatingPoint.votes === 2 && !operatingPoint.fallback)!;
      expect(majority.measures.output_tokens).toMatchObject({
        ...{ value: 20, estimated: true, note: "counted by another tokenizer" },
      });
      expect(majority.measures.accuracy).not.toHaveProperty("estimated");
    });
  });

  describe("a comparison of many groups", () => {
    it("takes 500 groups at most", async () => {
      await store.rows(
        "insert into models (slug, name, open_weights) select 'crowd/' || i, 'Crowd', true from generate_series(1, 501) i",
        [],
      );
      await store.rows(
        `insert into runs (content_hash, model_id, mode, benchmark_id, lab_id, status, provenance, measures)
         select m.slug, m.id, 'on', $1, 1, 'SUCCEEDED', 'IMPORTED', jsonb_build_object(
           'accuracy', jsonb_build_object('value', 0.5),
           'output_tokens', jsonb_build_object('value', split_part(m.slug, '/', 2)::integer))
         from models m where m.slug like 'crowd/%'`,
        [ids.crowded],
      );
      await store.refresh();
      const most = async (max: number) =>
        readComparison(store, await requestOf("crowded", { constraints: [{ metric: "output_tokens", max }] }), "MODEL");
      expect((await most(500)).groups).toHaveLength(500);
      await expect(most(501)).rejects.toMatchObject({ code: "BAD_GRAIN", argument: "by" });
    });
  });

  describe("wrong answers", () => {
    it("are compared within problems, and problems of two benchmarks are different ones", async () => {
      const run = (benchmark: string) =>
        recordRun(store, {
          benchmark,
          ...samples([
            ["q", true, 100],
            ["q", false, 200, 1],
            ["r", true, 50],
          ]),
        });
      await run("sums");
      await run("proofs");
      const criteria = { benchmarkIds: [ids.sums!, ids.proofs!] };
      const { pairs, withinProblem, pooled } = await readWrongAnswers(store, criteria, "output_tokens");
      expect(
        pairs.map(({ modelId, mode, benchmarkId, right, wrong }) => [modelId, mode, benchmarkId, right, wrong]),
      ).toEqual([
        [ids["acme/small"], "default", ids.sums, 2, 1],
        [ids["acme/small"], "default", ids.proofs, 2, 1],
      ]);
      expect(withinProblem!.value).toBeCloseTo(2, 12);
      expect(withinProblem!.count).toBe(2);
      // 200 tokens against a mean of 75.
      expect(pooled!.value).toBeCloseTo(200 / 75, 12);
    });
  });
});
