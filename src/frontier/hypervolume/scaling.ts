import { type Axis, hasPlace } from "../objective.ts";

/** The worst and the best value of an axis, in the metric's unit. */
export interface Bounds {
  worst: number;
  best: number;
}

/**
 * Returns the worst and the best value of each objective over the given points, for `scaleToUnit`. Missing and infinite
 * values do not count, nor do zero and below on a logarithmic axis. The bounds are NaN if no value is left.
 *
 * Hypervolumes that are compared, such as those of groups or release dates, need the same bounds from all candidates: a
 * volume within other bounds is another quantity.
 */
export function axisBounds(points: readonly ArrayLike<number>[], axes: readonly Axis[]): Bounds[] {
  return axes.map((axis, column) => {
    const placed = points.map((point) => point[column]!).filter((value) => hasPlace(axis, value));
    if (placed.length === 0) return { worst: Number.NaN, best: Number.NaN };
    const low = placed.reduce((a, b) => Math.min(a, b));
    const high = placed.reduce((a, b) => Math.max(a, b));
    return axis.direction === "MAXIMIZE" ? { worst: low, best: high } : { worst: high, best: low };
  });
}

/**
 * Scales points so that 0 is the worst bound and 1 the best on every axis, whatever its direction. On a logarithmic
 * axis the logarithm is scaled, so that equal ratios are equal steps. Zero and values below it have no logarithm: they
 * have no place on such an axis and give NaN, as missing values do, and the axis stays logarithmic for the others. On an
 * axis whose bounds are equal every point is at its best, 1. Values outside the bounds give numbers outside 0 and 1.
 *
 * @throws RangeError if a bound has no place on its axis.
 */
export function scaleToUnit(
  points: readonly ArrayLike<number>[],
  axes: readonly Axis[],
  bounds: readonly Bounds[] = axisBounds(points, axes),
): number[][] {
  const scales = axes.map((axis, column) => unitScale(axis, bounds[column]!));
  return points.map((point) => scales.map((scale, column) => scale(point[column]!)));
}

function unitScale(axis: Axis, { worst, best }: Bounds): (value: number) => number {
  const isLog = axis.scale === "log";
  for (const bound of [worst, best]) {
    if (isLog && bound <= 0) throw new RangeError(`A logarithmic axis cannot end at ${bound}.`);
  }
  const isMissing = (value: number) => Number.isNaN(value) || (isLog && value <= 0);
  if (worst === best) return (value) => (isMissing(value) ? Number.NaN : 1);
  const transform = isLog ? Math.log : (value: number) => value;
  const from = transform(worst);
  const range = transform(best) - from;
  return (value) => (isMissing(value) ? Number.NaN : (transform(value) - from) / range);
}
