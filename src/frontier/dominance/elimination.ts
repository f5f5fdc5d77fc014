import type { Direction } from "../metrics.ts";
import { dropBelowCells } from "./cells.ts";
import { dropBehindGuards } from "./guards.ts";

/** Below this many rows a sort is cheaper than the passes that would shorten it. */
const WORTHWHILE = 4096;

/**
 * Drops most of the dominated rows, before anything is sorted: what a few strong rows dominate, which is most where
 * objectives go together, then what lies behind another row in a grid of cells, which thins out what is left where they
 * don't. Returns every non-dominated row and some others, ascending, none with a missing value if there were many.
 *
 * @param points row-major, in any directions.
 */
export function eliminateDominated(points: Float64Array, directions: readonly Direction[]): Uint32Array {
  const count = points.length / directions.length;
  if (count < WORTHWHILE) return Uint32Array.from({ length: count }, (_, row) => row);
  const rows = dropBehindGuards(points, directions);
  return rows.length < WORTHWHILE ? rows : dropBelowCells(points, directions, rows);
}
