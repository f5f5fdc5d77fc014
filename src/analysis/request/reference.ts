import { RequestError } from "../../errors/requestError.ts";
import { hasPlace, type Objective } from "../../frontier/objective.ts";

export interface ReferenceInput {
  metric: string;
  value: number;
}

/**
 * The reference point of a hypervolume in the order of the objectives, in the metrics' units. Throws `BAD_OBJECTIVES` if it
 * does not name each objective once, and `BAD_RANGE` for a value that has no place on its axis.
 */
export function requireReference(objectives: readonly Objective[], reference: readonly ReferenceInput[]): number[] {
  const names = objectives.map(({ metric }) => metric);
  const wrong = reference.find(({ metric }, i) => {
    return !names.includes(metric) || reference.findIndex((other) => other.metric === metric) !== i;
  });
  if (wrong || reference.length < names.length) {
    const found = wrong ? `"${wrong.metric}" is no objective here or stands in it twice` : "a value is missing";
    const message = `reference: ${found}. It takes one value for each of ${names.join(", ")}.`;
    throw new RequestError("BAD_OBJECTIVES", message, "reference");
  }
  return objectives.map((objective) => {
    const { value } = reference.find(({ metric }) => metric === objective.metric)!;
    if (hasPlace(objective, value)) return value;
    const message = `reference: ${value} has no place on the logarithmic axis of ${objective.metric}. Name a value above 0, or ask for scale: LINEAR.`;
    throw new RequestError("BAD_RANGE", message, "reference");
  });
}
