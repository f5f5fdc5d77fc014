import { normalDistribution } from "./normalDistribution.ts";

/**
 * The quantile of the standard normal distribution, the inverse of Φ, within 1e-9 for probabilities above 1e-6: Newton's
 * steps from 0, which never overshoot, as Φ is convex below 0.
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
