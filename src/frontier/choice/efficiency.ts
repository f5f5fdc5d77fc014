/**
 * Returns S_eff of arXiv 2512.24776: the mean accuracy divided by log10 of the mean FLOPs of an answer, where both
 * means are over benchmarks. A logarithm has no natural zero, so that the figure depends on the unit: in GFLOP every
 * model would have another figure, and two models may change places. Compare only figures in FLOPs.
 *
 * @param accuracy a number between 0 and 1.
 * @param flops the compute in FLOP/problem.
 * @returns NaN up to 1 FLOP, whose logarithm cannot be a divisor.
 */
export function efficiency(accuracy: number, flops: number): number {
  return flops > 1 ? accuracy / Math.log10(flops) : Number.NaN;
}
