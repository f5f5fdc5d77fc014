import type { Precision } from "../../compute/accelerators/precision.ts";
import { type AnswerFlops, answerFlops } from "../../compute/cost/flops.ts";
import { cacheBytes } from "../../compute/serving/cacheMemory.ts";
import { type AnswerEstimate, type DeploymentEstimate, estimateDeployment } from "../../compute/serving/deployment.ts";
import type { Serving } from "../../compute/serving/deploymentTarget.ts";
import type { CellError } from "../../compute/serving/estimateErrors.ts";
import { weightBytes } from "../../compute/serving/weightMemory.ts";
import { RequestError } from "../../errors/requestError.ts";
import type { KnownArchitecture } from "../../store/reading/architectures.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";
import { chosenDeployment, describeServing } from "./chosenDeployment.ts";
import type { MeasuredTime } from "./measuredTimes.ts";

/** What one answer of a model takes. Memory is in bytes. */
export interface ModelCompute {
  flops: AnswerFlops;
  /** The precision of the weights that the memory is that of. */
  precision: Precision;
  weights: number;
  /** The cache and the states of one answer at its full length, on one accelerator or on those of the deployment. */
  cache: number;
  /** Null where no deployment is asked. */
  served: ServedAnswer | null;
}

/** An answer on a deployment, in a batch that is always full of answers like it. */
export interface ServedAnswer {
  plan: DeploymentPlan;
  /** The deployment with all that the plan left open. */
  serving: Serving;
  /** The same in words. */
  where: string;
  /** How far estimates of such a deployment were off where it was measured. */
  error: CellError;
  /** The measured time between tokens that is used; null where it is estimated. */
  measured: MeasuredTime | null;
  memory: DeploymentEstimate["memory"];
  /** Null where the batch does not fit. */
  estimate: (AnswerEstimate & { tokensPerSecondPerUser: number | null }) | null;
}

const MOST_TOKENS = 100_000_000;

/**
 * The FLOPs and the memory of an answer of `outputTokens` tokens to a prompt of `promptTokens` tokens and, on a deployment,
 * its time and energy by roofline. Throws `BAD_VALUE` for a number of tokens that is not from 1 to 100,000,000.
 */
export function computeOfModel(
  known: KnownArchitecture,
  promptTokens: number,
  outputTokens: number,
  plan: DeploymentPlan | null,
): ModelCompute {
  requireTokens("promptTokens", promptTokens);
  requireTokens("outputTokens", outputTokens);
  const { architecture } = known;
  const tokens = promptTokens + outputTokens;
  const precision = plan?.precision ?? known.precision;
  const served = plan && servedAnswer(known, promptTokens, outputTokens, plan);
  return {
    flops: answerFlops(architecture, promptTokens, outputTokens),
    precision,
    weights: weightBytes(architecture, precision),
    cache: cacheBytes(architecture, tokens, served?.serving.split.tensor ?? 1, served?.serving.cacheBits),
    served,
  };
}

function servedAnswer(
  known: KnownArchitecture,
  promptTokens: number,
  outputTokens: number,
  plan: DeploymentPlan,
): ServedAnswer {
  const chosen = chosenDeployment(plan, known, promptTokens, outputTokens);
  const { serving, estimate, error, measured } = chosen;
  const { memory } = estimateDeployment(known.architecture, serving, promptTokens + outputTokens);
  const tokensPerSecondPerUser = estimate && outputTokens > 1 ? 1 / estimate.interTokenLatency : null;
  return {
    plan,
    serving,
    where: describeServing(serving),
    error,
    measured,
    memory,
    estimate: estimate && { ...estimate, tokensPerSecondPerUser },
  };
}

function requireTokens(argument: string, tokens: number): void {
  if (tokens >= 1 && tokens <= MOST_TOKENS) return;
  throw new RequestError("BAD_VALUE", `${argument}: ${tokens} is not between 1 and ${MOST_TOKENS}.`, argument);
}
