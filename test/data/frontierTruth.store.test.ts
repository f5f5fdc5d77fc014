import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { paretoFrontier } from "../../src/frontier/dominance/dominance.ts";
import { normalDraws } from "../../src/frontier/statistics/normalDraws.ts";
import { seededRandom } from "../../src/frontier/statistics/seededRandom.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { BUNDLED_ENGINES } from "../support/bundledStores.ts";

interface Point {
  model: { slug: string };
  mode: string;
  membership: number | null;
  membershipNote: string | null;
  operatingPoint: { tokenCap: number | null; votes: number | null } | null;
  measures: { metric: { name: string }; value: number; low: number | null; high: number | null; estimated: boolean }[];
}

const POINT =
  "model { slug } mode membership membershipNote measures { metric { name } value low high estimated note }";
const figure = ({ measures }: Point, metric: string) => measures.find((one) => one.metric.name === metric)!.value;

describe.each(BUNDLED_ENGINES)("frontiers of the published results on %s", (_, open) => {
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

  it("say how sure they are, as a plain bootstrap of the stored samples says too", async () => {
    const { frontier } = await api.data(`{ frontier(where: {benchmark: ["token-economy/logic-puzzle"]},
      objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]) {
        candidateCount points { ${POINT} } dominated(first: 100) { edges { node { ${POINT} } } } } }`);
    const points: Point[] = [...frontier.points, ...frontier.dominated.edges.map(({ node }: { node: Point }) => node)];
    expect(points.length).toBe(frontier.candidateCount);
    const naive = await naiveMemberships(store, "token-economy/logic-puzzle");
    for (const point of points) {
      // Two bootstraps of 1,000 resamples differ by less than 0.09 in 9,999 of 10,000 cases.
      expect(Math.abs(point.membership! - naive.get(`${point.model.slug} ${point.mode}`)!)).toBeLessThan(0.09);
    }
    const sure = await api.data(`{ frontier(where: {benchmark: ["token-economy/logic-puzzle"]}, minMembership: 0.5,
      objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]) { points { ${POINT} rank marginalGain }
        sources { lab { slug } url license } dataVersion } }`);
    const slugs = (list: Point[]) => list.map(({ model, mode }) => `${model.slug} ${mode}`).sort();
    expect(slugs(sure.frontier.points)).toEqual(slugs(points.filter(({ membership }) => membership! >= 0.5)));
    expect(sure.frontier.sources[0].license).toBe("Apache-2.0");
    const behind = sure.frontier.points.filter(({ rank }: any) => rank > 1);
    expect(behind.length).toBeGreaterThan(0);
    expect(behind.every(({ marginalGain }: any) => marginalGain === null)).toBe(true);
  });

  it("say of what has no samples how sure the stated standard errors make it, as a plain simulation says too", async () => {
    const { frontier } = await api.data(`{ frontier(where: {benchmark: ["gpqa-diamond"]}) {
      candidateCount points { ${POINT} } dominated(first: 100) { edges { node { ${POINT} } } } } }`);
    const points: Point[] = [...frontier.points, ...frontier.dominated.edges.map(({ node }: { node: Point }) => node)];
    const drawn = points.filter(({ membershipNote }) => /accuracy varies by the errors/.test(membershipNote ?? ""));
    expect(drawn.length).toBeGreaterThan(20);
    const shares = simulatedMemberships(points);
    for (const point of drawn) {
      // The others are drawn by their problems and not by their intervals, which hardly changes those that cost less.
      expect(Math.abs(point.membership! - shares.get(point)!)).toBeLessThan(0.09);
    }
    expect(drawn.some(({ membership }) => membership! > 0.3 && membership! < 0.7)).toBe(true);
    const still = points.filter(({ membership }) => membership === null);
    for (const { membershipNote } of still) expect(membershipNote).toMatch(/stand still, as no error is stated$/);
    const { sure, whole } = await api.data(`{
      sure: frontier(where: {benchmark: ["gpqa-diamond"]}, minMembership: 0.5) { hypervolume points { membership } }
      whole: frontier(where: {benchmark: ["gpqa-diamond"]}) { hypervolume } }`);
    expect(sure.points.every(({ membership }: Point) => membership! >= 0.5)).toBe(true);
    expect(sure.hypervolume).toBe(whole.hypervolume);
  });

  it("correct what is best of many settings for the choice, and say what each cost reaches", async () => {
    const { frontier } = await api.data(`{ frontier(where: {benchmark: ["gpqa-diamond"]}, grain: OPERATING_POINT) {
      candidateCount band { cost value corrected low high }
      points { ${POINT} corrected { value low high count } } } }`);
    type Corrected = Point & { corrected: { value: number; low: number; high: number; count: number } };
    const corrected = frontier.points as Corrected[];
    const [shown, left] = [corrected.map((point) => figure(point, "accuracy")), corrected.map((one) => one.corrected)];
    // The best looks better than it is, and more so the more there are to choose from.
    const luck = shown.map((value, i) => value - left[i]!.value);
    expect(mean(luck)).toBeGreaterThan(0.002);
    expect(mean(luck.slice(-10))).toBeGreaterThan(mean(luck.slice(0, 10)));
    for (const { value, low, high, count } of left) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(count).toBeLessThanOrEqual(frontier.candidateCount);
    }
    const values = frontier.band.map((point: any) => point.value);
    expect(values).toEqual(values.toSorted((a: number, b: number) => a - b));
    for (const { corrected, low, high } of frontier.band) {
      expect(corrected <= high && (low === null || low <= corrected)).toBe(true);
    }
  });

  it("set test-time compute: points recomputed from the stored samples", async () => {
    const { frontier } = await api.data(`{ frontier(where: {benchmark: ["token-economy/math"]}, grain: OPERATING_POINT,
      objectives: [{metric: "accuracy"}, {metric: "output_tokens"}]) { points {
        model { slug } mode operatingPoint { tokenCap votes } measures { metric { name } value low high } } } }`);
    const capped = (frontier.points as Point[]).filter(({ operatingPoint }) => operatingPoint!.tokenCap !== null);
    expect(capped.length).toBeGreaterThan(3);
    for (const { model, mode, operatingPoint, measures } of capped) {
      const answers = await samplesOf(store, "token-economy/math", model.slug, mode);
      const cap = operatingPoint!.tokenCap!;
      const shares = [...Map.groupBy(answers, ({ problem }) => problem).values()].map(
        (repeats) => repeats.filter(({ tokens, right }) => right && tokens <= cap).length / repeats.length,
      );
      const point = { measures } as Point;
      expect(figure(point, "accuracy")).toBeCloseTo(mean(shares), 12);
      expect(figure(point, "output_tokens")).toBeCloseTo(mean(answers.map(({ tokens }) => Math.min(tokens, cap))), 8);
    }
  });

  it("let votes, cascades and caps compete on GPQA, and name the best of k as an upper bound", async () => {
    const { frontier } = await api.data(`{ frontier(where: {benchmark: ["gpqa-diamond"]}, grain: OPERATING_POINT) {
      candidateCount incomplete
      points { model { slug } mode membership operatingPoint { tokenCap votes fallback { model { slug } } } measures { metric { name } value } }
      upperBounds { model { slug } operatingPoint { bestOf } measures { metric { name } value } } } }`);
    expect(frontier.points.some(({ operatingPoint }: Point) => operatingPoint!.votes !== null)).toBe(true);
    expect(frontier.points.every(({ membership }: Point) => membership !== null)).toBe(true);
    expect(frontier.upperBounds.every((bound: any) => bound.operatingPoint.bestOf >= 2)).toBe(true);
    // No majority of k is better than the best of k of the same model.
    for (const bound of frontier.upperBounds) {
      const votes = frontier.points.filter(
        (point: any) =>
          point.model.slug === bound.model.slug &&
          point.operatingPoint.votes === bound.operatingPoint.bestOf &&
          point.operatingPoint.fallback === null,
      );
      for (const point of votes) expect(figure(point, "accuracy")).toBeLessThanOrEqual(figure(bound, "accuracy"));
    }
  });

  it("answer what is best on one card, and say what does not fit", async () => {
    const { frontier } = await api.data(`{ frontier(where: {benchmark: ["gsm8k"]},
      objectives: [{metric: "accuracy"}, {metric: "latency"}], on: {hardware: "L40S", precision: FP8}) {
        candidateCount incomplete leftOut { model { slug } reason message } points { ${POINT} } } }`);
    expect(frontier.candidateCount + frontier.incomplete).toBe(31);
    const left = Object.fromEntries(frontier.leftOut.map((one: any) => [one.model.slug, one.reason]));
    expect(left["meta-llama/Llama-3.1-70B-Instruct"]).toBe("DOES_NOT_FIT");
    expect(left["meta-llama/Llama-3.1-405B-Instruct"]).toBe("DOES_NOT_FIT");
    for (const { measures } of frontier.points as Point[]) {
      const byName = Object.fromEntries(measures.map((one) => [one.metric.name, one]));
      expect(byName.latency!.estimated).toBe(true);
      expect(byName.accuracy!.estimated).toBe(false);
      expect(byName.gpu_memory!.value).toBeLessThan(48e9);
    }
  });

  it("take measured energy a token before any estimate, times the answer's own tokens", async () => {
    const { frontier, runs } = await api.data(`{
      frontier(where: {benchmark: ["gpqa-diamond"]}, objectives: [{metric: "accuracy"}, {metric: "energy"}],
        on: {hardware: "H100-SXM", batch: 32}) { candidateCount incomplete points { ${POINT} } }
      runs(first: 50, where: {benchmark: ["ml-energy/gpqa-diamond"], model: ["openai/gpt-oss-120b"], hardware: ["H100-SXM"]}) {
        edges { node { hardwareCount batch: measure(metric: "batch") { value } joules: measure(metric: "energy_per_token") { value } } } } }`);
    const point = frontier.points.find(({ model }: Point) => model.slug === "openai/gpt-oss-120b")!;
    const measured = runs.edges
      .map(({ node }: any) => node)
      .filter((run: any) => run.hardwareCount === 1 && Math.abs(run.batch.value - 32) < 1);
    expect(measured.length).toBe(1);
    const expected = measured[0].joules.value * figure(point, "output_tokens");
    expect(Math.abs(figure(point, "energy") / expected - 1)).toBeLessThan(0.01);
    const energy = point.measures.find((one: any) => one.metric.name === "energy") as any;
    expect(energy.note).toMatch(/measured a token by ml-energy in vllm/);
  });

  it("answer what serving a model takes", async () => {
    const { model } = await api.data(`{ model(slug: "Qwen/Qwen3-32B") { totalParameters
      deployment(on: {hardware: "H100-SXM", count: 1, precision: BF16, batch: 8}) { fits maxBatch decodeTokensPerSecond bound memory { weights } } } }`);
    expect(model.deployment.memory.weights).toBe(2 * model.totalParameters);
    expect(model.deployment).toMatchObject({ fits: true, bound: "MEMORY_BANDWIDTH" });
    // All weights are read for every step: 3.35 TB/s over 65.5 GB are 51 steps of 8 tokens a second at most.
    expect(model.deployment.decodeTokensPerSecond).toBeLessThan((8 * 3.35e12) / model.deployment.memory.weights);
  });

  it("compare groups: shares of one frontier, and gaps that mirror each other", async () => {
    const { comparison } =
      await api.data(`{ comparison(where: {benchmark: ["gsm8k", "math-l5"], lab: ["zeroeval"]}, by: ARCHITECTURE) {
      candidateCount sampledCount segments { key points } groups { key candidateCount hypervolume hypervolumeInterval { low high } frontierShare
        accuracyGapAtEqualCompute { value low high } } } }`);
    expect(comparison.groups.map(({ key }: { key: string }) => key)).toEqual(["DENSE", "MOE"]);
    const [dense, experts] = comparison.groups;
    expect(dense.frontierShare + experts.frontierShare).toBeCloseTo(1, 12);
    expect(dense.accuracyGapAtEqualCompute.value).toBeCloseTo(-experts.accuracyGapAtEqualCompute.value, 12);
    for (const { hypervolume, hypervolumeInterval } of comparison.groups) {
      expect(hypervolumeInterval.low).toBeLessThan(hypervolume);
      expect(hypervolumeInterval.high).toBeGreaterThan(hypervolume);
    }
  });

  it("move over release dates, and never back", async () => {
    const { trajectory } = await api.data(`{ trajectory(where: {benchmark: ["gpqa-diamond"]}) {
      steps { date hypervolume candidateCount points { model { slug } } entered { model { slug releasedOn } } }
      frontier { hypervolume points { model { slug } } } reachable(budget: 1e14) { records { date value } trend { slope points { x } } } } }`);
    const volumes = trajectory.steps.map(({ hypervolume }: { hypervolume: number }) => hypervolume);
    expect(volumes).toEqual(volumes.toSorted((a: number, b: number) => a - b));
    expect(volumes.at(-1)).toBeCloseTo(trajectory.frontier.hypervolume, 12);
    for (const { date, entered } of trajectory.steps) {
      expect(entered.every(({ model }: any) => model.releasedOn === date)).toBe(true);
    }
    expect(trajectory.reachable.trend.points.length).toBe(trajectory.reachable.records.length);
    const asOf = trajectory.steps[4];
    const { frontier } = await api.data(
      `{ frontier(where: {benchmark: ["gpqa-diamond"]}, asOf: "${asOf.date}") { candidateCount points { model { slug } } } }`,
    );
    expect(frontier.candidateCount).toBe(asOf.candidateCount);
    const slugs = (points: Point[]) => points.map(({ model }) => model.slug).sort();
    expect(slugs(frontier.points)).toEqual(slugs(asOf.points));
  });

  it("thin out within epsilons: every candidate is matched by a point", async () => {
    const objectives = `[{metric: "accuracy", epsilon: 0.02}, {metric: "flops", epsilon: 0.2}]`;
    const { frontier } = await api.data(`{ frontier(where: {benchmark: ["gsm8k"]}, objectives: ${objectives}) {
      points { ${POINT} } dominated(first: 100) { edges { node { ${POINT} } } } } }`);
    const points = frontier.points as Point[];
    const others = frontier.dominated.edges.map(({ node }: { node: Point }) => node) as Point[];
    for (const other of others) {
      const isMatched = points.some(
        (point) =>
          figure(point, "accuracy") + 0.02 >= figure(other, "accuracy") - 1e-12 &&
          figure(point, "flops") <= figure(other, "flops") * 1.2 * (1 + 1e-12),
      );
      expect(isMatched).toBe(true);
    }
    const { frontier: whole } = await api.data(`{ frontier(where: {benchmark: ["gsm8k"]}) { points { mode } } }`);
    expect(points.length).toBeLessThan(whole.points.length);
  });

  it("trade five objectives at once, as dominance itself says", async () => {
    const metrics = ["accuracy", "flops", "latency", "energy", "gpu_memory"];
    const { frontier } =
      await api.data(`{ frontier(where: {benchmark: ["gsm8k"]}, on: {hardware: "H100-SXM", count: 8, batch: 4},
      objectives: [${metrics.map((metric) => `{metric: "${metric}"}`).join()}]) { hypervolume
      points { ${POINT} } dominated(first: 100) { edges { node { ${POINT} } } } } }`);
    const all = [...frontier.points, ...frontier.dominated.edges.map(({ node }: { node: Point }) => node)] as Point[];
    const rows = all.map((point) => metrics.map((metric) => figure(point, metric)));
    const front = paretoFrontier(rows, ["MAXIMIZE", "MINIMIZE", "MINIMIZE", "MINIMIZE", "MINIMIZE"]);
    expect(front).toEqual(frontier.points.map((_: Point, row: number) => row));
    expect(frontier.hypervolume).toBeGreaterThan(0);
  });

  it.each([
    [`on: {hardware: "amd-epyc"}`, "UNKNOWN_HARDWARE", /no data sheet of "amd-epyc".*L40S/],
    [`on: {hardware: "abacus"}`, "UNKNOWN_HARDWARE", /Known: .*H100-SXM/],
    [`on: {hardware: "L40S", batch: 0}`, "BAD_DEPLOYMENT", /on\.batch: 0/],
    [`on: {hardware: "L40S"}, constraints: [{metric: "cost", max: 1}]`, "BAD_DEPLOYMENT", /dollarsPerHour/],
    ["minMembership: 1.5", "BAD_RANGE", /between 0 and 1/],
    [`where: {benchmark: ["gsm8k", "math-l5"]}, grain: OPERATING_POINT`, "BAD_GRAIN", /takes one benchmark/],
    [`objectives: [{metric: "flops", epsilon: -1}]`, "BAD_RANGE", /below zero/],
  ])("refuse %s with %s", async (argument, code, message) => {
    const where = argument.startsWith("where") ? "" : `where: {benchmark: ["gsm8k"]}, `;
    const { errors } = await api.ask(`{ frontier(${where}${argument}) { candidateCount } }`);
    expect(errors![0]!.extensions!.code).toBe(code);
    expect(errors![0]!.message).toMatch(message);
  });
});

