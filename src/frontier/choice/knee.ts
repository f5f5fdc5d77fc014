import { scaleToUnit } from "../hypervolume/scaling.ts";
import { type Axis, hasPlace } from "../objective.ts";
import { solve } from "../statistics/linearSystem.ts";

/** Smaller distances are due to rounding: such points lie on the plane. */
const FLAT = 1e-9;

/**
 * Finds the knee of a frontier: the point that lies farthest beyond the straight line through the frontier's two ends.
 * Past it each further gain costs more than the trade between the ends. Both axes are first scaled between the
 * frontier's worst and best (0 to 1), logarithmically if the axis is logarithmic.
 *
 * With k > 2 objectives the line becomes the hyperplane through the k points that are best on one objective each. This
 * is the definition of Das, "On characterizing the 'knee' of the Pareto curve based on normal-boundary intersection",
 * Structural Optimization 18, 1999.
 *
 * @param frontier the frontier's points, k values each.
 * A point at zero or below on a logarithmic axis has no place there: it is neither an end nor the knee.
 *
 * @returns the row of the knee, and the first of equally far ones. It is null if there are fewer than three different
 *   points, if no point lies beyond the line, or if the extremes do not span a plane that falls along every objective.
 */
export function knee(frontier: readonly ArrayLike<number>[], axes: readonly Axis[]): number | null {
  const rows = [...frontier.keys()].filter((row) => axes.every((axis, i) => hasPlace(axis, frontier[row]![i]!)));
  const placed = rows.map((row) => frontier[row]!);
  const different = new Set(placed.map((point) => Array.from(point).join()));
  if (axes.length < 2 || different.size < 3) return null;

  const scaled = scaleToUnit(placed, axes);
  const extremes = axes.map((_, column) => extreme(scaled, column));
  const normal = solve(
    extremes,
    axes.map(() => 1),
  );
  if (normal === null || normal.some((component) => component <= 0)) return null;

  const length = Math.hypot(...normal);
  let farthest: number | null = null;
  let distance = FLAT;
  scaled.forEach((point, at) => {
    const beyond = (dot(normal, point) - 1) / length;
    if (beyond > distance + FLAT) {
      distance = beyond;
      farthest = rows[at]!;
    }
  });
  return farthest;
}

/** Returns the point that is best on one objective. If several are, it is the one with the best sum of all. */
function extreme(scaled: readonly number[][], column: number): number[] {
  const sum = (point: number[]) => point.reduce((total, value) => total + value, 0);
  return scaled.reduce((best, point) =>
    point[column]! > best[column]! || (point[column] === best[column] && sum(point) > sum(best)) ? point : best,
  );
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, index) => total + value * b[index]!, 0);
}
