import type { CandidateRequest, Constraint, Grain } from "./candidates.ts";
import type { Catalogue } from "./catalogue.ts";
import { RequestError } from "./errors.ts";
import { type ObjectiveInput, requireConstraints, requireObjectives } from "./objectives.ts";
import { criteriaOf, type RunFilter } from "./runFilter.ts";

/** What a caller asks of a frontier. */
export interface FrontierArguments {
  where?: RunFilter | null;
  objectives?: ObjectiveInput[] | null;
  constraints?: Constraint[] | null;
  grain?: Grain | null;
  /** A date: only models that were released by then. */
  asOf?: string | null;
}

/** Checks the arguments of a frontier and turns them into the store's terms. Throws `RequestError`s. */
export function frontierRequest(asked: FrontierArguments, catalogue: Catalogue): CandidateRequest {
  const objectives = requireObjectives(asked.objectives);
  const constraints = requireConstraints(asked.constraints);
  const { benchmarkIds, ...criteria } = criteriaOf(releasedBy(asked.asOf, asked.where ?? {}), catalogue);
  const grain = asked.grain ?? "MODEL";
  if (!benchmarkIds?.length) {
    const known = catalogue.benchmarks.all.map(({ slug }) => slug).join(", ");
    throw new RequestError("NO_BENCHMARK", `where.benchmark: name at least one of ${known}.`, "where.benchmark");
  }
  if (grain === "RUN" && benchmarkIds.length > 1) {
    const message = `grain: RUN takes one benchmark, since a run is on one; where.benchmark names ${benchmarkIds.length}.`;
    throw new RequestError("BAD_GRAIN", message, "grain");
  }
  return { criteria: { benchmarkIds, ...criteria }, grain, objectives, constraints };
}

/** The filter, narrowed to what was released by a date; a model without a known date is left out. */
function releasedBy(asOf: string | null | undefined, filter: RunFilter): RunFilter {
  if (!asOf) return filter;
  const { from, to } = filter.releasedOn ?? {};
  return { ...filter, releasedOn: { from, to: to && to < asOf ? to : asOf } };
}