async function samplesOf(store: Store, benchmark: string, model: string, mode: string) {
  const rows = await store.rows(
    `select s.problem_id, s.output_tokens, s.correct from samples s join runs r on r.id = s.run_id
     join models m on m.id = r.model_id join benchmarks b on b.id = r.benchmark_id
     where b.slug = $1 and m.slug = $2 and r.mode = $3`,
    [benchmark, model, mode],
  );
  return (rows as [string, number, boolean][]).map(([problem, tokens, right]) => ({ problem, tokens, right }));
}

/** Problems drawn by their names, means from scratch, dominance by comparing all pairs. */
async function naiveMemberships(store: Store, benchmark: string): Promise<Map<string, number>> {
  const rows = (await store.rows(
    `select m.slug || ' ' || r.mode, s.problem_id, avg(s.correct::integer)::float8, sum(s.output_tokens)::float8, count(*)::integer
     from samples s join runs r on r.id = s.run_id join models m on m.id = r.model_id join benchmarks b on b.id = r.benchmark_id
     where b.slug = $1 group by 1, 2`,
    [benchmark],
  )) as [string, string, number, number, number][];
  const byCandidate = Map.groupBy(rows, ([candidate]) => candidate);
  const problems = [...new Set(rows.map(([, problem]) => problem))];
  const times = new Map([...byCandidate.keys()].map((candidate) => [candidate, 0]));
  let seed = 7;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (let drawn = 0; drawn < 1_000; drawn++) {
    const drawnProblems = problems.map(() => problems[Math.floor(random() * problems.length)]!);
    // What was right, or wrong, on all problems is as sure as Beta(n + 1, 1) says, and as sure for all candidates.
    const quantile = random();
    const points = [...byCandidate].map(([candidate, own]) => {
      const cells = drawnProblems.flatMap((problem) => own.filter(([, other]) => other === problem));
      const tokens = cells.reduce((sum, cell) => sum + cell[3], 0) / cells.reduce((sum, cell) => sum + cell[4], 0);
      const share = quantile ** (1 / (own.length + 1));
      const [isRight, isWrong] = [own.every((cell) => cell[2] === 1), own.every((cell) => cell[2] === 0)];
      const accuracy = isRight ? share : isWrong ? 1 - share : mean(cells.map((cell) => cell[2]));
      return { candidate, accuracy, tokens };
    });
    for (const point of points) {
      const isDominated = points.some(
        (other) =>
          other.accuracy >= point.accuracy &&
          other.tokens <= point.tokens &&
          (other.accuracy > point.accuracy || other.tokens < point.tokens),
      );
      if (!isDominated) times.set(point.candidate, times.get(point.candidate)! + 1);
    }
  }
  return new Map([...times].map(([candidate, count]) => [candidate, count / 1_000]));
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The share of draws of all accuracies from normal distributions by their intervals in which nothing cheaper is as good. */
function simulatedMemberships(points: Point[]): Map<Point, number> {
  const random = seededRandom(11);
  const accuracies = points.map(({ measures }) => measures.find(({ metric }) => metric.name === "accuracy")!);
  const [draws, times] = [4_000, points.map(() => 0)];
  const order = [...points.keys()].sort((a, b) => figure(points[a]!, "flops") - figure(points[b]!, "flops"));
  for (let draw = 0; draw < draws; draw++) {
    let best = Number.NEGATIVE_INFINITY;
    const noise = normalDraws(points.length, random);
    for (const row of order) {
      const { value, low, high } = accuracies[row]!;
      const drawn = low === null || high === null ? value : value + (noise[row]! * (high - low)) / 2 / 1.959964;
      if (drawn > best) times[row]!++;
      best = Math.max(best, drawn);
    }
  }
  return new Map(points.map((point, row) => [point, times[row]! / draws]));
}
