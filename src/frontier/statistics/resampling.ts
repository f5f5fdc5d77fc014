import { drawProblems } from "./problemDraws.ts";
import { seededRandom } from "./seededRandom.ts";
import { weightedSums } from "./weightedSums.ts";

/** What samples say of candidates on one benchmark, problem by problem. */
export interface Stratum {
  problemCount: number;
  /** For each objective, candidates × problems row-major: the sum of the samples' values, in the metric's unit. */
  sums: Float64Array[];
  /** The same shape: how many samples have a value, or how much they weigh. Objectives may share an array. */
  counts: Float64Array[];
}

export interface ResamplingInput {
  /** Candidates × objectives row-major, in the metrics' units: the values shown; NaN where missing. */
  values: Float64Array;
  /** 1 where a candidate's samples are in the strata; the others stand still at their values. */
  sampled: Uint8Array;
  /** One a benchmark. */
  strata: Stratum[];
  resamples: number;
  /** A whole number: the same one gives the same resamples. */
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
 * Values are rounded to 41 bits, so that candidates with as many right answers are equal and not parted by a last bit.
 *
 * @returns resamples × candidates × objectives, row-major.
 */
export function resample({ values, sampled, strata, resamples, seed }: ResamplingInput): Float64Array {
  const width = sampled.length === 0 ? 0 : values.length / sampled.length;
  const rows = [...sampled.keys()].filter((row) => sampled[row] === 1);
  const result = new Float64Array(resamples * values.length);
  for (let drawn = 0; drawn < resamples; drawn++) result.set(values, drawn * values.length);

  const random = seededRandom(seed);
  for (const stratum of strata) {
    const { problemCount, sums, counts } = stratum;
    if (problemCount === 0) continue;
    const draws = drawProblems(problemCount, resamples, random);
    const countsOf = remembered((given) => drawnCounts(rowsOf(given, rows, problemCount), draws, problemCount));
    for (let objective = 0; objective < width; objective++) {
      const drawnSums = weightedSums(rowsOf(sums[objective]!, rows, problemCount), draws, problemCount);
      const means = ratios(drawnSums, countsOf(counts[objective]!));
      const whole = rows.map((row) => wholeMean(stratum, objective, row));
      addDeviations(result, means, whole, { rows, columns: values.length, width, objective, share: 1 / strata.length });
    }
  }
  return dropLastBits(result, values, width);
}

/** These rows alone, one after another. */
function rowsOf(table: Float64Array, rows: number[], problemCount: number): Float64Array {
  const packed = new Float64Array(rows.length * problemCount);
  rows.forEach((row, at) => {
    packed.set(table.subarray(row * problemCount, (row + 1) * problemCount), at * problemCount);
  });
  return packed;
}

/** Draws × rows: the counts on what was drawn. They are the same for every draw where no row's problems differ. */
function drawnCounts(counts: Float64Array, draws: Uint8Array, problemCount: number): Float64Array {
  const isEven = counts.every((count, cell) => count === counts[cell - (cell % problemCount)]);
  if (!isEven) return weightedSums(counts, draws, problemCount);
  const rowCount = counts.length / problemCount;
  const totals = Float64Array.from({ length: rowCount }, (_, row) => counts[row * problemCount]! * problemCount);
  return Float64Array.from({ length: (draws.length / problemCount) * rowCount }, (_, at) => totals[at % rowCount]!);
}

/** Objectives that share an array of counts share what is drawn of it. */
function remembered(drawnCountsOf: (counts: Float64Array) => Float64Array): (counts: Float64Array) => Float64Array {
  const known = new Map<Float64Array, Float64Array>();
  return (counts) => {
    if (!known.has(counts)) known.set(counts, drawnCountsOf(counts));
    return known.get(counts)!;
  };
}

function ratios(sums: Float64Array, counts: Float64Array): Float64Array {
  for (let at = 0; at < sums.length; at++) sums[at]! /= counts[at]!;
  return sums;
}

/** The mean of a candidate on one objective over all problems, each once. */
export function wholeMean({ sums, counts, problemCount }: Stratum, objective: number, row: number): number {
  let [sum, count] = [0, 0];
  for (let cell = row * problemCount; cell < (row + 1) * problemCount; cell++) {
    sum += sums[objective]![cell]!;
    count += counts[objective]![cell]!;
  }
  return sum / count;
}

interface Place {
  /** The candidates whose means are given. */
  rows: number[];
  /** Candidates × objectives. */
  columns: number;
  width: number;
  objective: number;
  /** What the benchmark counts in the mean over benchmarks. */
  share: number;
}

/** Adds to every value what the mean of what was drawn differs from the mean over all; nothing where one is missing. */
function addDeviations(result: Float64Array, means: Float64Array, whole: number[], place: Place): void {
  const { rows, columns, width, objective, share } = place;
  for (let from = objective, at = 0; from < result.length; from += columns) {
    for (let row = 0; row < rows.length; row++, at++) {
      const deviation = means[at]! - whole[row]!;
      if (!Number.isNaN(deviation)) result[from + rows[row]! * width]! += share * deviation;
    }
  }
}

/** Rounds in place to 41 bits (Veltkamp's splitting; Dekker, Numer. Math. 1971), and to 0 what is nothing beside the rest. */
function dropLastBits(result: Float64Array, values: Float64Array, width: number): Float64Array {
  for (let objective = 0; objective < width; objective++) {
    const shown = values.filter((value, at) => at % width === objective && Number.isFinite(value));
    const least = shown.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * 2 ** -40;
    for (let at = objective; at < result.length; at += width) {
      const value = result[at]!;
      const scaled = value * (2 ** 12 + 1);
      const rounded = scaled - (scaled - value);
      if (Math.abs(value) < least) result[at] = 0;
      else if (Number.isFinite(rounded)) result[at] = rounded;
    }
  }
  return result;
}
