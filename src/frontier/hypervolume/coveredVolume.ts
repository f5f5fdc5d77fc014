import { frontierCosts } from "../dominance/dominance.ts";
import { risingOrder } from "../dominance/rowOrder.ts";
import { Staircase } from "../dominance/staircase.ts";
import type { Direction } from "../metrics.ts";
import { ExclusiveVolumes } from "./exclusiveVolumes.ts";
import { volumeOfFive } from "./volumeOfFive.ts";

/**
 * Returns the volume that points cover below a corner, where less is better. Two columns need a sweep, and three need a
 * sweep over a staircase (Fonseca, Paquete, López-Ibáñez, CEC 2006). Four and five need sweeps over exclusive volumes,
 * and more need the WFG recursion (While, Bradstreet, Barone, "A fast way of calculating exact hypervolumes", IEEE
 * Trans. Evol. Comput. 2012).
 *
 * @param values row-major, each row lower than the corner on every column; rows may cover each other.
 * @param corner two numbers or more.
 */
export function coveredVolume(values: Float64Array, corner: readonly number[]): number {
  if (corner.length === 2) return area(values, corner);
  if (corner.length === 3) return volumeOfThree(values, corner);
  if (corner.length === 4) return volumeOfFour(values, corner);
  if (corner.length === 5) return volumeOfFive(values, corner);
  return volumeOfMany(values, corner);
}

function area(values: Float64Array, [right, top]: readonly number[]): number {
  let ceiling = top!;
  let total = 0;
  for (const row of risingOrder(columnOf(values, 0, 2))) {
    const y = values[row * 2 + 1]!;
    if (y >= ceiling) continue;
    total += (right! - values[row * 2]!) * (ceiling - y);
    ceiling = y;
  }
  return total;
}

/** Goes up the third column. Each row adds a slab whose base is the area that no lower row covers. */
function volumeOfThree(values: Float64Array, [right, top, far]: readonly number[]): number {
  const staircase = new Staircase();
  let total = 0;
  for (const row of risingOrder(columnOf(values, 2, 3))) {
    const x = values[row * 3]!;
    const y = values[row * 3 + 1]!;
    total += (far! - values[row * 3 + 2]!) * staircase.uncoveredArea(x, y, right!, top!);
    staircase.add(x, y);
  }
  return total;
}

/** Goes up the fourth column and adds, from row to row, a slab over all the volume that the lower rows cover. */
function volumeOfFour(values: Float64Array, corner: readonly number[]): number {
  const heights = columnOf(values, 3, 4);
  const covered = new ExclusiveVolumes(heights.length, corner);
  let total = 0;
  let level = 0;
  for (const row of risingOrder(heights)) {
    total += covered.volume * (heights[row]! - level);
    level = heights[row]!;
    covered.add(values[row * 4]!, values[row * 4 + 1]!, values[row * 4 + 2]!);
  }
  return total + covered.volume * (corner[3]! - level);
}

/**
 * Goes from the worst row on the last column to the best. Each row that follows, if it is limited to the current row,
 * has the same last cost as that row. So the volume that the current row alone covers is a slab over a volume of one
 * dimension less.
 */
function volumeOfMany(values: Float64Array, corner: readonly number[]): number {
  const width = corner.length;
  const last = width - 1;
  const floor = corner.slice(0, last);
  const directions = floor.map((): Direction => "MINIMIZE");
  const rows = risingOrder(columnOf(values, last, width)).reverse();
  let total = 0;
  rows.forEach((row, at) => {
    const own = floor.reduce((product, edge, column) => product * (edge - values[row * width + column]!), 1);
    const cut = new Float64Array((rows.length - at - 1) * last);
    for (let place = 0; place < cut.length; place++) {
      const column = place % last;
      const later = rows[at + 1 + (place - column) / last]!;
      cut[place] = Math.max(values[later * width + column]!, values[row * width + column]!);
    }
    const shared = coveredVolume(frontierCosts(cut, directions).values, floor);
    total += (corner[last]! - values[row * width + last]!) * (own - shared);
  });
  return total;
}

function columnOf(values: Float64Array, column: number, width: number): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + column]!);
}
