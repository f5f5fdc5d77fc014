import { setImmediate } from "node:timers/promises";
import type { Estimator } from "../compute/serving/estimator.ts";
import { PlanError } from "../errors/planError.ts";
import { RequestError } from "../errors/requestError.ts";
import type { Catalogue } from "../store/catalogue.ts";
import type { FrontierPoint } from "./frontierPoint.ts";
import { type CheckedLoad, type LoadInput, requireLoad } from "./planning/load.ts";
import type { AskedEstimators } from "./planning/servedCurves.ts";
import type { ServingFacts } from "./planning/servingFacts.ts";
import { planServing, type ServingPlan } from "./planning/servingPlan.ts";
import { type DeploymentInput, type DeploymentPlan, requireDeployment } from "./request/deploymentPlan.ts";

/** The machines that are planned with, and what they are to carry. */
export interface PlanRequest {
  machines: DeploymentPlan[];
  load: CheckedLoad;
  estimators: AskedEstimators;
}

/** What a point takes on one of the machines: a plan, or why there is none. */
export interface PlannedPoint {
  point: FrontierPoint;
  machine: DeploymentPlan;
  outcome: ServingPlan | PlanError;
}

const MOST_MACHINE_KINDS = 8;

/**
 * Checks what a plan is asked with. Throws a `RequestError` for each wrong argument, `BAD_LOAD`, `BAD_DEPLOYMENT` and
 * `UNKNOWN_VALUE` for an estimator that there is not among them.
 */
export function planRequest(
  asked: { on: readonly DeploymentInput[]; load: LoadInput; estimator?: string | null | undefined },
  { prices }: Pick<Catalogue, "prices">,
  known: readonly Estimator[],
): PlanRequest {
  const { on, load, estimator } = asked;
  if (on.length < 1 || on.length > MOST_MACHINE_KINDS) {
    const message = `on: ${on.length} deployments are named. From 1 to ${MOST_MACHINE_KINDS} are compared.`;
    throw new RequestError("BAD_DEPLOYMENT", message, "on");
  }
  const all = estimator == null ? known : known.filter(({ name }) => name === estimator);
  if (all.length === 0) {
    const names = known.map(({ name }) => name).join(", ");
    const message = `estimator: there is no estimator "${String(estimator).slice(0, 100)}". There are: ${names}.`;
    throw new RequestError("UNKNOWN_VALUE", message, "estimator");
  }
  return {
    machines: on.map((one) => requireDeployment({ ...one, batch: one.batch ?? "BEST" }, prices.byAccelerator)),
    load: requireLoad(load),
    estimators: { all, isNamed: estimator != null },
  };
}

/** The plans of serving a point on each of the machines, in their order. */
export async function planPoint(point: FrontierPoint, slug: string, request: PlanRequest): Promise<PlannedPoint[]> {
  const facts = await point.frontier.servingFactsOf(point);
  const planned: PlannedPoint[] = [];
  for (const machine of request.machines) {
    // Other requests are answered in between.
    await setImmediate();
    planned.push({ point, machine, outcome: await outcomeOf(point, slug, facts, machine, request) });
  }
  return planned;
}

async function outcomeOf(
  { operatingPoint }: FrontierPoint,
  slug: string,
  { known, precisions, lengths, promptTokens: typical }: ServingFacts,
  machine: DeploymentPlan,
  { load, estimators }: PlanRequest,
): Promise<ServingPlan | PlanError> {
  const promptTokens = load.promptTokens ?? typical;
  if (operatingPoint?.fallback) {
    return new PlanError("CASCADE", "A cascade asks two models. Plan each of them with its own load.");
  }
  if (!known) {
    const message = `The architecture of ${slug} is not known. Add its config.json with \`paretograph model add\`.`;
    return new PlanError("ARCHITECTURE_UNKNOWN", message);
  }
  if (!lengths || promptTokens === null) {
    const [what, how] = lengths
      ? ["the prompts", "State load.promptTokens."]
      : ["the answers", "Measure it, or import a result that has output tokens."];
    return new PlanError("LENGTHS_UNKNOWN", `Nobody knows how long ${what} of ${slug} are. ${how}`);
  }
  // The answers that vote are asked for one by one.
  const answers = operatingPoint?.votes ?? operatingPoint?.bestOf ?? 1;
  const whole = { ...load, promptTokens, requestsPerSecond: load.requestsPerSecond * answers };
  const stated = machine.precision;
  const model = {
    slug,
    known,
    precisions:
      stated !== null
        ? [precisions.find(({ precision }) => precision === stated) ?? { precision: stated, checkpoint: null }]
        : machine.choosePrecision
          ? precisions
          : precisions.slice(0, 1),
  };
  try {
    return await planServing(model, machine, whole, lengths, estimators);
  } catch (error) {
    if (error instanceof PlanError) return error;
    throw error;
  }
}

/** What a plan can be cheapest by. */
export const CHEAPEST_BY = ["TOKENS", "JOULES", "DOLLARS"] as const;
export type CheapestBy = (typeof CHEAPEST_BY)[number];

const AMOUNTS: Record<CheapestBy, (plan: ServingPlan) => number | null> = {
  TOKENS: ({ lengths }) => lengths.moments.mean,
  JOULES: ({ joulesPerAnswer }) => joulesPerAnswer,
  DOLLARS: ({ dollarsPerMonth }) => dollarsPerMonth?.value ?? null,
};

/** The point and the machine that take the least, of equals the first; absent where the amount of none is known. */
export function cheapestOf(planned: readonly PlannedPoint[]): { by: CheapestBy; amount: number; of: PlannedPoint }[] {
  return CHEAPEST_BY.flatMap((by) => {
    const known = planned.flatMap((of) => {
      const amount = of.outcome instanceof PlanError ? null : AMOUNTS[by](of.outcome);
      return amount === null ? [] : [{ by, amount, of }];
    });
    const [first, ...others] = known;
    return first ? [others.reduce((least, one) => (one.amount < least.amount ? one : least), first)] : [];
  });
}
