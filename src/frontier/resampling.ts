import { seededRandom } from "./seededRandom.ts";

/** What samples say of candidates on one benchmark, problem by problem. */
export interface Stratum {
  problemCount: number;
  /** For each objective, candidates × problems row-major: the sum of the samples' values, in the metric's unit. */
  sums: Float64Array[];
  /** The same shape: how many samples have a value, or how much they weigh. Objectives may share an array. */
  counts: Float64Array[];
}

export interface ResamplingInput {
  /** Candidates × objectives row-major, in the metrics' units: the values shown. */
  values: Float64Array;
  /** 1 where a candidate's samples are in the strata; the others stand still at their values. */
  sampled: Uint8Array;
  /** One a benchmark. */
  strata: Stratum[];
  resamples: number;
  seed: number;
}

/**
 * Values of the candidates under a bootstrap over problems (Efron 1979): the problems of each benchmark are drawn with
 * replacement, as many as there are and the same ones for all candidates, so that candidates are compared on the same
 * problems (paired) and all samples of a problem stay together (clustered). A candidate's value is the mean over
 * benchmarks of its sum over its count on what was drawn, moved by the difference between the value shown and the same
 * mean over all problems, so that resamples centre on what is shown. A benchmark of which nothing drawn has a value
 * keeps its mean over all problems.
 *
 * @returns resamples × candidates × objectives, row-major.
 */
export function resample({ values, sampled, strata, resamples, seed }: ResamplingInput): Float64Array {
  const candidateCount = sampled.length;
  const width = candidateCount === 0 ? 0 : values.length / candidateCount;
  const result = new Float64Array(resamples * values.length);
  for (let drawn = 0; drawn < resamples; drawn++) result.set(values, drawn * values.length);
  const rows = Uint32Array.from([...sampled.keys()].filter((row) => sampled[row] === 1));
  const random = seededRandom(seed);
  for (const stratum of strata) {
    const draws = drawProblems(stratum.problemCount, resamples, random);
    for (let objective = 0; objective < width; objective++) {
      addDeviations(result, stratum, draws, { rows, objective, width, resamples, share: 1 / strata.length });
    }
  }
  return result;
}

/** Resamples × problems: how often each problem was drawn. */
function drawProblems(problemCount: number, resamples: number, random: () => number): Uint16Array {
  const times = new Uint16Array(resamples * problemCount);
  for (let from = 0; from < times.length; from += problemCount) {
    for (let draw = 0; draw < problemCount; draw++) times[from + Math.floor(random() * problemCount)]!++;
  }
  return times;
}

interface Task {
  rows: Uint32Array;
  objective: number;
  width: number;
  resamples: number;
  /** What the benchmark counts in the mean over benchmarks. */
  share: number;
}

/** Adds to every value what one benchmark's mean differs on the problems drawn from its mean over all. */
function addDeviations(result: Float64Array, stratum: Stratum, draws: Uint16Array, task: Task): void {
  const { rows, objective, width, resamples, share } = task;
  const { problemCount } = stratum;
  const sums = stratum.sums[objective]!;
  const counts = stratum.counts[objective]!;
  const stride = result.length / resamples;
  for (const row of rows) {
    const cells = row * problemCount;
    const mean = ratioOver(sums, counts, cells, problemCount);
    if (Number.isNaN(mean)) continue;
    const evenCount = commonCount(counts, cells, problemCount);
    for (let drawn = 0; drawn < resamples; drawn++) {
      const from = drawn * problemCount;
      const drawnMean =
        evenCount > 0
          ? weightedSum(sums, cells, draws, from, problemCount) / (evenCount * problemCount)
          : weightedSum(sums, cells, draws, from, problemCount) / weightedSum(counts, cells, draws, from, problemCount);
      if (!Number.isNaN(drawnMean)) result[drawn * stride + row * width + objective]! += share * (drawnMean - mean);
    }
  }
}

/** Four sums side by side, so that one addition need not wait for the last. */
function weightedSum(values: Float64Array, cells: number, weights: Uint16Array, from: number, length: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let at = 0;
  for (; at + 3 < length; at += 4) {
    a += weights[from + at]! * values[cells + at]!;
    b += weights[from + at + 1]! * values[cells + at + 1]!;
    c += weights[from + at + 2]! * values[cells + at + 2]!;
    d += weights[from + at + 3]! * values[cells + at + 3]!;
  }
  for (; at < length; at++) a += weights[from + at]! * values[cells + at]!;
  return a + b + (c + d);
}

function ratioOver(sums: Float64Array, counts: Float64Array, cells: number, length: number): number {
  let [sum, count] = [0, 0];
  for (let at = cells; at < cells + length; at++) {
    sum += sums[at]!;
    count += counts[at]!;
  }
  return sum / count;
}

/** The count of every problem where all have the same, so that no count need be summed; else 0. */
function commonCount(counts: Float64Array, cells: number, length: number): number {
  const first = counts[cells]!;
  for (let at = cells + 1; at < cells + length; at++) if (counts[at] !== first) return 0;
  return first;
}
