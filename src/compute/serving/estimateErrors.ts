/** The ends of the range that holds 95 % of the quotients of a measured value by its estimate. */
export type ErrorFactors = readonly [low: number, high: number];

/**
 * How far the roofline estimates are from measurements: the 2.5 and 97.5 % quantiles of measured / estimated over the
 * 279 configurations of ML.ENERGY whose architectures the efficiencies were not fitted to (`npm run bench:deployment`;
 * a test derives them again). All were measured on H100 and B200, so that estimates for other accelerators may be
 * further off. The time to first token and the memory in use were not measured there: their error is not known.
 */
export const ESTIMATE_FACTORS = {
  interTokenLatency: [0.63, 1.74],
  throughput: [0.56, 1.46],
  energyPerToken: [0.72, 1.98],
} as const satisfies Record<string, ErrorFactors>;

/** The factors of what is a constant divided by a quantity with the given ones. */
export const reciprocal = ([low, high]: ErrorFactors): ErrorFactors => [1 / high, 1 / low];
