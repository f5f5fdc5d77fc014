import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readBundledRuns } from "../../src/recording/bundled/bundledFiles.ts";
import { loadBundledResults } from "../../src/recording/bundled/bundledResults.ts";
import type { Store } from "../../src/store/store.ts";
import { withCoverage } from "../../tools/coverageTable.ts";
import { type Api, serveApi } from "../support/api.ts";
import { BUNDLED_ENGINES } from "../support/bundledStores.ts";

const versions: string[] = [];

describe.each(BUNDLED_ENGINES)("the published results on %s", (_, open) => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await open();
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  it("are there once, whatever the engine, and loading them again changes nothing", async () => {
    const before = store.version();
    await loadBundledResults(store);
    expect(store.version()).toBe(before);
    versions.push(before);
    expect(new Set(versions).size).toBe(1);
    const [[runs, samples]] = (await store.rows(
      "select (select count(*) from runs)::integer, (select count(*) from samples)::integer",
      [],
    )) as [[number, number]];
    expect(runs).toBe(69 + 32 + 91 + 15 + 16 + 32 + 515 + 27 + 77 + 56 + 64 + 30 + 12 + 3);
    expect(samples).toBe(2178 + 16 * (1319 + 721) + 30_141 + 7 * 582 + 8 * 52 + 960 + 27 * 300);
  });

  it("give the README's first query the README's answer", async () => {
    const [, query, answer] = /```graphql\n(.*?)```.*?```json\n(.*?)```/s.exec(readFileSync("README.md", "utf8"))!;
    expect(await api.data(query!)).toEqual(JSON.parse(answer!));
  });

  it("cover the benchmarks of the paper as README's table says", async () => {
    const readme = readFileSync("README.md", "utf8");
    expect(await withCoverage(readme, api)).toBe(readme);
  });

  it("hold the paper's question: candidates on four of its benchmarks together, each of one protocol", async () => {
    const { four, hmmt } = await api.data(`{
      four: frontier(where: {benchmark: ["gsm8k", "math500", "aime25", "gpqa-diamond"]}) { ...all }
      hmmt: frontier(where: {benchmark: ["hmmt-feb25"]}) { ...all } }
      fragment all on Frontier { candidateCount sampledCount protocols { protocol }
        points { ...one } dominated(first: 50) { edges { node { ...one } } } }
      fragment one on FrontierPoint { model { slug } measures { metric { name } value low } }`);
    expect(four).toMatchObject({ candidateCount: 11, sampledCount: 0 });
    expect(four.protocols).toHaveLength(1);
    expect(hmmt.candidateCount).toBeGreaterThanOrEqual(8);
    // Means of DEER's own rows: (96.7 + 93.8 + 46.7 + 63.1) / 4 and (1427 + 4508 + 12300 + 7320) / 4.
    const all = [...four.points, ...four.dominated.edges.map(({ node }: any) => node)];
    const qwq = all.find(({ model }) => model.slug === "Qwen/QwQ-32B");
    const value = (name: string) => qwq.measures.find(({ metric }: any) => metric.name === name).value;
    expect(value("accuracy")).toBeCloseTo(0.75075, 12);
    expect(value("output_tokens")).toBeCloseTo(6388.75, 9);
  });

  it("count the candidates with samples, however they are pooled, filtered and grouped", async () => {
    const sampled = readBundledRuns("epoch").filter(
      ({ benchmark, samples }) => benchmark === "gpqa-diamond" && samples?.length,
    );
    const hasSamples = new Set(sampled.map(({ model, mode }) => `${model} ${mode}`));
    const all = `candidateCount sampledCount points { ...one } dominated(first: 100) { edges { node { ...one } } }`;
    const answer = await api.data(`{
      model: frontier(where: {benchmark: ["gpqa-diamond"]}) { ${all} }
      run: frontier(where: {benchmark: ["gpqa-diamond"]}, grain: RUN) { ${all} }
      filtered: frontier(where: {benchmark: ["gpqa-diamond"], lab: ["epoch"]}) { ${all} }
      deer: frontier(where: {benchmark: ["gpqa-diamond"], lab: ["deer"]}) { ${all} }
      trajectory(where: {benchmark: ["gpqa-diamond"]}) { steps { date candidateCount sampledCount } }
      comparison(where: {benchmark: ["gpqa-diamond"]}, by: ARCHITECTURE) { sampledCount groups { sampledCount } } }
      fragment one on FrontierPoint { mode run { lab { slug } } model { slug releasedOn } }`);
    const candidatesOf = ({ points, dominated }: any) => [...points, ...dominated.edges.map(({ node }: any) => node)];
    const isSampled = ({ model, mode, run }: any) =>
      hasSamples.has(`${model.slug} ${mode}`) && (run === null || run.lab.slug === "epoch");
    for (const name of ["model", "run", "filtered", "deer"]) {
      const candidates = candidatesOf(answer[name]);
      expect(answer[name].candidateCount).toBe(candidates.length);
      expect(answer[name].sampledCount, name).toBe(candidates.filter(isSampled).length);
    }
    expect(answer.model.sampledCount).toBeGreaterThan(0);
    expect(answer.deer.sampledCount).toBe(0);
    for (const { date, sampledCount } of answer.trajectory.steps) {
      const released = candidatesOf(answer.model).filter(({ model }) => model.releasedOn && model.releasedOn <= date);
      expect(sampledCount).toBe(released.filter(isSampled).length);
    }
    const { comparison } = answer;
    expect(comparison.groups.reduce((sum: number, group: any) => sum + group.sampledCount, 0)).toBe(
      comparison.sampledCount,
    );
  });

  it("name source, licence and lab on every run", async () => {
    const rows = await store.rows(
      "select provenance, count(*)::integer, count(source_url)::integer, count(license)::integer from runs group by 1 order by 1",
      [],
    );
    expect(rows).toEqual([
      ["IMPORTED", 1012, 1012, 1012],
      // What was measured by this software has no other source.
      ["MEASURED", 27, 0, 27],
    ]);
  });

  it("hold a frontier that this software measured: budgets of 0 and 4 are dominated", async () => {
    const { frontier, runs } = await api.data(`{
      frontier(where: {benchmark: ["arithmetic"], provenance: [MEASURED]}, objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]) {
        candidateCount points { model { slug } mode measures { metric { name } value low high estimated } }
        dominated(first: 100) { edges { node { model { slug } mode dominatedBy { mode } } } } }
      runs(first: 3, where: {provenance: [MEASURED]}) { edges { node { runner mode hardware { name } decoding { temperature seed maxTokens }
        measures { metric { name unit } value } samples(first: 1) { edges { node { problemId correct answer finishReason } } } } } } }`);
    expect(frontier.candidateCount).toBe(27);
    const dominated = frontier.dominated.edges.map(({ node }: any) => `${node.model.slug.split("/")[1]} ${node.mode}`);
    for (const model of ["arith-xs", "arith-s", "arith-moe"]) {
      for (const mode of ["budget-0", "budget-4"]) expect(dominated).toContain(`${model} ${mode}`);
    }
    expect(runs.edges).toHaveLength(3);
    for (const { node } of runs.edges) {
      expect(node).toMatchObject({ runner: "vllm", decoding: { temperature: 0, seed: 0 } });
      expect(node.hardware.name).toBeTruthy();
      expect(node.samples.edges[0].node.finishReason).toBe("stop");
    }
  });

  it("trade accuracy against tokens, with what dominates what", async () => {
    const { frontier } = await api.data(`{
      frontier(where: {benchmark: ["token-economy/logic-puzzle"]}, objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]) {
        candidateCount hypervolume knee { model { slug } }
        points { rank mode model { slug architecture } measures { metric { name unit } value low high count } }
        dominated(first: 3) { edges { node { model { slug } dominatedBy { model { slug } } } } } } }`);
    expect(frontier.candidateCount).toBe(23);
    expect(frontier.hypervolume).toBeGreaterThan(0);
    expect(frontier.hypervolume).toBeLessThan(1);
    expect(frontier.points.map(({ model }: any) => model.slug)).toContain(frontier.knee.model.slug);
    const [accuracy, tokens] = [0, 1].map((i) => frontier.points.map(({ measures }: any) => measures[i].value));
    expect(accuracy).toEqual([...accuracy!].sort((a, b) => a - b));
    expect(tokens).toEqual([...tokens!].sort((a, b) => a - b));
    for (const { node } of frontier.dominated.edges) expect(node.dominatedBy.length).toBeGreaterThan(0);
  });

  it("find no compute for closed models, and the best open one within a budget", async () => {
    const { all, open } = await api.data(`{
      all: frontier(where: {benchmark: ["token-economy/logic-puzzle"]}) { candidateCount incomplete points { model { slug openWeights } } }
      open: frontier(where: {benchmark: ["token-economy/logic-puzzle"], openWeights: true}) {
        points { model { slug } measures { metric { name } value } } best(constraints: [{metric: "flops", max: 1e15}]) { model { slug } } } }`);
    expect(all.candidateCount + all.incomplete).toBe(23);
    expect(all.points.every(({ model }: any) => model.openWeights)).toBe(true);
    const within = open.points.filter(
      ({ measures }: any) => measures.find(({ metric }: any) => metric.name === "flops").value <= 1e15,
    );
    expect(open.best.model.slug).toBe(within.at(-1).model.slug);
  });

  it("take the mean over two benchmarks, estimated where tokens were counted", async () => {
    const { frontier } = await api.data(`{
      frontier(where: {benchmark: ["gsm8k", "math-l5"], lab: ["zeroeval"]}, objectives: [{metric: "accuracy"}, {metric: "flops"}]) {
        candidateCount incomplete points { model { slug architecture releasedOn } measures { metric { name } value low high estimated } }
        sources { lab { slug } url license runCount } } }`);
    // Twelve models are on both benchmarks, four on each alone.
    expect(frontier).toMatchObject({ candidateCount: 12, incomplete: 8 });
    for (const { measures, model } of frontier.points) {
      const [accuracy, flops] = measures;
      expect(accuracy).toMatchObject({ metric: { name: "accuracy" }, estimated: false });
      expect(accuracy.low).toBeLessThan(accuracy.value);
      expect(flops).toMatchObject({ metric: { name: "flops" }, estimated: true });
      expect(model.architecture).not.toBeNull();
    }
    expect(frontier.sources.every(({ lab, license }: any) => lab.slug === "zeroeval" && license === "Apache-2.0")).toBe(
      true,
    );
    expect(frontier.sources.reduce((sum: number, { runCount }: any) => sum + runCount, 0)).toBe(32);
  });

  it("list the latest runs with their wrong answers", async () => {
    const { runs } = await api.data(`{
      runs(first: 5, orderBy: {field: FINISHED_AT, direction: DESC}) { edges { cursor node { id mode sourceUrl license model { slug }
        samples(first: 2, correct: false) { edges { node { problemId measures { metric { name } value } } } } } } pageInfo { hasNextPage endCursor } } }`);
    expect(runs.edges).toHaveLength(5);
    // The software's own runs are the latest; of the published ones Epoch AI's.
    expect(runs.edges[0].node).toMatchObject({ license: "Apache-2.0", model: { slug: "paretograph/arith-moe" } });
    const { published } = await api.data(`{
      published: runs(first: 1, where: {provenance: [IMPORTED]}, orderBy: {field: FINISHED_AT, direction: DESC}) { edges { node {
        sourceUrl license model { slug } } } } }`);
    expect(published.edges[0].node).toEqual({
      sourceUrl: "https://epoch.ai/benchmarks",
      license: "CC-BY-4.0",
      model: { slug: "moonshotai/Kimi-K2.6" },
    });
    expect(runs.edges[0].node.samples.edges).toHaveLength(2);
    expect(runs.edges[0].node.samples.edges[0].node.measures.length).toBeGreaterThan(3);
    expect(runs.pageInfo).toEqual({ hasNextPage: true, endCursor: runs.edges[4].cursor });
  });

  it("tell what more answers would bring: pass@k and a majority of k", async () => {
    const { runs } = await api.data(`{
      runs(first: 1, where: { lab: ["epoch"], benchmark: ["gpqa-diamond"], model: ["deepseek-ai/DeepSeek-R1-0528"] }) { edges { node {
        measure(metric: "accuracy") { value } one: passAtK(k: 1) { mean count } eight: passAtK(k: 8) { mean }
        alone: majorityVote(k: 1) { mean } majority: majorityVote(k: 7) { mean } tooMany: passAtK(k: 99) { mean } } } } }`);
    const [{ node: run }] = runs.edges;
    expect(run.one.mean).toBeCloseTo(run.measure.value, 12);
    expect(run.alone.mean).toBeCloseTo(run.measure.value, 12);
    expect(run.eight.mean).toBeGreaterThan(run.majority.mean);
    expect(run.majority.mean).toBeGreaterThan(run.one.mean);
    expect(run.tooMany).toBeNull();
  });

  it("know an architecture's figures", async () => {
    const { model } = await api.data(
      `{ model(slug: "Qwen/Qwen3-30B-A3B") { architecture totalParameters activeParameters releasedOn contextLength } }`,
    );
    expect(model).toMatchObject({
      architecture: "MOE",
      totalParameters: 30_532_122_624,
      releasedOn: "2025-04-29",
      contextLength: 40_960,
    });
    expect(model.activeParameters).toBeGreaterThan(2.9e9);
    expect(model.activeParameters).toBeLessThan(3.4e9);
  });

  it("keep serving measurements by configuration, without accuracy", async () => {
    const { frontier, runs } = await api.data(`{
      frontier(where: {benchmark: ["ml-energy/lm-arena-chat"], hardware: ["H100-SXM"]}, grain: RUN, objectives: [{metric: "energy_per_token"}, {metric: "inter_token_latency"}]) {
        candidateCount points { run { hardware { name } hardwareCount deployment measure(metric: "energy_per_token") { value metric { unit } } } } }
      runs(first: 1, where: {benchmark: ["ml-energy/gpqa-diamond"]}) { edges { node { runner runnerVersion measure(metric: "accuracy") { value } } } } }`);
    expect(frontier.candidateCount).toBeGreaterThan(50);
    expect(frontier.points[0].run.measure.metric.unit).toBe("J/token");
    expect(runs.edges[0].node).toEqual({ runner: "vllm", runnerVersion: "0.11.1", measure: null });
  });

  it("stand apart from the whole where they are on a part of a benchmark", async () => {
    const { part, whole } = await api.data(`{
      part: benchmark(slug: "gsm8k/mip") { subsetOf { slug } problemCount frontier { candidateCount } }
      whole: frontier(where: {benchmark: ["gsm8k"]}, objectives: [{metric: "accuracy"}]) { candidateCount } }`);
    expect(part).toMatchObject({ subsetOf: { slug: "gsm8k" }, problemCount: 582 });
    expect(whole.candidateCount).toBe(31);
  });
});
