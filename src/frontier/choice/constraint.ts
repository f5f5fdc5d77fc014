/**
 * A limit that a candidate must meet: a metric's value of at least `min` and at most `max`, both included, in its unit.
 */
export interface Constraint {
  metric: string;
  min?: number | null;
  max?: number | null;
}

/** Says whether values meet every constraint. A missing value of a constrained metric does not meet the constraint. */
export function meetsAll(
  measured: (metric: string) => number | null | undefined,
  constraints: readonly Constraint[],
): boolean {
  return constraints.every(({ metric, min, max }) => {
    const value = measured(metric);
    if (value == null || Number.isNaN(value)) return false;
    return (min == null || value >= min) && (max == null || value <= max);
  });
}
