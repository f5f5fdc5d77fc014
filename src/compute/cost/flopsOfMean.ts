/**
 * Estimates the mean FLOPs of answers from their mean length. Attention grows with the square of the length, so that the
 * FLOPs of an answer of mean length are a lower bound. The mean is taken over two lengths that have the mean and the
 * variance of the answers and their skew to the right: for FLOPs that are a square function of the length it is exact.
 *
 * @param flops the FLOPs of an answer of so many output tokens.
 * @param mean the mean output tokens.
 * @param variation the coefficient of variation of the output tokens: their standard deviation divided by their mean.
 */
export function flopsOfMean(flops: (tokens: number) => number, mean: number, variation: number): number {
  const root = Math.sqrt(1 + variation ** 2);
  // The shares of long and short answers are as 1 to 1 + variation², which keeps the short length above 0.
  const long = 1 / (1 + root ** 2);
  return (1 - long) * flops(mean * (1 - variation / root)) + long * flops(mean * (1 + variation * root));
}
