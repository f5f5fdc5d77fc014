import { type Costs, equalRows } from "./costs.ts";
import { FrontierTree } from "./frontierTree.ts";
import { lexicalOrder, sumOrder } from "./rowOrder.ts";
import { Staircase } from "./staircase.ts";

/**
 * Returns the rows of costs that no other row dominates. The rows are first sorted so that none comes after a row that
 * it dominates. Then a row is on the frontier if no earlier row covers it, or if it equals the row before and that is
 * on it.
 */
export function minimalRows(costs: Costs): Uint32Array {
  if (costs.width === 2) return keep(lexicalOrder(costs), costs, sweep(costs));
  if (costs.width === 3) return keep(lexicalOrder(costs), costs, climb(costs));
  return keep(sumOrder(costs), costs, branch(costs));
}

/** @param enters says whether no row that entered before covers a row, and if so lets it enter. */
function keep(ordered: Uint32Array, { values, width }: Costs, enters: (row: number) => boolean): Uint32Array {
  const kept = new Uint32Array(ordered.length);
  let count = 0;
  for (const row of ordered) {
    if ((count > 0 && equalRows(values, width, row, kept[count - 1]!)) || enters(row)) kept[count++] = row;
  }
  return kept.subarray(0, count);
}

function sweep({ values }: Costs): (row: number) => boolean {
  let lowest: number | undefined;
  return (row) => {
    const second = values[row * 2 + 1]!;
    if (lowest !== undefined && second >= lowest) return false;
    lowest = second;
    return true;
  };
}

function climb({ values }: Costs): (row: number) => boolean {
  const staircase = new Staircase();
  return (row) => staircase.add(values[row * 3 + 1]!, values[row * 3 + 2]!);
}

function branch({ values, width }: Costs): (row: number) => boolean {
  const tree = new FrontierTree(width);
  return (row) => {
    if (tree.covers(values, row * width)) return false;
    tree.add(values, row * width);
    return true;
  };
}
