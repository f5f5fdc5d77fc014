import { type Direction, findMetric, listMetrics, type Metric } from "../frontier/metrics.ts";
import type { Objective } from "../frontier/objective.ts";
import type { Constraint } from "./candidates.ts";
import { RequestError } from "./errors.ts";
import { requireRange } from "./range.ts";

export interface ObjectiveInput {
  metric: string;
  direction?: Direction | null;
}

const DEFAULT_OBJECTIVES: ObjectiveInput[] = [{ metric: "accuracy" }, { metric: "flops" }];

/** The metric of this name, or an error that lists what there is. */
export function requireMetric(name: string, argument: string): Metric {
  const metric = findMetric(name);
  if (metric) return metric;
  const known = listMetrics().map((other) => other.name);
  throw new RequestError(
    "UNKNOWN_METRIC",
    `${argument}: there is no metric "${name}". Known: ${known.join(", ")}.`,
    argument,
  );
}

/** The objectives that a caller asks for, accuracy and compute if none are given; each in its metric's own direction. */
export function requireObjectives(inputs: readonly ObjectiveInput[] | null | undefined): Objective[] {
  const objectives = (inputs ?? DEFAULT_OBJECTIVES).map(({ metric, direction }, i) => {
    const own = requireMetric(metric, `objectives[${i}].metric`);
    return { metric, direction: direction ?? own.direction };
  });
  if (objectives.length === 0) {
    throw new RequestError("BAD_OBJECTIVES", "objectives: the list is empty. Name one metric or more.", "objectives");
  }
  const twice = objectives.find(({ metric }, i) => objectives.findIndex((other) => other.metric === metric) !== i);
  if (twice) {
    throw new RequestError("BAD_OBJECTIVES", `objectives: "${twice.metric}" stands in it twice.`, "objectives");
  }
  return objectives;
}

/** Checks that constraints name metrics and that each leaves a range open. */
export function requireConstraints(
  constraints: readonly Constraint[] | null | undefined,
  argument = "constraints",
): Constraint[] {
  return (constraints ?? []).map((constraint, i) => {
    requireMetric(constraint.metric, `${argument}[${i}].metric`);
    return { metric: constraint.metric, ...requireRange(constraint, `${argument}[${i}]`) };
  });
}
