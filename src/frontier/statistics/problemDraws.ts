/**
 * Draws problems for a bootstrap: in each resample as many as there are, with replacement.
 *
 * @param random a source of numbers in [0, 1).
 * @returns resamples × problems, row-major: how often each problem was drawn. A byte is enough, since drawing one
 *   problem more than 255 times is practically impossible.
 */
export function drawProblems(problemCount: number, resamples: number, random: () => number): Uint8Array {
  const times = new Uint8Array(resamples * problemCount);
  for (let from = 0; from < times.length; from += problemCount) {
    for (let draw = 0; draw < problemCount; draw++) times[from + Math.floor(random() * problemCount)]!++;
  }
  return times;
}
