import { paretoFrontier } from "../dominance/dominance.ts";
import type { Objective } from "../objective.ts";
import { type Constraint, meetsAll } from "./constraint.ts";

/** A metric and the direction in which it is better. */
type Preference = Pick<Objective, "metric" | "direction">;

/** A candidate's values by metric, in the metrics' units. */
export type Values = Readonly<Record<string, number | null | undefined>>;

/**
 * Chooses a candidate under constraints. A candidate is feasible if it meets every constraint and has a value on every
 * objective. Among the feasible candidates that no other feasible one dominates:
 *
 * - Usually the one with the highest value of the first maximised objective is taken. If several are equal, the one
 *   with the lowest first minimised objective is taken.
 * - If the constraints ask for a minimum of the first maximised objective and set no maximum on any minimised
 *   objective, reaching the minimum is enough. Then the one with the lowest first minimised objective is taken. If
 *   several are equal, the one with the highest first maximised objective is taken.
 *
 * If candidates are still equal, the first one is taken. A candidate without a value of a constrained metric does not
 * meet the constraint.
 *
 * @returns the index of the candidate, or null if none is feasible.
 */
export function best(
  candidates: readonly Values[],
  objectives: readonly Preference[],
  constraints: readonly Constraint[],
): number | null {
  const feasible = candidates.flatMap((candidate, index) =>
    meetsAll((metric) => candidate[metric], constraints) ? [index] : [],
  );
  const points = feasible.map((index) => objectives.map(({ metric }) => candidates[index]![metric] ?? Number.NaN));
  const frontier = paretoFrontier(
    points,
    objectives.map(({ direction }) => direction),
  );

  const priorities = priorityOf(objectives, constraints);
  const ranked = frontier.sort((a, b) => {
    for (const column of priorities) {
      const sign = objectives[column]!.direction === "MAXIMIZE" ? -1 : 1;
      const difference = sign * (points[a]![column]! - points[b]![column]!);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
  return ranked.length === 0 ? null : feasible[ranked[0]!]!;
}

/**
 * The columns that decide, most important first: gain, then cost, or cost first for "the cheapest that reaches a
 * minimum".
 */
function priorityOf(objectives: readonly Preference[], constraints: readonly Constraint[]): number[] {
  const gain = objectives.findIndex(({ direction }) => direction === "MAXIMIZE");
  const cost = objectives.findIndex(({ direction }) => direction === "MINIMIZE");
  if (gain === -1 || cost === -1) return [Math.max(gain, cost)];

  const minimised = new Set(objectives.filter(({ direction }) => direction === "MINIMIZE").map(({ metric }) => metric));
  const asksToReach = constraints.some(({ metric, min }) => metric === objectives[gain]!.metric && min != null);
  const hasBudget = constraints.some(({ metric, max }) => minimised.has(metric) && max != null);
  return asksToReach && !hasBudget ? [cost, gain] : [gain, cost];
}
