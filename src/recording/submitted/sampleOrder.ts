interface Placed {
  problem: string;
  repeat: number;
}

/**
 * Samples in order of problem and repeat. What is computed from samples takes them in this order, so that it depends on
 * the samples alone and not on the order in which they came: sums of floating-point numbers and resampling do.
 */
export function inSampleOrder<Sample extends Placed>(samples: readonly Sample[]): Sample[] {
  return samples.toSorted((a, b) => compare(a.problem, b.problem) || a.repeat - b.repeat);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
