import { measuredOf, modelField } from "../frontier/metrics.ts";
import type { Catalogue } from "../store/catalogue.ts";
import { type RunCounts, readRunCounts } from "../store/reading/experiments.ts";
import type { Store } from "../store/store.ts";
import { type NotCompeting, readNotCompeting } from "./candidates/storedCandidates.ts";
import { storedPart } from "./deployment/deployedCandidates.ts";
import {
  type Candidate,
  type CandidateRequest,
  type Exclusion,
  exclusionOf,
  type LeftOutCandidate,
  modeKey,
} from "./request/candidate.ts";

/** Runs that match a filter and play no part in a frontier, with the reason. */
export interface LeftOut extends LeftOutCandidate {
  /** The number of runs that are left out. */
  runCount: number;
  /** Whether the model in this mode competes all the same, with other runs. */
  competes: boolean;
}

/** The number of models and of runs that are left out for one reason. */
export interface LeftOutCount {
  reason: LeftOut["reason"];
  competes: boolean;
  modelCount: number;
  runCount: number;
}

/**
 * Everything that matches a request's filter and plays no part in its frontier: models in a mode that do not compete, then
 * the runs of competing ones that are not among those which their values come from. What the caller's own constraints
 * leave out is not in the list.
 *
 * @param competing all candidates that compete.
 * @param known what was found not to compete when the candidates were computed.
 */
export async function readLeftOut(
  store: Store,
  request: CandidateRequest,
  competing: readonly Candidate[],
  known: readonly LeftOutCandidate[],
): Promise<LeftOut[]> {
  // With operating points it is known already what does not compete.
  const stored = request.on ? storedPart(request) : request;
  const others = request.grain === "OPERATING_POINT" ? [] : await readNotCompeting(store, stored);
  const { measured: _, ...criteria } = request.criteria;
  const ofRuns = measuredOf(stored.objectives.map(({ metric }) => metric)).filter((name) => modelField(name) === null);
  const asked = request.grain === "OPERATING_POINT" ? [] : ofRuns;
  const needed = [...new Set([...asked, ...(request.criteria.measured ?? [])])];
  const catalogue = await store.catalogue();
  const priced = needed.includes("cost") ? [...catalogue.prices.byModel.keys()] : [];
  const pools = Map.groupBy(await readRunCounts(store, criteria, needed, priced), modeKey);
  const excluded = [
    ...known.map(({ runsOfMany, ...one }) => ({
      ...one,
      ...(runsOfMany ?? { runCount: countOf(pools.get(modeKey(one)) ?? []), competes: false }),
    })),
    ...(request.grain === "RUN" ? runsLeftOut(others, stored) : modelsLeftOut(others, stored, pools, catalogue)),
  ];
  const partly = request.grain === "RUN" ? [] : partsLeftOut(competing, pools, needed);
  const nameOf = ({ modelId, mode }: LeftOut) => `${catalogue.models.byId.get(modelId)?.slug} ${mode}`;
  return [...excluded, ...partly].sort(
    (a, b) => Number(a.competes) - Number(b.competes) || b.runCount - a.runCount || (nameOf(a) < nameOf(b) ? -1 : 1),
  );
}

/** Counts what is left out by reason, in the order in which the reasons first occur. */
export function countLeftOut(leftOut: readonly LeftOut[]): LeftOutCount[] {
  const byReason = Map.groupBy(leftOut, ({ reason, competes }) => `${reason} ${competes}`);
  return [...byReason.values()].map((rows) => ({
    reason: rows[0]!.reason,
    competes: rows[0]!.competes,
    modelCount: new Set(rows.map(modeKey)).size,
    runCount: rows.reduce((sum, { runCount }) => sum + runCount, 0),
  }));
}

/** Runs that are candidates by themselves: those of a model in a mode with one reason together. */
function runsLeftOut(rows: readonly NotCompeting[], { objectives }: CandidateRequest): LeftOut[] {
  const reasons = rows.map((row) => ({ ...row, ...exclusionOf(row.values, objectives)! }));
  const groups = Map.groupBy(reasons, (row) => `${modeKey(row)} ${row.message}`);
  return [...groups.values()].map((group) => {
    const { modelId, mode, reason, message } = group[0]!;
    return { modelId, mode, reason, message, runCount: group.length, competes: false };
  });
}

function modelsLeftOut(
  rows: readonly NotCompeting[],
  { objectives, criteria }: CandidateRequest,
  pools: Map<string, RunCounts[]>,
  { benchmarks }: Catalogue,
): LeftOut[] {
  return rows.map(({ modelId, mode, values }) => {
    const own = pools.get(modeKey({ modelId, mode })) ?? [];
    const without = criteria.benchmarkIds.filter((id) => own.every(({ benchmarkId }) => benchmarkId !== id));
    const missing = objectives.filter((_, i) => values[i] === null).map(({ metric }) => metric);
    const others = objectives.filter((_, i) => values[i] !== null).map(({ metric }) => metric);
    const names = without.map((id) => benchmarks.byId.get(id)?.slug ?? id).join(", ");
    const exclusion: Exclusion =
      without.length > 0
        ? { reason: "NO_RESULT", message: `It has no result on ${names}.` }
        : missing.length > 0 && others.length > 0
          ? {
              reason: "NO_VALUE",
              message: `It has no value of ${missing.join(" and ")} in the runs that have ${others.join(" and ")}.`,
            }
          : exclusionOf(values, objectives)!;
    return { modelId, mode, ...exclusion, runCount: countOf(own), competes: false };
  });
}

/** The runs of competing models that their values do not come from. */
function partsLeftOut(
  competing: readonly Candidate[],
  pools: Map<string, RunCounts[]>,
  needed: readonly string[],
): LeftOut[] {
  const byMode = Map.groupBy(competing, modeKey);
  return [...byMode].flatMap(([key, [first, ...more]]) => {
    const { modelId, mode } = first!;
    const used = new Set([first!, ...more].flatMap((candidate) => candidate.pools));
    const own = pools.get(key) ?? [];
    const incomplete = own.reduce((sum, { runs, complete }) => sum + runs - complete, 0);
    const others = own.filter(({ pool }) => !used.has(pool)).reduce((sum, { complete }) => sum + complete, 0);
    const row = (reason: LeftOut["reason"], runCount: number, message: string): LeftOut[] =>
      runCount === 0 ? [] : [{ modelId, mode, reason, message, runCount, competes: true }];
    return [
      ...row("NO_VALUE", incomplete, `Runs of it without one of ${needed.join(", ")}: ${incomplete}.`),
      ...row(
        "OTHER_EXPERIMENT",
        others,
        `Runs of it in experiments with fewer answers${needed.includes("cost") ? " or without a cost of their own" : ""}: ${others}.`,
      ),
    ];
  });
}

const countOf = (pools: readonly RunCounts[]) => pools.reduce((sum, { runs }) => sum + runs, 0);
