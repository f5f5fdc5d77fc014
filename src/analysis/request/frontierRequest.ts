import { RequestError } from "../../errors/requestError.ts";
import type { Constraint } from "../../frontier/choice/constraint.ts";
import { measuredOf, modelField } from "../../frontier/metrics.ts";
import type { Catalogue } from "../../store/catalogue.ts";
import { keepsRunsApart } from "../../store/experiment.ts";
import { criteriaOf, type RunFilter } from "../../store/filters/runFilter.ts";
import type { CandidateRequest, Grain } from "./candidate.ts";
import { type DeploymentInput, type DeploymentPlan, requireDeployment } from "./deploymentPlan.ts";
import { type ObjectiveInput, requireConstraints, requireEpsilons, requireObjectives } from "./objectives.ts";

/** The arguments of a frontier, as a caller gives them. */
export interface FrontierArguments {
  where?: RunFilter | null;
  objectives?: ObjectiveInput[] | null;
  constraints?: Constraint[] | null;
  grain?: Grain | null;
  /** An earlier version of the data to answer from, as `where.dataVersion`, which it stands for. */
  dataVersion?: string | null;
  /** A day as `2025-01-31`. Only models that were released by then compete. */
  asOf?: string | null;
  on?: DeploymentInput | null;
  /** A share between 0 and 1. The points are then all candidates that are on the frontier in at least this share of resamples. */
  minMembership?: number | null;
  /** True to leave out candidates that are not better than chance. */
  betterThanChance?: boolean | null;
}

/** A checked request for a frontier, with the row ids of the store in place of slugs. */
export interface FrontierRequest extends CandidateRequest {
  minMembership: number | null;
  /** The difference that does not matter, for each objective; null if every difference matters. */
  epsilons: number[] | null;
}

/** Checks the arguments of a frontier and replaces slugs by row ids. Throws a `RequestError` for each wrong argument. */
export function frontierRequest(asked: FrontierArguments, catalogue: Catalogue): FrontierRequest {
  const objectives = requireObjectives(catalogue.metrics, asked.objectives);
  const constraints = requireConstraints(catalogue.metrics, asked.constraints);
  const { benchmarkIds, ...criteria } = criteriaOf(releasedBy(asked.asOf, filterOf(asked)), catalogue);
  const grain = asked.grain ?? "MODEL";
  if (!benchmarkIds?.length) {
    const known = catalogue.benchmarks.all.map(({ slug }) => slug).join(", ");
    throw new RequestError("NO_BENCHMARK", `where.benchmark: name at least one of ${known}.`, "where.benchmark");
  }
  if (grain !== "MODEL" && benchmarkIds.length > 1) {
    const message = `grain: ${grain} takes one benchmark, since a run or an answer is on one; where.benchmark names ${benchmarkIds.length}.`;
    throw new RequestError("BAD_GRAIN", message, "grain");
  }
  const on = asked.on ? requireDeployment(asked.on, catalogue.prices.byAccelerator) : null;
  requireDeployedCost(on, [...objectives, ...constraints]);
  const minMembership = asked.minMembership ?? null;
  if (minMembership !== null && !(minMembership >= 0 && minMembership <= 1)) {
    const message = `minMembership: ${minMembership} is not a probability. It must lie between 0 and 1.`;
    throw new RequestError("BAD_RANGE", message, "minMembership");
  }
  const epsilons = requireEpsilons(asked.objectives);
  if (epsilons && minMembership !== null) {
    const message =
      "objectives: an epsilon thins out the frontier and minMembership widens it, so ask for only one of them.";
    throw new RequestError("BAD_OBJECTIVES", message, "objectives");
  }
  const request = { criteria: { benchmarkIds, ...criteria }, grain, objectives, constraints: [], on };
  return withConstraints(
    { ...request, minMembership, epsilons, ...(asked.betterThanChance && { betterThanChance: true }) },
    constraints,
  );
}

/**
 * A request with further constraints. A candidate's values come from the same runs: where runs are pooled that have a
 * metric with runs that lack it, those that lack it are left out of all values.
 */
export function withConstraints(request: FrontierRequest, constraints: Constraint[]): FrontierRequest {
  const all = [...request.constraints, ...constraints];
  const asked = measuredOf([...request.objectives, ...all].map(({ metric }) => metric));
  const measured = asked.filter((metric) => modelField(metric) === null && !keepsRunsApart(metric)).sort();
  const criteria = { ...request.criteria, ...(measured.length > 0 && { measured }) };
  return { ...request, criteria, constraints: all };
}

/** The filter of runs that a frontier asks for, with the version of the data. Throws `BAD_VALUE` for two different versions. */
export function filterOf({ where, dataVersion }: Pick<FrontierArguments, "where" | "dataVersion">): RunFilter {
  if (dataVersion == null) return where ?? {};
  if (where?.dataVersion != null && where.dataVersion !== dataVersion) {
    const message = `dataVersion: "${dataVersion}" is another version than that of where.dataVersion.`;
    throw new RequestError("BAD_VALUE", message, "dataVersion");
  }
  return { ...where, dataVersion };
}

/** Throws `BAD_DEPLOYMENT` if a cost is asked without a price. No price is assumed. */
function requireDeployedCost(on: DeploymentPlan | null, asked: { metric: string }[]): void {
  const needed = measuredOf(asked.map(({ metric }) => metric));
  if (!on || on.dollarsPerHour !== null || !needed.includes("cost")) return;
  const message =
    "on.dollarsPerHour: a cost on a deployment needs the price of one accelerator in US dollars per hour, here or in the table of ACCELERATOR_PRICES.";
  throw new RequestError("BAD_DEPLOYMENT", message, "on.dollarsPerHour");
}

/** The filter, narrowed to models that were released by a day. A model without a release date does not match. */
function releasedBy(asOf: string | null | undefined, filter: RunFilter): RunFilter {
  if (!asOf) return filter;
  const { from, to } = filter.releasedOn ?? {};
  return { ...filter, releasedOn: { from, to: to && to < asOf ? to : asOf } };
}
