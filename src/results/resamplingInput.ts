import type { ResamplingInput, Stratum } from "../frontier/resampling.ts";
import type { Candidate, CandidateRequest } from "./candidate.ts";
import { isDeploymentMetric, isSetByDeployment } from "./deploymentMetrics.ts";
import { readOperatingStratum } from "./operatingSamples.ts";
import { isSampleMetric, type RunSums, readSampleSums, type SampleMetric } from "./sampleSums.ts";
import type { Store } from "./store.ts";

/** As many as give a probability near 0.5 within 0.03. */
const RESAMPLES = 1_000;
const SEED = 2512_24776;

export interface Resampled extends ResamplingInput {
  /** For each candidate: why it is not resampled; null where it is. */
  notes: (string | null)[];
}

/** Candidates with the request that they meet. */
export interface CandidatesOf {
  request: CandidateRequest;
  candidates: readonly Candidate[];
}

/**
 * What a bootstrap over problems needs of candidates: the samples of their runs, problem by problem. Runs are pooled as
 * their measures are. A candidate is resampled only where every run of it has samples with a value of each objective;
 * another stands still at its values, and says why.
 *
 * @param parts one or more, of the same benchmarks and objectives; what comes back has their candidates one after another.
 */
export async function readResamplingInput(store: Store, parts: readonly CandidatesOf[]): Promise<Resampled> {
  const { request } = parts[0]!;
  const { objectives, on } = request;
  const candidates = parts.flatMap((part) => part.candidates);
  const bases = objectives.map(({ metric }) => basisOf(metric, on !== null));
  const missing = objectives.find((_, i) => bases[i] === null);
  const { strata, notes } = missing
    ? { strata: [], notes: candidates.map(() => `single answers have no ${missing.metric}`) }
    : request.grain === "OPERATING_POINT"
      ? await ofOperatingPoints(store, request, candidates, bases)
      : await ofRuns(store, parts, bases);
  objectives.forEach(({ metric }, objective) => {
    if (on !== null && isDeploymentMetric(metric) && bases[objective] === "output_tokens") {
      inUnitOf(objective, strata, candidates);
    }
  });
  return {
    values: Float64Array.from(candidates.flatMap(({ values }) => values)),
    sampled: Uint8Array.from(notes, (note) => Number(note === null)),
    strata,
    resamples: RESAMPLES,
    seed: SEED,
    notes,
  };
}

interface Sampled {
  strata: Stratum[];
  notes: (string | null)[];
}

async function ofOperatingPoints(
  store: Store,
  request: CandidateRequest,
  candidates: readonly Candidate[],
  bases: Basis[],
): Promise<Sampled> {
  const metrics = bases.map((basis) => (basis === "constant" ? null : basis));
  const stratum = await readOperatingStratum(store, request, candidates, metrics);
  return { strata: [stratum], notes: candidates.map(() => null) };
}

async function ofRuns(store: Store, parts: readonly CandidatesOf[], bases: Basis[]): Promise<Sampled> {
  const { benchmarkIds } = parts[0]!.request.criteria;
  const metrics = [...new Set(bases.filter((basis) => basis !== null && basis !== "constant"))] as SampleMetric[];
  const runsOf = (await Promise.all(parts.map((part) => readRunsOf(store, part, metrics)))).flat();
  const notes = runsOf.map((runs) => lackOf(runs, metrics, benchmarkIds));
  const strata = benchmarkIds.map((benchmarkId) => {
    const ofBenchmark = runsOf.map((runs, i) =>
      notes[i] === null ? runs.filter((run) => run.benchmarkId === benchmarkId) : [],
    );
    return stratumOf(ofBenchmark, bases, metrics);
  });
  return { strata, notes };
}

/** The runs of each candidate. */
async function readRunsOf(
  store: Store,
  { request: { criteria, grain }, candidates }: CandidatesOf,
  metrics: SampleMetric[],
): Promise<RunSums[][]> {
  const keyOf = ({ runId, modelId, mode }: Pick<Candidate, "runId" | "modelId" | "mode">) =>
    grain === "RUN" ? String(runId) : `${modelId} ${mode}`;
  const runs = Map.groupBy(await readSampleSums(store, criteria, metrics), keyOf);
  return candidates.map((candidate) => runs.get(keyOf(candidate)) ?? []);
}

