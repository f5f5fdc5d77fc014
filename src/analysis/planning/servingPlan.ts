import type { Precision } from "../../compute/accelerators/precision.ts";
import { type Fleet, type Load, type Obstacle, smallestFleet } from "../../compute/fleets/fleet.ts";
import { type LengthMoments, variationSquared } from "../../compute/fleets/lengths.ts";
import { meanPower, meanRunning } from "../../compute/fleets/servingCurve.ts";
import type { Serving } from "../../compute/serving/deploymentTarget.ts";
import type { CellError } from "../../compute/serving/estimateErrors.ts";
import type { Estimator } from "../../compute/serving/estimator.ts";
import { POWER } from "../../compute/serving/power.ts";
import { countOf } from "../../compute/serving/split.ts";
import { PlanError } from "../../errors/planError.ts";
import type { MeasuredTime } from "../deployment/measuredTimes.ts";
import type { PublishedPrecision } from "../deployment/publishedPrecisions.ts";
import type { DeploymentPlan } from "../request/deploymentPlan.ts";
import type { KnownLengths } from "./answerLengths.ts";
import { doesNotFit, noEstimate, tooMuch, tooSlow } from "./refusals.ts";
import { type AskedEstimators, type PlannedModel, type ServedCurve, servedCurves } from "./servedCurves.ts";

/** How a load of one model is served. Times are in seconds, and all machines count together where nothing else is said. */
export interface ServingPlan {
  /** One replica with its largest batch. */
  serving: Serving;
  published: PublishedPrecision;
  /** The precision in which the model itself is published, and its accuracy was measured. */
  own: Precision;
  machines: number;
  replicas: number;
  accelerators: number;
  /** The share of the places in all batches that would be taken if answers took as long as in full ones. */
  utilisation: number;
  /** The answers that run at the same time on each replica on average, by Little's law. */
  meanRunning: number;
  waitP95: number;
  ttftP95: number;
  itlP95: number;
  promptTokens: number;
  lengths: KnownLengths;
  /** Joules of all machines for each answer, idling included; null where the power is not known. */
  joulesPerAnswer: number | null;
  /** US dollars for 730 hours, with the range that the spread of unmeasured lengths leaves; null without a price. */
  dollarsPerMonth: { value: number; low: number | null; high: number | null } | null;
  /** The measured time between tokens that it rests on; null where that is estimated. */
  measured: MeasuredTime | null;
  estimator: Pick<Estimator, "name" | "version">;
  /** The estimator's error in the cell of the deployment; null where it was not measured. */
  error: CellError | null;
  /** What estimators that were passed over failed of. */
  failures: string[];
}

/** The hours of a month: a twelfth of 365 days. */
export const HOURS_PER_MONTH = 730;

/**
 * The plan of serving a model under a load: of all splits of a machine, precisions and batches, the one with the fewest
 * machines; of several the one in which its accuracy was measured, then the one with the fewest joules.
 *
 * @param plan a machine: `count` accelerators, with what of the split, precision and batch is stated.
 * @throws PlanError where there is none, with what to change.
 */
export async function planServing(
  model: PlannedModel,
  plan: DeploymentPlan,
  load: Load,
  lengths: KnownLengths,
  estimators: AskedEstimators,
): Promise<ServingPlan> {
  const limited = withLimits(load, plan);
  const best = await planLengths(model, plan, limited, lengths.moments, estimators);
  const { one, fleet, failures } = best;
  const replicas = fleet.machines * one.perMachine;
  const arrivals = load.requestsPerSecond / replicas;
  const running = meanRunning(one.points, arrivals);
  const { measured, interTokenP95, batch } = one.points.find((point) => point.batch === fleet.point.batch)!;
  return {
    serving: { ...one.serving, batch },
    published: one.published,
    own: model.known.precision,
    machines: fleet.machines,
    replicas,
    accelerators: fleet.machines * plan.count,
    utilisation: fleet.utilisation,
    meanRunning: running,
    waitP95: fleet.waitP95,
    ttftP95: fleet.ttftP95,
    itlP95: interTokenP95,
    promptTokens: load.promptTokens,
    lengths,
    joulesPerAnswer: joulesOf(one, running, arrivals),
    dollarsPerMonth: await dollarsOf(model, plan, limited, lengths, estimators, fleet.machines),
    measured,
    estimator: one.estimator,
    error: one.estimator.errorOf(model.known.architecture, one.serving),
    failures,
  };
}

