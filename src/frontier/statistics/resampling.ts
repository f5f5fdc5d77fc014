import { drawProblems } from "./problemDraws.ts";
import { seededRandom } from "./seededRandom.ts";
import { drawStatedErrors, type StatedErrors } from "./statedErrors.ts";
import { weightedSums } from "./weightedSums.ts";

/** The samples of candidates on one benchmark, summed by problem. */
export interface Stratum {
  problemCount: number;
  /** For each objective the sums of the samples' values in the metric's unit: candidates × problems, row-major. */
  sums: Float64Array[];
  /** The number or the weight of the samples that have a value, in the same shape. Objectives may share an array. */
  counts: Float64Array[];
}

export interface ResamplingInput {
  /** The reported values in the metrics' units: candidates × objectives, row-major; NaN where missing. */
  values: Float64Array;
  /** 1 for a candidate whose samples are in the strata. The others only move by their stated errors. */
  sampled: Uint8Array;
  /** One stratum for each benchmark. */
  strata: Stratum[];
  /** The objectives whose samples are shares of right answers, between 0 and 1. */
  shares?: readonly number[];
  /** Errors that no samples show, by which values move in addition. */
  errors?: readonly StatedErrors[];
  resamples: number;
  /** A whole number. The same number gives the same resamples. */
  seed: number;
}

/**
 * Returns values of the candidates under a bootstrap over problems (Efron 1979). The problems of each benchmark are
 * drawn with replacement, as many as there are and the same ones for all candidates. So candidates are compared on the
 * same problems (paired), and all samples of a problem stay together (clustered). A candidate's value is the mean over
 * benchmarks of its sum divided by its count on the drawn problems. It is moved by the difference between the reported
 * value and the same mean over all problems, so that resamples centre on the reported value. If none of the drawn
 * problems of a benchmark has a value, as happens to candidates that answered a few problems, the benchmark keeps its mean
 * over all problems, or, with `otherwise` "absent", the candidate has no value (NaN) in that resample.
 *
 * Where all answers of a candidate are right, or all wrong, drawing problems cannot show how sure that is. Its share is
 * then drawn from the posterior Beta(n + 1, 1) of n right answers under a uniform prior: u^(1 / (n + 1)), which agrees
 * with Wilson's interval. All candidates share the u of a resample, so that equal candidates stay equal.
 *
 * Values that no samples show, or whose estimates err, move in addition by draws from their stated errors
 * (`drawStatedErrors`).
 *
 * Values are rounded to 41 bits, so that candidates with the same number of right answers are equal in spite of
 * rounding.
 *
 * @returns resamples × candidates × objectives, row-major.
 */
export function resample(
  { values, sampled, strata, shares = [], errors = [], resamples, seed }: ResamplingInput,
  otherwise: "kept" | "absent" = "kept",
): Float64Array {
  const width = sampled.length === 0 ? 0 : values.length / sampled.length;
  const rows = [...sampled.keys()].filter((row) => sampled[row] === 1);
  const result = new Float64Array(resamples * values.length);
  for (let drawn = 0; drawn < resamples; drawn++) result.set(values, drawn * values.length);

  const random = seededRandom(seed);
  for (const stratum of strata) {
    const { problemCount, sums, counts } = stratum;
    if (problemCount === 0) continue;
    const draws = drawProblems(problemCount, resamples, random);
    const quantiles = shares.length > 0 ? Float64Array.from({ length: resamples }, random) : new Float64Array();
    const countsOf = remembered((given) => drawnCounts(rowsOf(given, rows, problemCount), draws, problemCount));
    for (let objective = 0; objective < width; objective++) {
      const drawnSums = weightedSums(rowsOf(sums[objective]!, rows, problemCount), draws, problemCount);
      const means = ratios(drawnSums, countsOf(counts[objective]!));
      const whole = rows.map((row) => wholeMean(stratum, objective, row));
      if (shares.includes(objective)) drawCertainShares(means, stratum, objective, rows, quantiles);
      addDeviations(result, means, whole, {
        rows,
        columns: values.length,
        width,
        objective,
        share: 1 / strata.length,
        otherwise,
      });
    }
  }
  errors.forEach((one, at) => {
    drawStatedErrors(result, one, seed + SEED_OF_ERRORS * (at + 1));
  });
  return dropLastBits(result, values, width);
}

