import { deploymentEffect, isSampleMetric, modelField, type SampleMetricName } from "../../frontier/metrics.ts";

/**
 * The metric that an objective varies with from answer to answer, "constant" if it does not vary, or null if single answers
 * have no value of it.
 */
export type Basis = SampleMetricName | "constant" | null;

/**
 * The basis of a metric. What follows from the model is constant. On a deployment the costs of serving vary with the output tokens, and the figures that the
 * deployment sets are constant.
 */
export function basisOf(metric: string, isDeployed: boolean): Basis {
  if (modelField(metric) !== null) return "constant";
  const effect = isDeployed ? deploymentEffect(metric) : null;
  if (effect !== null) return effect === "SAME_FOR_ALL" ? "constant" : "output_tokens";
  return isSampleMetric(metric) ? metric : null;
}
