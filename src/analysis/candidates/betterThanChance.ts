import { isBetterThanChance } from "../../frontier/choice/chance.ts";
import { axisBounds } from "../../frontier/hypervolume/scaling.ts";
import { meanChanceLevel } from "../../store/chanceLevel.ts";
import type { Measures } from "../../store/measures.ts";
import type { Store } from "../../store/store.ts";
import {
  type Candidate,
  type CandidateRequest,
  type Candidates,
  type Grain,
  type LeftOutCandidate,
  modeKey,
  valuesOfCandidates,
} from "../request/candidate.ts";
import { readPointMeasures } from "./pointMeasures.ts";

/** Of all candidates of a request those that are better than chance, or have no accuracy. The others are left out. */
export async function betterThanChance(
  store: Store,
  request: CandidateRequest,
  candidates: Candidates,
): Promise<Candidates> {
  const chance = meanChanceLevel(await store.catalogue(), request.criteria.benchmarkIds);
  const judged = await judgeChance(store, request, candidates.rows);
  const rows = candidates.rows.filter((_, i) => judged[i] !== false);
  const guessing = candidates.rows.filter((_, i) => judged[i] === false);
  const bounds = axisBounds(valuesOfCandidates(rows), request.objectives);
  const leftOut = [...candidates.leftOut, ...guessersLeftOut(guessing, rows, request.grain, chance)];
  return { ...candidates, rows, count: rows.length, bounds, leftOut };
}

/**
 * The models in a mode whose candidates guess. A model with operating points is left out only where all of them guess, and
 * of runs that are candidates by themselves the number is told.
 */
function guessersLeftOut(
  guessing: readonly Candidate[],
  competing: readonly Candidate[],
  grain: Grain,
  chance: number,
): LeftOutCandidate[] {
  const others = new Set(competing.map(modeKey));
  const groups = [...Map.groupBy(guessing, modeKey)];
  return groups.flatMap(([key, group]): LeftOutCandidate[] => {
    const competes = others.has(key);
    if (grain === "OPERATING_POINT" && competes) return [];
    const { modelId, mode } = group[0]!;
    const message =
      chance === 0
        ? "None of its answers is right."
        : `Its accuracy is not better than guessing, which reaches ${(100 * chance).toFixed(1)} %: the 95 % interval begins at or below that.`;
    return [
      {
        ...{ modelId, mode, reason: "NOT_BETTER_THAN_CHANCE", message },
        ...(grain === "RUN" && { runsOfMany: { runCount: group.length, competes } }),
      },
    ];
  });
}

/** Whether each candidate is better than chance; null where it has no accuracy. */
export async function judgeChance(
  store: Store,
  request: CandidateRequest,
  candidates: readonly Candidate[],
): Promise<(boolean | null)[]> {
  const chance = meanChanceLevel(await store.catalogue(), request.criteria.benchmarkIds);
  const unread = candidates.filter(({ measures }) => measures === null);
  const read = unread.length > 0 ? await readPointMeasures(store, request, unread) : [];
  const measuresOf = new Map(unread.map((candidate, i) => [candidate, read[i]!]));
  return candidates.map((candidate) => isAbove(candidate.measures ?? measuresOf.get(candidate)!, chance));
}

/** Whether measures show an accuracy that is better than chance; null without an accuracy. */
export function isAbove({ accuracy }: Measures, chance: number): boolean | null {
  return accuracy ? isBetterThanChance(accuracy, chance) : null;
}
