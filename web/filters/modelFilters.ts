import type { RunFilter } from "../data/apiTypes.ts";
import type { ModelFacts } from "../data/candidate.ts";

type Value = string | number | boolean | null;

/**
 * The fields of the filter that depend on the model alone. They leave candidates out and change no value of another, so that
 * the page applies them itself, at once, and can count what each would leave.
 */
const VALUES = {
  openWeights: (model) => model.openWeights,
  architecture: (model) => model.architecture,
  developer: (model) => model.developer,
  family: (model) => model.family,
  license: (model) => model.license,
  totalParameters: (model) => model.totalParameters,
  activeParameters: (model) => model.activeParameters,
  contextLength: (model) => model.contextLength,
  releasedOn: (model) => model.releasedOn,
  model: (model) => model.slug,
} as const satisfies { [Name in keyof RunFilter]?: (model: ModelFacts) => Value };

export type ModelField = keyof typeof VALUES;
export const MODEL_FIELDS = Object.keys(VALUES) as ModelField[];

export const isModelField = (name: string): name is ModelField => name in VALUES;
export const modelValue = (model: ModelFacts, field: ModelField): Value => VALUES[field](model);

/** A condition on a field: values that it may have, one that it must have, or the ends of a range. */
type Condition = readonly string[] | boolean | { min?: unknown; max?: unknown; from?: unknown; to?: unknown };

/** Whether a model meets the filter's conditions on models, as the API reads them. A missing value meets none. */
export function meets(model: ModelFacts, where: RunFilter, except?: ModelField): boolean {
  return MODEL_FIELDS.every((field) => {
    const condition = where[field] as Condition | null | undefined;
    return condition == null || field === except || fits(modelValue(model, field), condition);
  });
}

function fits(value: Value, condition: Condition): boolean {
  if (typeof condition === "boolean") return value === condition;
  if (value === null) return false;
  if (Array.isArray(condition)) return condition.includes(value as string);
  const { min, max, from = min, to = max } = condition as { min?: Value; max?: Value; from?: Value; to?: Value };
  return (from == null || value >= from) && (to == null || value <= to);
}

/** Whether a model was released by a day. One without a date was not, as the API's `asOf` has it. */
export const isReleasedBy = ({ releasedOn }: ModelFacts, day: string | null | undefined): boolean =>
  day == null || (releasedOn !== null && releasedOn <= day);

/** The values of a field among models with their numbers, those of most first. */
export function countValues(models: readonly ModelFacts[], field: ModelField): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const model of models) {
    const value = modelValue(model, field);
    if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
