/**
 * The number of runs of a property: few, from a fixed seed, in the quick tests, and many with other values each time in
 * the long ones (`npm run test:long`).
 */
export function runs(few: number, many: number): { numRuns: number; seed?: number } {
  return process.env.LONG_TESTS ? { numRuns: many } : { numRuns: few, seed: 1 };
}
