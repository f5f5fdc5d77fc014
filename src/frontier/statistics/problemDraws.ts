/**
 * Problems drawn with replacement, as many as there are, once a resample: the draws of a bootstrap over problems.
 *
 * @param random numbers in [0, 1).
 * @returns resamples × problems, row-major: how often each problem was drawn. One byte holds it: that one of many is drawn
 *   more than 255 times does not happen.
 */
export function drawProblems(problemCount: number, resamples: number, random: () => number): Uint8Array {
  const times = new Uint8Array(resamples * problemCount);
  for (let from = 0; from < times.length; from += problemCount) {
    for (let draw = 0; draw < problemCount; draw++) times[from + Math.floor(random() * problemCount)]!++;
  }
  return times;
}
