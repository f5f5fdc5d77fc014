/** Whether the tests may take long (`npm run test:long`). */
export const IS_LONG = Boolean(process.env.LONG_TESTS);

/**
 * The number of runs of a property: few, from a fixed seed, in the quick tests, and many with other values each time in
 * the long ones.
 */
export function runs(few: number, many: number): { numRuns: number; seed?: number } {
  return IS_LONG ? { numRuns: many } : { numRuns: few, seed: 1 };
}
