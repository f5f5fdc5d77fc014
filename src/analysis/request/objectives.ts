import { meantValue } from "../../errors/meantValue.ts";
import { RequestError } from "../../errors/requestError.ts";
import { unknownValue } from "../../errors/unknownValue.ts";
import type { Constraint } from "../../frontier/choice/constraint.ts";
import type { KnownMetric, MetricCatalogue } from "../../frontier/metricCatalogue.ts";
import type { Direction } from "../../frontier/metrics.ts";
import { type Objective, objectiveOf } from "../../frontier/objective.ts";
import { requireRange } from "../../store/filters/range.ts";

export interface ObjectiveInput {
  metric: string;
  direction?: Direction | null;
  /** The axis on which it is traded, in place of the metric's own. */
  scale?: "LINEAR" | "LOG" | null;
  /** The difference that does not matter, in the metric's unit, or on a logarithmic axis as a share of the value. */
  epsilon?: number | null;
}

/** The most objectives. With more, nearly every candidate is on the frontier, and the exact hypervolume takes too long. */
const MOST_OBJECTIVES = 5;

const SCALES = { LINEAR: "linear", LOG: "log" } as const;

const DEFAULT_OBJECTIVES: ObjectiveInput[] = [{ metric: "accuracy" }, { metric: "flops" }];

/**
 * The metric of this name, or the one that a text or its plural means (`meantValue`). Throws `UNKNOWN_METRIC`, with the
 * metrics that are nearest and a list, if there is none.
 */
export function requireMetric(metrics: MetricCatalogue, name: string, argument: string): KnownMetric {
  const exact = metrics.find(name);
  if (exact) return exact;
  const known = metrics.list().map((other) => other.name);
  const metric = metrics.find(meantValue(name, known) ?? meantValue(`${name}s`, known) ?? name);
  if (metric) return metric;
  throw unknownValue("UNKNOWN_METRIC", { argument, noun: "metric", value: name, known });
}

/**
 * The objectives that a caller asks for, each in the direction and on the scale of its metric if none is given. The default is accuracy and
 * FLOPs. Throws `UNKNOWN_METRIC` or `BAD_OBJECTIVES`.
 */
export function requireObjectives(
  metrics: MetricCatalogue,
  inputs: readonly ObjectiveInput[] | null | undefined,
): Objective[] {
  const objectives = (inputs ?? DEFAULT_OBJECTIVES).map(({ metric, direction, scale }, i) => {
    const known = requireMetric(metrics, metric, `objectives[${i}].metric`);
    return objectiveOf(known, direction ?? undefined, scale ? SCALES[scale] : undefined);
  });
  if (objectives.length === 0) {
    throw new RequestError("BAD_OBJECTIVES", "objectives: the list is empty. Name one metric or more.", "objectives");
  }
  if (objectives.length > MOST_OBJECTIVES) {
    const message = `objectives: ${objectives.length} are given, but a frontier trades at most ${MOST_OBJECTIVES}.`;
    throw new RequestError("BAD_OBJECTIVES", message, "objectives");
  }
  const twice = objectives.find(({ metric }, i) => objectives.findIndex((other) => other.metric === metric) !== i);
  if (twice) {
    throw new RequestError("BAD_OBJECTIVES", `objectives: "${twice.metric}" is given twice.`, "objectives");
  }
  return objectives;
}

/**
 * The epsilon of each objective, 0 for an objective without one, or null if no objective has one. Throws `BAD_RANGE` for an
 * epsilon that is negative or not a number.
 */
export function requireEpsilons(inputs: readonly ObjectiveInput[] | null | undefined): number[] | null {
  const epsilons = (inputs ?? []).map(({ epsilon }) => epsilon ?? 0);
  const wrong = epsilons.findIndex((epsilon) => !(epsilon >= 0 && Number.isFinite(epsilon)));
  if (wrong !== -1) {
    const argument = `objectives[${wrong}].epsilon`;
    throw new RequestError("BAD_RANGE", `${argument}: ${epsilons[wrong]} is below zero or not a number.`, argument);
  }
  return epsilons.some((epsilon) => epsilon > 0) ? epsilons : null;
}

/** Checks that constraints name metrics and that no minimum lies above its maximum. Throws `UNKNOWN_METRIC` or `BAD_RANGE`. */
export function requireConstraints(
  metrics: MetricCatalogue,
  constraints: readonly Constraint[] | null | undefined,
  argument = "constraints",
): Constraint[] {
  return (constraints ?? []).map((constraint, i) => {
    const { name } = requireMetric(metrics, constraint.metric, `${argument}[${i}].metric`);
    return { ...requireRange(constraint, `${argument}[${i}]`), metric: name };
  });
}
