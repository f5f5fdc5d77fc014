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
