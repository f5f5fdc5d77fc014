import type { AnswerEstimate } from "../../compute/serving/deployment.ts";
import { deploymentEffect } from "../../frontier/metrics.ts";
import type { Measures, StoredMeasure } from "../../store/measures.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";
import type { ServingFigures } from "./servingFigures.ts";

/**
 * The measures of a candidate with what its mean answer costs on a deployment: what serving was measured to cost a
 * token, times the answer's tokens, and from the roofline's estimate what was not measured. All of it is marked as
 * estimated, with where it comes from. Measures that another deployment decided are left out.
 *
 * @param measures with output tokens, of all answers to a problem together.
 * @param answers how many answers a problem gets; they are written side by side, so that they cost more but not longer.
 * @param serving null where none was measured; `estimate` null where none can be made.
 */
export function deployedMeasures(
  measures: Measures,
  plan: DeploymentPlan,
  serving: ServingFigures | null,
  estimate: AnswerEstimate | null,
  answers = 1,
): Measures {
  const tokens = measures.output_tokens!;
  const tokensEach = tokens.value / answers;
  const roofline = `roofline estimate for ${plan.count} × ${plan.hardware} at batch ${plan.batch}`;
  const result: Measures = Object.fromEntries(
    Object.entries(measures).filter(([metric]) => deploymentEffect(metric) === null),
  );
  const add = (metric: string, measured: number | null | undefined, estimated: number | null | undefined) => {
    const value = measured ?? estimated;
    if (value == null) return;
    result[metric] = derived(metric, value, tokens, measured == null ? roofline : serving!.from);
  };

  const ttft = estimate?.ttft ?? 0;
  const energyEach = estimate?.energy ?? null;
  const perToken = serving?.interTokenLatency;
  const throughput = serving?.throughput ?? estimate?.throughput;
  const gpuTime = throughput == null ? null : (plan.count * tokens.value) / throughput;
  const isMeasured = serving?.throughput != null;
  const dollars = gpuTime === null || plan.dollarsPerHour === null ? null : (gpuTime / 3600) * plan.dollarsPerHour;
  // Of a model that was served where the roofline says that it does not fit, no time to the first token is known.
  add("latency", perToken == null ? null : ttft + perToken * tokensEach, estimate?.latency);
  add("ttft", null, estimate?.ttft);
  add("inter_token_latency", perToken, estimate && (estimate.latency - ttft) / tokensEach);
  add("throughput", serving?.throughput, estimate?.throughput);
  add("gpu_time", isMeasured ? gpuTime : null, gpuTime);
  add("gpu_memory", null, estimate?.gpuMemory);
  add("energy_per_token", serving?.energyPerToken, energyEach === null ? null : energyEach / tokensEach);
  add(
    "energy",
    serving?.energyPerToken == null ? null : serving.energyPerToken * tokens.value,
    energyEach === null ? null : energyEach * answers,
  );
  add("cost", isMeasured ? dollars : null, dollars);
  return result;
}

/** What an answer costs is as uncertain as its length; what the deployment sets is not known to be uncertain. */
function derived(metric: string, value: number, tokens: StoredMeasure, note: string): StoredMeasure {
  const measure: StoredMeasure = { value, estimated: true, note };
  const followsTokens = deploymentEffect(metric) === "GROWS_WITH_TOKENS";
  if (!followsTokens || tokens.low === undefined || tokens.high === undefined) return measure;
  const scale = value / tokens.value;
  return {
    ...measure,
    low: tokens.low * scale,
    high: tokens.high * scale,
    ...(tokens.count && { count: tokens.count }),
  };
}