/** The tighter of the limits that the load and the deployment state. */
function withLimits(load: Load, { ttftP95, itlP95 }: DeploymentPlan): Load {
  const tighter = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b));
  return { ...load, ttftP95: tighter(load.ttftP95, ttftP95), itlP95: tighter(load.itlP95, itlP95) };
}

interface Planned {
  one: ServedCurve;
  fleet: Fleet;
  joules: number;
  failures: string[];
}

async function planLengths(
  model: PlannedModel,
  plan: DeploymentPlan,
  load: Load,
  moments: LengthMoments,
  estimators: AskedEstimators,
): Promise<Planned> {
  const { curves, failures, fits } = await servedCurves(model, plan, load.promptTokens, moments, estimators);
  if (!fits) throw doesNotFit(model, plan, load.promptTokens, moments);
  if (curves.length === 0) throw noEstimate(model, plan, estimators, failures);
  const obstacles: Obstacle[] = [];
  const planned = curves.flatMap((one): Planned[] => {
    const fleet = smallestFleet(one.points, load, one.perMachine, variationSquared(moments));
    if (typeof fleet === "string") {
      obstacles.push(fleet);
      return [];
    }
    const arrivals = load.requestsPerSecond / (fleet.machines * one.perMachine);
    const joules = joulesOf(one, meanRunning(one.points, arrivals), arrivals) ?? Number.POSITIVE_INFINITY;
    return [{ one, fleet, joules, failures }];
  });
  const [first, ...others] = planned;
  if (!first) throw obstacles.includes("TOO_MANY") ? tooMuch(model, plan, load) : tooSlow(model, plan, load, curves);
  const own = model.known.precision;
  return others.reduce((best, other) => (isBetter(other, best, own) ? other : best), first);
}

function isBetter(a: Planned, b: Planned, own: string): boolean {
  if (a.fleet.machines !== b.fleet.machines) return a.fleet.machines < b.fleet.machines;
  const [aIsOwn, bIsOwn] = [a, b].map(({ one }) => one.serving.precision === own);
  return aIsOwn === bIsOwn ? a.joules < b.joules : aIsOwn!;
}

function joulesOf({ serving, points }: ServedCurve, running: number, arrivals: number): number | null {
  const idle = countOf(serving.split) * (serving.accelerator.power ?? 0) * POWER.idle;
  const power = meanPower(points, running, idle);
  return power === null ? null : power / arrivals;
}

/** The dollars of the machines, and of those that the narrowest and the widest lengths would need. */
async function dollarsOf(
  model: PlannedModel,
  plan: DeploymentPlan,
  load: Load,
  { range }: KnownLengths,
  estimators: AskedEstimators,
  machines: number,
): Promise<ServingPlan["dollarsPerMonth"]> {
  if (plan.dollarsPerHour === null) return null;
  const dollars = (count: number) => count * plan.count * plan.dollarsPerHour! * HOURS_PER_MONTH;
  if (range === null) return { value: dollars(machines), low: null, high: null };
  const counts: (number | null)[] = [];
  for (const moments of range) {
    counts.push(await machinesOf(model, plan, load, moments, estimators));
  }
  const [low, high] = counts;
  return {
    value: dollars(machines),
    low: low == null ? null : dollars(Math.min(low, machines)),
    high: high == null ? null : dollars(Math.max(high, machines)),
  };
}

/** Null where no number of machines is enough for these lengths. */
async function machinesOf(...given: Parameters<typeof planLengths>): Promise<number | null> {
  try {
    return (await planLengths(...given)).fleet.machines;
  } catch (error) {
    if (error instanceof PlanError) return null;
    throw error;
  }
}
