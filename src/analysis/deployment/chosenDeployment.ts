import { findAccelerator } from "../../compute/accelerators/accelerators.ts";
import type { Precision } from "../../compute/accelerators/precision.ts";
import { type ChosenServing, chooseServing } from "../../compute/serving/chooseServing.ts";
import type { AnswerEstimate } from "../../compute/serving/deployment.ts";
import type { Serving } from "../../compute/serving/deploymentTarget.ts";
import type { CellError } from "../../compute/serving/estimateErrors.ts";
import { PROFILE_ESTIMATOR } from "../../compute/serving/estimator.ts";
import { countOf } from "../../compute/serving/split.ts";
import type { KnownArchitecture } from "../../store/reading/architectures.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";
import { type MeasuredTime, measuredTime } from "./measuredTimes.ts";

export interface ChosenDeployment extends ChosenServing {
  /** How far estimates of such a deployment were off where it was measured. */
  error: CellError;
  /** The measured time that the estimate has instead of its own; null where none was measured. */
  measured: MeasuredTime | null;
}

/**
 * The deployment of one model for answers of these lengths: what the plan leaves open is chosen, and the weights are in the
 * precision that it asks for, or else in that of the given ones which writes most tokens a second within the allowed times,
 * of equals the first.
 *
 * @param precisions those in which the model may be served; the one in which it is published if not given.
 */
export function chosenDeployment(
  plan: DeploymentPlan,
  { architecture, precision }: KnownArchitecture,
  promptTokens: number,
  outputTokens: number,
  precisions: readonly Precision[] = [precision],
): ChosenDeployment {
  const { hardware, engineVersion, itlP95, ...open } = plan;
  const accelerator = findAccelerator(hardware)!;
  const left = { ...open, accelerator, version: engineVersion, interTokenP95: itlP95 };
  const chosen = (plan.precision ? [plan.precision] : precisions)
    .map((one) => chooseServing(architecture, { ...left, precision: one }, promptTokens, outputTokens))
    .reduce((best, other) => (isBetter(other, best) ? other : best));
  const error = PROFILE_ESTIMATOR.errorOf(architecture, chosen.serving);
  const measured = chosen.estimate ? measuredTime(architecture, chosen.serving, promptTokens, outputTokens) : null;
  if (!measured || !chosen.estimate) return { ...chosen, error, measured: null };
  return { ...chosen, error, measured, estimate: withTime(chosen.estimate, measured, chosen.serving, outputTokens) };
}

/** One that fits and is fast enough before one that only fits, and that before one that does not. */
function isBetter(one: ChosenServing, other: ChosenServing): boolean {
  if (one.estimate && other.estimate) return one.estimate.throughput > other.estimate.throughput;
  return one.estimate !== null || (other.estimate === null && one.isTooSlow && !other.isTooSlow);
}

/** The estimate of an answer with a measured time between its tokens. */
function withTime(
  estimate: AnswerEstimate,
  { timePerToken }: MeasuredTime,
  { split, batch }: Serving,
  outputTokens: number,
): AnswerEstimate {
  const latency = estimate.ttft + Math.max(0, outputTokens - 1) * timePerToken;
  const answers = split.replicas * batch;
  return {
    ...estimate,
    interTokenLatency: timePerToken,
    latency,
    gpuTime: (countOf(split) * latency) / answers,
    energy: estimate.power === null ? null : (estimate.power * latency) / answers,
    throughput: (answers * outputTokens) / latency,
  };
}

/** A deployment in words, such as `8 × H200 (2 replicas of 4 by tensor parallelism) at batch 64 with vLLM`. */
export function describeServing({ accelerator, split, batch, engine, version }: Serving): string {
  const { replicas, tensor, attention, pipeline } = split;
  const parts = [
    ...(replicas > 1 ? [`${replicas} replicas`] : []),
    ...(tensor > 1 ? [`tensor parallelism ${tensor}`] : []),
    ...(attention > 1 ? [`data-parallel attention ${attention}`] : []),
    ...(pipeline > 1 ? [`pipeline parallelism ${pipeline}`] : []),
  ];
  const how = parts.length > 0 ? ` (${parts.join(", ")})` : "";
  const by = `${ENGINE_NAMES[engine]}${version === null ? "" : ` ${version}`}`;
  return `${countOf(split)} × ${accelerator.slug}${how} at batch ${batch} with ${by}`;
}

const ENGINE_NAMES = { VLLM: "vLLM", SGLANG: "SGLang", TENSORRT_LLM: "TensorRT-LLM" } as const;
