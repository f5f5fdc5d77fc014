import type { Direction } from "../metrics.ts";
import { dropBelowCells } from "./cells.ts";
import { dropBehindGuards } from "./guards.ts";
import { dropBehindSample } from "./sampledStaircase.ts";

/** With fewer rows than this, a sort is quicker than the passes that would shorten it. */
const WORTHWHILE = 4096;

/**
 * Drops most of the dominated rows before anything is sorted. With two objectives one pass, behind the staircase of a
 * sample, is mostly enough. Else the first pass drops the rows that a few strong rows
 * dominate, which are most of them where objectives agree. The second pass drops the rows that lie behind another row
 * in a grid of cells, which are many of the rest where objectives disagree. Returns every non-dominated row and some
 * others, ascending. If there are at least `WORTHWHILE` rows, none of those returned has a missing value.
 *
 * @param points row-major, in any directions.
 */
export function eliminateDominated(points: Float64Array, directions: readonly Direction[]): Uint32Array {
  const count = points.length / directions.length;
  if (count < WORTHWHILE) return Uint32Array.from({ length: count }, (_, row) => row);
  const ahead = directions.length === 2 ? dropBehindSample(points, directions) : null;
  if (ahead) return ahead;
  const rows = dropBehindGuards(points, directions);
  return rows.length < WORTHWHILE ? rows : dropBelowCells(points, directions, rows);
}
