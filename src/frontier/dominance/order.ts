import type { Direction } from "../metrics.ts";

/**
 * The order in which a frontier is read: by the first minimised objective from low to high, then by the first maximised
 * one from high to low, then as given. Without a minimised objective the first maximised one alone decides. A point
 * that lacks the value (NaN) comes last.
 *
 * @returns row numbers.
 */
export function readingOrder(points: readonly ArrayLike<number>[], directions: readonly Direction[]): number[] {
  const cost = directions.indexOf("MINIMIZE");
  const gain = directions.indexOf("MAXIMIZE");
  const rows = points.map((_, row) => row);
  return rows.sort(
    (a, b) =>
      (cost === -1 ? 0 : ascending(points[a]![cost]!, points[b]![cost]!)) ||
      (gain === -1 ? 0 : ascending(-points[a]![gain]!, -points[b]![gain]!)) ||
      a - b,
  );
}

function ascending(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : 1;
}
