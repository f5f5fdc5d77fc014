import { deploymentEffect, type SampleMetricName } from "../../frontier/metrics.ts";
import type { ResamplingInput, Stratum } from "../../frontier/statistics/resampling.ts";
import { type RunSums, readSampleSums } from "../../store/reading/sampleSums.ts";
import type { Store } from "../../store/store.ts";
import { readOperatingStratum } from "../operatingPoints/operatingSamples.ts";
import { type Candidate, type CandidateRequest, modeKey } from "../request/candidate.ts";
import { missingSamples } from "./missingSamples.ts";
import { type Basis, basisOf } from "./objectiveBasis.ts";
import { inUnitOf, stratumOf } from "./sampleStratum.ts";
import { readStatedErrors } from "./statedErrors.ts";

/** The number of resamples. It gives a probability near 0.5 within 0.03 (the 95 % interval of a share of 1,000). */
const RESAMPLES = 1_000;
const SEED = 2512_24776;

export interface Resampled extends ResamplingInput {
  /** 1 for each candidate that moves in the resamples, by its samples or by errors that are stated of it. */
  drawn: Uint8Array;
  /** For each candidate what of it does not come from its samples and why, or null if all does. */
  notes: (string | null)[];
}

/** Candidates, with the request that they meet. */
export interface CandidatesOf {
  request: CandidateRequest;
  candidates: readonly Candidate[];
}

/**
 * The input of a bootstrap over problems: the samples of the candidates' runs by problem. The samples of runs are pooled in
 * the same way as their measures. A candidate is resampled only if each of its runs has samples with a value of each
 * objective of which single answers have values. What samples do not show moves by the errors that are stated of it, and
 * stands still where there are none; a note says so.
 *
 * @param given one part or more, all with the same benchmarks and objectives. The result holds their candidates one after
 *   another.
 */
export async function readResamplingInput(store: Store, given: readonly CandidatesOf[]): Promise<Resampled> {
  const parts = joined(given);
  const { request } = parts[0]!;
  const { objectives, on } = request;
  const candidates = parts.flatMap((part) => part.candidates);
  const bases = objectives.map(({ metric }) => basisOf(metric, on !== null));
  const { strata, notes: missing } =
    request.grain === "OPERATING_POINT"
      ? await sampleOperatingPoints(store, request, candidates, bases)
      : await sampleRuns(store, parts, bases);
  objectives.forEach(({ metric }, objective) => {
    if (on !== null && deploymentEffect(metric) === "GROWS_WITH_TOKENS" && bases[objective] !== null) {
      inUnitOf(objective, strata, candidates);
    }
  });
  const isSampled = missing.map((note) => note === null);
  const { errors, varies } = await readStatedErrors(store, parts, isSampled, bases);
  const notes = missing.map((note, row) => noteOf(note, objectives, bases, varies[row]!));
  return {
    values: Float64Array.from(candidates.flatMap(({ values }) => values)),
    sampled: Uint8Array.from(isSampled, Number),
    drawn: Uint8Array.from(isSampled, (sampled, row) => Number(sampled || varies[row]!.some(Boolean))),
    strata,
    shares: bases.flatMap((basis, objective) => (basis === "accuracy" ? [objective] : [])),
    errors,
    resamples: RESAMPLES,
    seed: SEED,
    notes,
  };
}

/** The parts with neighbours of one request as one, so that a store is asked once for each request. */
function joined(parts: readonly CandidatesOf[]): CandidatesOf[] {
  const result: CandidatesOf[] = [];
  for (const { request, candidates } of parts) {
    const last = result.at(-1);
    if (last?.request === request) last.candidates = [...last.candidates, ...candidates];
    else result.push({ request, candidates });
  }
  return result;
}

/** What of a candidate does not come from its samples, as a whole sentence; null if all does. */
function noteOf(
  missing: string | null,
  objectives: readonly { metric: string }[],
  bases: readonly Basis[],
  varies: readonly boolean[],
): string | null {
  const others = objectives.filter((_, i) => missing !== null || bases[i] === null);
  if (others.length === 0) return null;
  const named = (does: boolean) =>
    others.filter(({ metric }) => varies[indexOf(metric)] === does).map(({ metric }) => metric);
  const indexOf = (metric: string) => objectives.findIndex((objective) => objective.metric === metric);
  const [drawn, still] = [named(true), named(false)];
  const why = missing ?? `single answers have no ${others.map(({ metric }) => metric).join(" and ")}`;
  return [
    why,
    ...(drawn.length > 0
      ? [`${drawn.join(" and ")} ${drawn.length > 1 ? "vary" : "varies"} by the errors that are stated`]
      : []),
    ...(still.length > 0
      ? [`${still.join(" and ")} ${still.length > 1 ? "stand" : "stands"} still, as no error is stated`]
      : []),
  ].join("; ");
}

interface Sampled {
  strata: Stratum[];
  notes: (string | null)[];
}

async function sampleOperatingPoints(
  store: Store,
  request: CandidateRequest,
  candidates: readonly Candidate[],
  bases: Basis[],
): Promise<Sampled> {
  const metrics = bases.map((basis) => (basis === "constant" ? null : basis));
  const stratum = await readOperatingStratum(store, request, candidates, metrics);
  return { strata: [stratum], notes: candidates.map(() => null) };
}

async function sampleRuns(store: Store, parts: readonly CandidatesOf[], bases: Basis[]): Promise<Sampled> {
  const { benchmarkIds } = parts[0]!.request.criteria;
  const metrics = [...new Set(bases.filter((basis) => basis !== null && basis !== "constant"))] as SampleMetricName[];
  if (metrics.length === 0) {
    const names = parts[0]!.request.objectives.map(({ metric }) => metric);
    const note = `single answers have no ${names.join(" and ")}`;
    return { strata: [], notes: parts.flatMap(({ candidates }) => candidates.map(() => note)) };
  }
  const runsOf = (await Promise.all(parts.map((part) => readRunsOf(store, part, metrics)))).flat();
  const notes = runsOf.map((runs) => missingSamples(runs, metrics, benchmarkIds));
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
  metrics: SampleMetricName[],
): Promise<RunSums[][]> {
  const keyOf = (one: Pick<Candidate, "runId" | "modelId" | "mode">) =>
    grain === "RUN" ? String(one.runId) : modeKey(one);
  const runs = Map.groupBy(await readSampleSums(store, criteria, metrics), keyOf);
  return candidates.map((candidate) =>
    (runs.get(keyOf(candidate)) ?? []).filter(
      ({ benchmarkId, pool }) => grain === "RUN" || candidate.pools.includes(`${benchmarkId} ${pool}`),
    ),
  );
}
