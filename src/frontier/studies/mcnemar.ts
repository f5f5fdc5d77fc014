/**
 * Returns the two-sided p of the exact McNemar test (McNemar, Psychometrika 1947): the probability that problems on
 * which two models differ would split at least as unevenly if neither were better. It is that of the sign test on these
 * problems, 2 · P(X ≤ min) for X ~ Binomial(onlyA + onlyB, ½), at most 1.
 *
 * @param onlyA the number of problems on which only the first did better.
 * @param onlyB the number on which only the second did.
 * @returns 1 without a problem on which they differ.
 */
export function exactMcNemar(onlyA: number, onlyB: number): number {
  const trials = onlyA + onlyB;
  // In logarithms: 2^-trials and the coefficients leave the range of numbers from about a thousand problems on.
  let logTerm = -trials * Math.LN2;
  let tail = 0;
  for (let successes = 0; successes <= Math.min(onlyA, onlyB); successes++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((trials - successes) / (successes + 1));
  }
  return Math.min(1, 2 * tail);
}
