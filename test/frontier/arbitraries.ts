import fc from "fast-check";
import type { Direction } from "../../src/frontier/metrics.ts";

export const direction = fc.constantFrom<Direction>("MAXIMIZE", "MINIMIZE");

/** Few different values, so that ties, duplicates and dominance all occur; sometimes a missing or an infinite one. */
const tiedValue = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 5, arbitrary: fc.double({ noDefaultInfinity: true, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0) },
);

export interface Problem {
  points: number[][];
  directions: Direction[];
}

/** Points over 1 to 6 objectives. */
export function problem(value: fc.Arbitrary<number> = tiedValue, maxPoints = 60): fc.Arbitrary<Problem> {
  return fc.integer({ min: 1, max: 6 }).chain((objectives) =>
    fc.record({
      points: fc.array(fc.array(value, { minLength: objectives, maxLength: objectives }), { maxLength: maxPoints }),
      directions: fc.array(direction, { minLength: objectives, maxLength: objectives }),
    }),
  );
}

/** Dominance as it is defined, word for word. */
export function dominatesByDefinition(a: number[], b: number[], directions: Direction[]): boolean {
  if ([...a, ...b].some(Number.isNaN)) return false;
  const asGood = directions.every((direction, k) => (direction === "MAXIMIZE" ? a[k]! >= b[k]! : a[k]! <= b[k]!));
  const better = directions.some((direction, k) => (direction === "MAXIMIZE" ? a[k]! > b[k]! : a[k]! < b[k]!));
  return asGood && better;
}

export function frontierByDefinition({ points, directions }: Problem): number[] {
  return points.flatMap((point, row) =>
    point.some(Number.isNaN) || points.some((other) => dominatesByDefinition(other, point, directions)) ? [] : [row],
  );
}
