import type { SampleMetricName } from "../../frontier/metrics.ts";
import { type Stratum, wholeMean } from "../../frontier/statistics/resampling.ts";
import type { RunSums } from "../../store/reading/sampleSums.ts";
import type { Candidate } from "../request/candidate.ts";

/** What an objective varies with from answer to answer; "constant" where with nothing, null where no sample tells. */
export type Basis = SampleMetricName | "constant" | null;

/**
 * The samples of candidates on one benchmark as a table of problems, a row a candidate; nothing for one without runs.
 *
 * @param bases for each objective what it varies with from answer to answer; "constant" where with nothing.
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
