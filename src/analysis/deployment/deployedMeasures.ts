import type { AnswerEstimate } from "../../compute/serving/deployment.ts";
import { ENERGY_FACTORS, type ErrorFactors, reciprocal } from "../../compute/serving/estimateErrors.ts";
import { PROFILE_ESTIMATOR } from "../../compute/serving/estimator.ts";
import { deploymentEffect } from "../../frontier/metrics.ts";
import type { Measures, StoredMeasure } from "../../store/measures.ts";
import { withQuotients } from "../candidates/quotients.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";
import type { ChosenDeployment } from "./chosenDeployment.ts";
import type { ServingFigures } from "./servingFigures.ts";

/** A plan, the deployment of the model in words, and how its time is known; no error where nothing is estimated. */
export interface DeployedPlan
  extends Pick<DeploymentPlan, "count" | "dollarsPerHour" | "priceFrom">,
    Partial<Pick<ChosenDeployment, "error" | "measured">> {
  where: string;
}

/**
 * The measures of a candidate with the costs of its mean answer on a deployment. Figures per token that were measured by
 * serving come first, times the tokens of the answer. The estimate gives the figures that were not measured. All
 * of these measures are marked as estimated, with their origin in the note. Measures that another deployment decided are
 * left out.
 *
 * @param measures the stored measures. They include the output tokens of all answers to a problem together.
 * @param serving the measured figures, or null if there are none.
 * @param estimate the estimate for one answer, or null if the architecture is not known.
 * @param answers the number of answers to each problem. They are generated side by side, so that they cost more but take
 *   no longer.
 */
export function deployedMeasures(
  measures: Measures,
  plan: DeployedPlan,
  serving: ServingFigures | null,
  estimate: AnswerEstimate | null,
  answers = 1,
): Measures {
  const tokens = measures.output_tokens!;
  const tokensEach = tokens.value / answers;
  const factorsOf = factorsBy(plan);
  const result: Measures = Object.fromEntries(
    Object.entries(measures).filter(([metric]) => deploymentEffect(metric) === null),
  );
  const add = (metric: string, measured: number | null | undefined, estimated: number | null | undefined) => {
    const value = measured ?? estimated;
    if (value == null) return;
    result[metric] =
      measured == null
        ? derived(metric, value, tokens, noteOf(metric, plan, factorsOf[metric]), factorsOf[metric])
        : derived(metric, value, tokens, serving!.from);
  };

  // There is no TTFT for a model that was served although by the estimate it does not fit. Its latency is then the decoding alone.
  const ttft = estimate?.ttft ?? 0;
  const energyEach = estimate?.energy ?? null;
  const perToken = serving?.interTokenLatency;
  const throughput = serving?.throughput ?? estimate?.throughput;
  const gpuTime = throughput == null ? null : (plan.count * tokens.value) / throughput;
  const isMeasured = serving?.throughput != null;
  const dollars = gpuTime === null || plan.dollarsPerHour === null ? null : (gpuTime / 3600) * plan.dollarsPerHour;
  add("latency", perToken == null ? null : ttft + perToken * tokensEach, estimate?.latency);
  add("ttft", null, estimate?.ttft);
  add("inter_token_latency", perToken, estimate?.interTokenLatency);
  add("throughput", serving?.throughput, estimate?.throughput);
  add("throughput_per_accelerator", over(serving?.throughput, plan.count), over(estimate?.throughput, plan.count));
  add("throughput_per_user", perToken && 1 / perToken, over(tokensEach, estimate && estimate.latency - ttft));
  add("gpu_time", isMeasured ? gpuTime : null, gpuTime);
  add("gpu_memory", null, estimate?.gpuMemory);
  add("energy_per_token", serving?.energyPerToken, energyEach === null ? null : energyEach / tokensEach);
  add(
    "energy",
    serving?.energyPerToken == null ? null : serving.energyPerToken * tokens.value,
    energyEach === null ? null : energyEach * answers,
  );
  add("cost", isMeasured ? dollars : null, dollars);
  if (plan.priceFrom && result.cost) {
    result.cost.note += `; at ${plan.dollarsPerHour} US dollars an hour of an accelerator (${plan.priceFrom})`;
  }
  return withQuotients(result);
}

/** How far an estimate of each metric may be off; absent where that was not measured. */
function factorsBy({ error, measured }: DeployedPlan): Record<string, ErrorFactors> {
  const energy = { energy_per_token: ENERGY_FACTORS, energy: ENERGY_FACTORS };
  if (measured || !error) return energy;
  const time = error.factors;
  return {
    ...energy,
    latency: time,
    inter_token_latency: time,
    throughput: reciprocal(time),
    throughput_per_accelerator: reciprocal(time),
    throughput_per_user: reciprocal(time),
    gpu_time: time,
    cost: time,
  };
}

const OF_TIME = new Set([
  "latency",
  "inter_token_latency",
  "throughput",
  "throughput_per_accelerator",
  "throughput_per_user",
  "gpu_time",
  "cost",
]);

function noteOf(metric: string, plan: DeployedPlan, factors: ErrorFactors | undefined): string {
  const { where, error, measured } = plan;
  const timeIsMeasured = measured && OF_TIME.has(metric);
  if (timeIsMeasured) {
    const version = measured.version === null ? "" : ` of version ${measured.version}`;
    return `from the time per token${version} measured ${measured.measuredOn || "on an unknown day"} for ${where}`;
  }
  const { name, version } = PROFILE_ESTIMATOR;
  const estimate = `estimate of ${name} ${version} for ${where}`;
  if (!factors) return `${estimate}; its own error is not known`;
  const [low, high] = factors.map((factor) => Number(factor.toFixed(2)));
  const mean = error && OF_TIME.has(metric) ? `, off by ${Math.round(100 * error.mean)} % on the mean` : "";
  return `${estimate}${mean}; 95 % of measured values are ${low} to ${high} times such estimates`;
}

/** A quotient; null where one of the two is not known, or nothing is divided. */
function over(value: number | null | undefined, by: number | null): number | null {
  return value == null || by === null || by <= 0 ? null : value / by;
}

/**
 * An estimated measure. One that grows with the tokens is as uncertain as the number of tokens and as its estimator
 * together: the distances to the ends, as logarithms, add by squares.
 */
function derived(
  metric: string,
  value: number,
  tokens: StoredMeasure,
  note: string,
  factors?: ErrorFactors,
): StoredMeasure {
  const measure: StoredMeasure = { value, estimated: true, note, ...(factors && { estimatorFactors: factors }) };
  const followsTokens = deploymentEffect(metric) === "GROWS_WITH_TOKENS";
  const { low, high, count } = tokens;
  const ofTokens = followsTokens && low !== undefined && high !== undefined ? [low, high] : null;
  const sources = [
    ...(ofTokens ? [ofTokens.map((end) => end / tokens.value)] : []),
    ...(factors ? [factors] : []),
  ] as (readonly [number, number])[];
  const [only] = sources;
  if (!only) return measure;
  const [below, above] =
    sources.length === 1
      ? only
      : [0, 1].map((end) => {
          const distance = Math.hypot(...sources.map((source) => Math.log(Math.max(source[end]!, Number.MIN_VALUE))));
          return Math.exp(end === 0 ? -distance : distance);
        });
  return { ...measure, low: value * below!, high: value * above!, ...(followsTokens && count && { count }) };
}
