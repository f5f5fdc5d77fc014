/**
 * Returns independent draws from the standard normal distribution, two of each pair of uniform numbers (Box and Muller,
 * "A note on the generation of random normal deviates", Ann. Math. Stat. 1958).
 *
 * @param random a source of numbers in [0, 1).
 */
export function normalDraws(count: number, random: () => number): Float64Array {
  const draws = new Float64Array(count);
  for (let at = 0; at < count; at += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    draws[at] = radius * Math.cos(angle);
    if (at + 1 < count) draws[at + 1] = radius * Math.sin(angle);
  }
  return draws;
}