/** What an objective varies with from answer to answer; "constant" where with nothing, null where no sample tells. */
type Basis = SampleMetric | "constant" | null;

function basisOf(metric: string, isDeployed: boolean): Basis {
  if (isDeployed && isDeploymentMetric(metric)) return isSetByDeployment(metric) ? "constant" : "output_tokens";
  return isSampleMetric(metric) ? metric : null;
}

function lackOf(runs: RunSums[], metrics: SampleMetric[], benchmarkIds: number[]): string | null {
  if (runs.every(({ problems }) => problems.length === 0)) return "no samples are stored of it";
  for (const [i, metric] of metrics.entries()) {
    const without = runs.filter(({ problems }) => !problems.some(({ counts }) => counts[i]! > 0)).length;
    if (without > 0) return `${without} of its ${runs.length} runs have no samples with ${metric}`;
  }
  return benchmarkIds.every((id) => runs.some(({ benchmarkId }) => benchmarkId === id))
    ? null
    : "a benchmark is missing";
}

function stratumOf(runsOf: RunSums[][], bases: Basis[], metrics: SampleMetric[]): Stratum {
  const columns = new Map<string, number>();
  for (const { problem } of runsOf.flat().flatMap(({ problems }) => problems)) {
    if (!columns.has(problem)) columns.set(problem, columns.size);
  }
  const size = runsOf.length * columns.size;
  const tables = metrics.map((metric, i) => {
    const table = { sums: new Float64Array(size), counts: new Float64Array(size) };
    runsOf.forEach((runs, candidate) => {
      for (const run of runs) addRun(table, run, i, metric === "accuracy", candidate * columns.size, columns);
    });
    return table;
  });
  const still = { sums: new Float64Array(size), counts: new Float64Array(size).fill(1) };
  const tableOf = (basis: Basis) => (basis === null || basis === "constant" ? still : tables[metrics.indexOf(basis)]!);
  return {
    problemCount: columns.size,
    sums: bases.map((basis) => tableOf(basis).sums),
    counts: bases.map((basis) => tableOf(basis).counts),
  };
}

/**
 * Adds a run to a candidate's row, so that the row's sums over its counts are the pooled measure: accuracy is the mean
 * over problems of each problem's share, everything else the mean over samples.
 */
function addRun(
  { sums, counts }: { sums: Float64Array; counts: Float64Array },
  { problems, weight }: RunSums,
  metric: number,
  byProblem: boolean,
  row: number,
  columns: Map<string, number>,
): void {
  const known = problems.filter((problem) => problem.counts[metric]! > 0);
  const total = byProblem ? known.length : known.reduce((sum, problem) => sum + problem.counts[metric]!, 0);
  for (const problem of known) {
    const cell = row + columns.get(problem.problem)!;
    const count = problem.counts[metric]!;
    sums[cell]! += (weight / total) * (byProblem ? problem.sums[metric]! / count : problem.sums[metric]!);
    counts[cell]! += (weight / total) * (byProblem ? 1 : count);
  }
}

/**
 * What serving costs goes with the tokens of the answer: a candidate's sums of tokens become sums in the metric's unit,
 * so that their mean over benchmarks is the value shown.
 */
function inUnitOf(objective: number, strata: Stratum[], candidates: readonly Candidate[]): void {
  const factors = candidates.map(({ values }, candidate) => {
    const tokens = strata.reduce((sum, stratum) => sum + rowMean(stratum, objective, candidate), 0) / strata.length;
    return values[objective]! / tokens;
  });
  for (const stratum of strata) {
    stratum.sums[objective] = stratum.sums[objective]!.map(
      (sum, cell) => sum * (factors[Math.floor(cell / stratum.problemCount)] || 0),
    );
  }
}

function rowMean({ sums, counts, problemCount }: Stratum, objective: number, candidate: number): number {
  let sum = 0;
  let count = 0;
  for (let cell = candidate * problemCount; cell < (candidate + 1) * problemCount; cell++) {
    sum += sums[objective]![cell]!;
    count += counts[objective]![cell]!;
  }
  return sum / count;
}
