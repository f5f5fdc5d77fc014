import { modelField } from "../../frontier/metrics.ts";
import type { ModelRow } from "../../store/catalogue.ts";
import type { Measures } from "../../store/measures.ts";
import type { CandidateRequest } from "../request/candidate.ts";

/** The measures of a candidate with those of the request that follow from its model alone, such as its parameters. */
export function withModelMeasures(
  measures: Measures,
  model: ModelRow | undefined,
  { objectives, constraints }: Pick<CandidateRequest, "objectives" | "constraints">,
): Measures {
  const own = [...objectives, ...constraints].flatMap(({ metric }) => {
    const field = modelField(metric);
    const value = field && model?.[field];
    return value == null ? [] : [[metric, { value }] as const];
  });
  return own.length === 0 ? measures : { ...measures, ...Object.fromEntries(own) };
}
