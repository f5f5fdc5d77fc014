import { findAccelerator } from "../../compute/accelerators/accelerators.ts";
import type { Precision } from "../../compute/accelerators/precision.ts";
import { type Load, MOST_MACHINES } from "../../compute/fleets/fleet.ts";
import type { LengthMoments } from "../../compute/fleets/lengths.ts";
import { memoryOfReplica } from "../../compute/serving/batchSize.ts";
import { cacheBytes } from "../../compute/serving/cacheMemory.ts";
import { servingOf } from "../../compute/serving/deploymentTarget.ts";
import { weightBytes } from "../../compute/serving/weightMemory.ts";
import { PlanError } from "../../errors/planError.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";
import type { AskedEstimators, PlannedModel, ServedCurve } from "./servedCurves.ts";

const where = ({ count, hardware }: DeploymentPlan) => `${count} × ${hardware}`;
const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0)} GB`;
const seconds = (time: number) =>
  time < 1 ? `${Number((1000 * time).toPrecision(3))} ms` : `${Number(time.toPrecision(3))} s`;

export function doesNotFit(
  { slug, known, precisions }: PlannedModel,
  plan: DeploymentPlan,
  promptTokens: number,
  { longest, mean }: LengthMoments,
): PlanError {
  const accelerator = findAccelerator(plan.hardware)!;
  const lightest = (one: Precision, other: Precision) =>
    weightBytes(known.architecture, other) < weightBytes(known.architecture, one) ? other : one;
  const precision = precisions.map((one) => one.precision).reduce(lightest);
  const serving = servingOf({ accelerator, count: plan.count, precision, cacheBits: plan.cacheBits, batch: 1 });
  const { weights, overhead, available } = memoryOfReplica(known.architecture, serving, promptTokens);
  const answer = cacheBytes(known.architecture, promptTokens + (longest ?? mean), plan.count, plan.cacheBits);
  const stated = plan.batch === "BEST" || plan.batch === 1 ? "" : `, or a smaller batch than ${plan.batch}`;
  return new PlanError(
    "DOES_NOT_FIT",
    `${slug} needs ${gigabytes(weights)} for its weights in ${precision} and ${gigabytes(answer)} for its longest answer; ` +
      `${where(plan)} has ${gigabytes(available - overhead)} to use. Take more accelerators or larger ones, fewer bits a weight${stated}.`,
  );
}

export function noEstimate(
  { slug }: PlannedModel,
  plan: DeploymentPlan,
  { all }: AskedEstimators,
  failures: readonly string[],
): PlanError {
  const names = all.map(({ name }) => name).join(", ");
  const message = `${names} ${all.length > 1 ? "know" : "knows"} no time of ${slug} on ${where(plan)}. Name another estimator, or none.`;
  return new PlanError("NO_ESTIMATE", [message, ...failures].join(" "));
}

export function tooMuch({ slug }: PlannedModel, plan: DeploymentPlan, { requestsPerSecond }: Load): PlanError {
  return new PlanError(
    "LOAD_TOO_LARGE",
    `${requestsPerSecond} requests a second of ${slug} need more than ${MOST_MACHINES} machines of ${where(plan)}. Ask for fewer, or for larger machines.`,
  );
}

/** Says the shortest times that can be reached, so that a limit can be chosen that is met. */
export function tooSlow(
  { slug }: PlannedModel,
  plan: DeploymentPlan,
  { ttftP95, itlP95 }: Load,
  curves: readonly ServedCurve[],
): PlanError {
  const points = curves.flatMap((one) => one.points);
  const reached = (limit: number | null, what: string, shortest: number) =>
    limit === null ? [] : [`${seconds(limit)} ${what} (the shortest alone is ${seconds(shortest)})`];
  const limits = [
    ...reached(ttftP95, "to the first token", Math.min(...points.map((point) => point.ttftP95))),
    ...reached(itlP95, "between two tokens", Math.min(...points.map(({ interTokenP95 }) => interTokenP95))),
  ];
  return new PlanError(
    "LATENCY_NOT_MET",
    `${slug} on ${where(plan)} is slower at the 95th percentile than ${limits.join(" and ")}, in every split, precision and batch. Allow longer times, or take faster or more accelerators.`,
  );
}
