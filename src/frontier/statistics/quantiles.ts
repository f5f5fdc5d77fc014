/** Beyond so many standard deviations the rest is below the precision of a number near 1. */
const TAIL = 8.5;

/**
 * The standard normal distribution function Φ, within 1e-15: the series 1/2 + φ(z) (z + z³/3 + z⁵/(3·5) + …) of
 * Marsaglia, "Evaluating the normal distribution", J. Stat. Softw. 11, 2004.
 */
export function normalDistribution(z: number): number {
  if (z < -TAIL) return 0;
  if (z > TAIL) return 1;
  let term = z;
  let sum = z;
  for (let factor = 3; Math.abs(term) > Number.EPSILON * Math.abs(sum); factor += 2) {
    term *= (z * z) / factor;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/**
 * The quantile of the standard normal distribution, the inverse of Φ, within 1e-9 for probabilities above 1e-6:
 * Newton's steps from 0, which never overshoot, as Φ is convex below 0.
 */
export function normalQuantile(probability: number): number {
  const tail = Math.min(probability, 1 - probability);
  let z = 0;
  let step = Number.POSITIVE_INFINITY;
  while (step > 1e-14) {
    step = ((normalDistribution(z) - tail) * Math.sqrt(2 * Math.PI)) / Math.exp((-z * z) / 2);
    z -= step;
  }
  return probability < 0.5 ? z : -z;
}

/** The 97.5 % quantile of the standard normal distribution. 95 % of its values lie within ± this number. */
export const Z_95 = 1.959963984540054;

/**
 * Returns the 97.5 % quantile of Student's t distribution. 95 % of its values lie within ± this number. It is exact for
 * 1 and 2 degrees of freedom. Above them it is the Cornish–Fisher expansion about the normal quantile to the fourth
 * order (Abramowitz and Stegun, 26.7.5), with an error of 0.12 % at 3 degrees of freedom and less above.
 *
 * @param degrees degrees of freedom, at least 1.
 */
export function studentQuantile(degrees: number): number {
  // (2p - 1) √(2 / (1 - (2p - 1)²)) and tan(π (p - 1/2)) at p = 0.975.
  if (degrees < 2) return Math.tan(Math.PI * 0.475);
  if (degrees < 3) return 0.95 * Math.sqrt(2 / (1 - 0.95 ** 2));
  const z = Z_95;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  const fourth = (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3 + fourth / degrees ** 4;
}
