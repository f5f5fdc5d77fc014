import type { SampleMetricName } from "../../frontier/metrics.ts";
import { type Stratum, wholeMean } from "../../frontier/statistics/resampling.ts";
import type { RunSums } from "../../store/reading/sampleSums.ts";
import type { Candidate } from "../request/candidate.ts";
import type { Basis } from "./objectiveBasis.ts";

/**
 * The samples of candidates on one benchmark as tables of candidates × problems, one for each objective. The cells of a
 * candidate without runs are zero, except for an objective that does not vary.
 *
 * @param runsOf the runs of each candidate on the benchmark.
 * @param bases for each objective the metric that it varies with.
 * @param metrics the metrics in the order of the runs' sums and counts.
 */
export function stratumOf(runsOf: RunSums[][], bases: Basis[], metrics: SampleMetricName[]): Stratum {
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
  const constant = { sums: new Float64Array(size), counts: new Float64Array(size).fill(1) };
  const tableOf = (basis: Basis) =>
    basis === null || basis === "constant" ? constant : tables[metrics.indexOf(basis)]!;
  return {
    problemCount: columns.size,
    sums: bases.map((basis) => tableOf(basis).sums),
    counts: bases.map((basis) => tableOf(basis).counts),
  };
}

/**
 * Adds a run to a candidate's row, so that the row's sums divided by its counts are the pooled measure. The accuracy of a
 * run is the mean over problems of the share of right answers, every other measure is the mean over samples.
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
 * Converts the sums of an objective in place from tokens to the unit of its metric. The costs of serving grow with the
 * tokens of an answer, so each candidate has one factor: the one by which the mean over benchmarks becomes its value.
 */
export function inUnitOf(objective: number, strata: Stratum[], candidates: readonly Candidate[]): void {
  const factors = candidates.map(({ values }, candidate) => {
    const tokens = strata.reduce((sum, stratum) => sum + wholeMean(stratum, objective, candidate), 0) / strata.length;
    return values[objective]! / tokens;
  });
  for (const stratum of strata) {
    stratum.sums[objective] = stratum.sums[objective]!.map(
      (sum, cell) => sum * (factors[Math.floor(cell / stratum.problemCount)] || 0),
    );
  }
}
