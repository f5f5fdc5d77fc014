/**
 * S_eff of arXiv 2512.24776: mean accuracy over log10 of the mean FLOPs of an answer, both means over benchmarks. It is no
 * ratio of two quantities with a zero, so that it depends on the unit: in GFLOP every model would have another figure,
 * and two models may change places. Compare only figures in FLOPs.
 *
 * @param accuracy between 0 and 1.
 * @param flops in FLOP a problem.
 * @returns NaN up to 1 FLOP, whose logarithm is no divisor.
 */
export function efficiency(accuracy: number, flops: number): number {
  return flops > 1 ? accuracy / Math.log10(flops) : Number.NaN;
}