/** Errors have draws of their own, so that problems are drawn the same with them and without. */
const SEED_OF_ERRORS = 0x9e3779b1;

/** Copies the given rows one after another. */
function rowsOf(table: Float64Array, rows: number[], problemCount: number): Float64Array {
  const packed = new Float64Array(rows.length * problemCount);
  rows.forEach((row, at) => {
    packed.set(table.subarray(row * problemCount, (row + 1) * problemCount), at * problemCount);
  });
  return packed;
}

/**
 * Returns the counts on the drawn problems, draws × rows. They are the same for every draw if all problems of a row
 * count the same.
 */
function drawnCounts(counts: Float64Array, draws: Uint8Array, problemCount: number): Float64Array {
  const isEven = counts.every((count, cell) => count === counts[cell - (cell % problemCount)]);
  if (!isEven) return weightedSums(counts, draws, problemCount);
  const rowCount = counts.length / problemCount;
  const totals = Float64Array.from({ length: rowCount }, (_, row) => counts[row * problemCount]! * problemCount);
  return Float64Array.from({ length: (draws.length / problemCount) * rowCount }, (_, at) => totals[at % rowCount]!);
}

/** Objectives that share an array of counts share the drawn counts too. */
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

/** Returns the mean of a candidate on one objective over all problems, each taken once. */
export function wholeMean({ sums, counts, problemCount }: Stratum, objective: number, row: number): number {
  let [sum, count] = [0, 0];
  for (let cell = row * problemCount; cell < (row + 1) * problemCount; cell++) {
    sum += sums[objective]![cell]!;
    count += counts[objective]![cell]!;
  }
  return sum / count;
}

/** Puts draws in place of the means of candidates whose answers are all right or all wrong. */
function drawCertainShares(
  means: Float64Array,
  { sums, counts, problemCount }: Stratum,
  objective: number,
  rows: number[],
  quantiles: Float64Array,
): void {
  for (const [at, row] of rows.entries()) {
    let [answered, right, wrong] = [0, 0, 0];
    for (let cell = row * problemCount; cell < (row + 1) * problemCount; cell++) {
      const count = counts[objective]![cell]!;
      if (count === 0) continue;
      answered++;
      const share = sums[objective]![cell]! / count;
      // Weighted sums of ones can miss one by rounding.
      if (share > 1 - 1e-9) right++;
      else if (share < 1e-9) wrong++;
    }
    if (answered === 0 || (right < answered && wrong < answered)) continue;
    for (const [drawn, quantile] of quantiles.entries()) {
      const share = quantile ** (1 / (answered + 1));
      means[drawn * rows.length + at] = right === answered ? share : 1 - share;
    }
  }
}

interface Place {
  /** The candidates whose means are given. */
  rows: number[];
  /** The means over all problems, candidates × objectives. */
  columns: number;
  width: number;
  objective: number;
  /** The weight of the benchmark in the mean over benchmarks. */
  share: number;
  otherwise: "kept" | "absent";
}

/**
 * Adds to every value the difference of the drawn mean from the mean over all problems; nothing if either is missing, or
 * NaN if only the drawn mean is and that was asked.
 */
function addDeviations(result: Float64Array, means: Float64Array, whole: number[], place: Place): void {
  const { rows, columns, width, objective, share, otherwise } = place;
  for (let from = objective, at = 0; from < result.length; from += columns) {
    for (let row = 0; row < rows.length; row++, at++) {
      const deviation = means[at]! - whole[row]!;
      const isDrawn = !Number.isNaN(means[at]!);
      if (!Number.isNaN(deviation)) result[from + rows[row]! * width]! += share * deviation;
      else if (otherwise === "absent" && !isDrawn && !Number.isNaN(whole[row]!))
        result[from + rows[row]! * width] = Number.NaN;
    }
  }
}

/**
 * Rounds in place to 41 bits (Veltkamp's splitting; Dekker, Numer. Math. 1971), and to 0 if the value is negligible.
 */
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
