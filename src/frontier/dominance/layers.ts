import type { Direction } from "../metrics.ts";
import { type Costs, coversRow, equalRows, type Points, toCosts } from "./costs.ts";
import { lexicalOrder, sumOrder } from "./rowOrder.ts";

/**
 * Returns the layer of each point: 1 on the frontier, 2 on the frontier of the points that remain without layer 1, and
 * so on. It is 0 for a point with a missing value (NaN). Equal points share a layer.
 *
 * Two objectives take O(n log n), as patience sorting does. More objectives use efficient non-dominated sorting with a
 * binary search over the layers (ENS-BS: Zhang, Tian, Cheng, Jin, IEEE Trans. Evol. Comput. 2015).
 *
 * @param points n rows of k values, or a row-major Float64Array of n × k.
 * @param directions k directions, k ≥ 1.
 * @throws RangeError if there is no objective, or a row has another length than `directions`.
 */
export function paretoLayers(points: Points, directions: readonly Direction[]): Int32Array {
  const costs = toCosts(points, directions);
  const found = costs.width === 2 ? layersOfTwo(costs) : layersOfMany(costs);
  const layers = new Int32Array(points instanceof Float64Array ? points.length / directions.length : points.length);
  costs.rows.forEach((row, at) => {
    layers[row] = found[at]!;
  });
  return layers;
}

function layersOfTwo(costs: Costs): Int32Array {
  const { values, rows } = costs;
  const layers = new Int32Array(rows.length);
  // The lowest second cost on each layer so far; it rises from layer to layer.
  const lowest: number[] = [];
  let previous = -1;
  for (const row of lexicalOrder(costs)) {
    if (previous !== -1 && equalRows(values, 2, row, previous)) {
      layers[row] = layers[previous]!;
    } else {
      const second = values[row * 2 + 1]!;
      const layer = firstWhere(lowest.length, (at) => lowest[at]! > second);
      lowest[layer] = second;
      layers[row] = layer + 1;
    }
    previous = row;
  }
  return layers;
}

function layersOfMany(costs: Costs): Int32Array {
  const { values, width, rows } = costs;
  const layers = new Int32Array(rows.length);
  const members: number[][] = [];
  let previous = -1;
  for (const row of sumOrder(costs)) {
    if (previous !== -1 && equalRows(values, width, row, previous)) {
      layers[row] = layers[previous]!;
      continue;
    }
    // Only the first of equal points is a member, so whatever covers this row dominates it.
    const layer = firstWhere(
      members.length,
      (at) => !members[at]!.some((other) => coversRow(values, width, other, row)),
    );
    if (layer === members.length) members.push([]);
    members[layer]!.push(row);
    layers[row] = layer + 1;
    previous = row;
  }
  return layers;
}

/** Returns the first of `count` positions from which on a condition holds; `count` if it holds at none. */
function firstWhere(count: number, holds: (position: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
