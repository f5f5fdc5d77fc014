import { RequestError } from "../../errors/requestError.ts";
import type { Constraint } from "../../frontier/choice/constraint.ts";
import type { Catalogue } from "../../store/catalogue.ts";
import { criteriaOf, type RunFilter } from "../../store/filters/runFilter.ts";
import type { CandidateRequest, Grain } from "./candidate.ts";
import { type DeploymentInput, type DeploymentPlan, requireDeployment } from "./deploymentPlan.ts";
import { type ObjectiveInput, requireConstraints, requireEpsilons, requireObjectives } from "./objectives.ts";

/** What a caller asks of a frontier. */
export interface FrontierArguments {
  where?: RunFilter | null;
  objectives?: ObjectiveInput[] | null;
  constraints?: Constraint[] | null;
  grain?: Grain | null;
  /** A date: only models that were released by then. */
  asOf?: string | null;
  on?: DeploymentInput | null;
  /** Between 0 and 1: the points are then all candidates that stand on the frontier in at least this share of resamples. */
  minMembership?: number | null;
}

/** What a frontier is computed from, checked and in the store's terms. */
export interface FrontierRequest extends CandidateRequest {
  minMembership: number | null;
  /** For each objective the difference that does not matter; null where every difference does. */
  epsilons: number[] | null;
}

/** Checks the arguments of a frontier and turns them into the store's terms. Throws `RequestError`s. */
export function frontierRequest(asked: FrontierArguments, catalogue: Catalogue): FrontierRequest {
  const objectives = requireObjectives(catalogue.metrics, asked.objectives);
  const constraints = requireConstraints(catalogue.metrics, asked.constraints);
  const { benchmarkIds, ...criteria } = criteriaOf(releasedBy(asked.asOf, asked.where ?? {}), catalogue);
  const grain = asked.grain ?? "MODEL";
  if (!benchmarkIds?.length) {
    const known = catalogue.benchmarks.all.map(({ slug }) => slug).join(", ");
    throw new RequestError("NO_BENCHMARK", `where.benchmark: name at least one of ${known}.`, "where.benchmark");
  }
  if (grain !== "MODEL" && benchmarkIds.length > 1) {
    const message = `grain: ${grain} takes one benchmark, since a run or an answer is on one; where.benchmark names ${benchmarkIds.length}.`;
    throw new RequestError("BAD_GRAIN", message, "grain");
  }
  const on = asked.on ? requireDeployment(asked.on) : null;
  requireDeployedCost(on, [...objectives, ...constraints]);
  const minMembership = asked.minMembership ?? null;
  if (minMembership !== null && !(minMembership >= 0 && minMembership <= 1)) {
    const message = `minMembership: ${minMembership} is no probability; it lies between 0 and 1.`;
    throw new RequestError("BAD_RANGE", message, "minMembership");
  }
  const epsilons = requireEpsilons(asked.objectives);
  if (epsilons && minMembership !== null) {
    const message = "objectives: an epsilon thins out the frontier, minMembership widens it; ask for one of them.";
    throw new RequestError("BAD_OBJECTIVES", message, "objectives");
  }
  return { criteria: { benchmarkIds, ...criteria }, grain, objectives, constraints, on, minMembership, epsilons };
}

/** What serving costs in dollars follows from a price; none is assumed. */
function requireDeployedCost(on: DeploymentPlan | null, asked: { metric: string }[]): void {
  if (!on || on.dollarsPerHour !== null || asked.every(({ metric }) => metric !== "cost")) return;
  const message = "on.dollarsPerHour: a cost on a deployment needs what one accelerator costs an hour, in US dollars.";
  throw new RequestError("BAD_DEPLOYMENT", message, "on.dollarsPerHour");
}

/** The filter, narrowed to what was released by a date; a model without a known date is left out. */
function releasedBy(asOf: string | null | undefined, filter: RunFilter): RunFilter {
  if (!asOf) return filter;
  const { from, to } = filter.releasedOn ?? {};
  return { ...filter, releasedOn: { from, to: to && to < asOf ? to : asOf } };
}
