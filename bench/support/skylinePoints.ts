import { seededRandom } from "../../src/frontier/statistics/seededRandom.ts";

export const distributions = ["correlated", "independent", "anti-correlated"] as const;
export type Distribution = (typeof distributions)[number];

/**
 * Random points in the unit cube, row-major, where less is better. The three distributions are those of Börzsönyi, Kossmann
 * and Stocker, "The skyline operator", ICDE 2001, which skyline algorithms have been compared by since.
 *
 * - independent: each value uniform in [0, 1].
 * - correlated: a place v on the diagonal, the mean of k uniform numbers; then every value is shifted by a normal number
 *   of at most l = min(v, 1 - v), and its neighbour by the opposite.
 * - anti-correlated: v close to 1/2 (normal within ± 1/4), so that all points lie near one plane across the diagonal;
 *   every value is shifted by a uniform number in [-l, l], and its neighbour by the opposite, so that a point that is good
 *   on one objective is bad on another.
 *
 * Points outside the cube are drawn again. A normal number is the mean of twelve uniform numbers.
 */
export function skylinePoints(kind: Distribution, count: number, width: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const points = new Float64Array(count * width);
  const draw = { correlated, independent, "anti-correlated": antiCorrelated }[kind];
  for (let row = 0; row < count; ) {
    const point = points.subarray(row * width, (row + 1) * width);
    draw(point, random);
    if (point.every((value) => value >= 0 && value <= 1)) row++;
  }
  return points;
}

function independent(point: Float64Array, random: () => number) {
  for (let column = 0; column < point.length; column++) point[column] = random();
}

function correlated(point: Float64Array, random: () => number) {
  const place = meanOfUniform(point.length, random);
  const most = Math.min(place, 1 - place);
  exchange(point.fill(place), () => most * (2 * meanOfUniform(12, random) - 1));
}

function antiCorrelated(point: Float64Array, random: () => number) {
  const place = 1 / 4 + meanOfUniform(12, random) / 2;
  const most = Math.min(place, 1 - place);
  exchange(point.fill(place), () => most * (2 * random() - 1));
}

/** Shifts every value by a random amount, and the next value by the opposite amount. */
function exchange(point: Float64Array, amount: () => number) {
  for (let column = 0; column < point.length; column++) {
    const moved = amount();
    point[column]! += moved;
    point[(column + 1) % point.length]! -= moved;
  }
}

function meanOfUniform(count: number, random: () => number): number {
  let sum = 0;
  for (let drawn = 0; drawn < count; drawn++) sum += random();
  return sum / count;
}
