import type { Axis } from "../objective.ts";

/** The worst and the best value of an axis, in the metric's unit. */
export interface Bounds {
  worst: number;
  best: number;
}

/**
 * Returns the worst and the best value of each objective over the given points, for `scaleToUnit`. Missing and infinite
 * values do not count. The bounds are NaN if no value is left.
 *
 * Hypervolumes that are compared, such as those of groups or release dates, need the same bounds from all candidates: a
 * volume within other bounds is another quantity.
 */
export function axisBounds(points: readonly ArrayLike<number>[], axes: readonly Axis[]): Bounds[] {
  return axes.map(({ direction }, column) => {
    const finite = points.map((point) => point[column]!).filter(Number.isFinite);
    if (finite.length === 0) return { worst: Number.NaN, best: Number.NaN };
    const low = finite.reduce((a, b) => Math.min(a, b));
    const high = finite.reduce((a, b) => Math.max(a, b));
    return direction === "MAXIMIZE" ? { worst: low, best: high } : { worst: high, best: low };
  });
}

/**
 * Scales points so that 0 is the worst bound and 1 the best on every axis, whatever its direction. On a logarithmic
 * axis the logarithm is scaled, so that equal ratios are equal steps. An axis with a bound at or below zero has no
 * logarithm and is scaled linearly. On an axis whose bounds are equal every point is at its best, 1. Values outside the
 * bounds give numbers outside 0 and 1, and missing values stay NaN.
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
  if (worst === best) return (value) => (Number.isNaN(value) ? value : 1);
  const transform = axis.scale === "log" && worst > 0 && best > 0 ? Math.log : (value: number) => value;
  const from = transform(worst);
  const range = transform(best) - from;
  return (value) => (transform(value) - from) / range;
}
