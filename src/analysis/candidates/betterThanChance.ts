import { isBetterThanChance } from "../../frontier/choice/chance.ts";
import { axisBounds } from "../../frontier/hypervolume/scaling.ts";
import { meanChanceLevel } from "../../store/chanceLevel.ts";
import type { Measures } from "../../store/measures.ts";
import type { Store } from "../../store/store.ts";
import { type Candidate, type CandidateRequest, type Candidates, valuesOfCandidates } from "../request/candidate.ts";
import { readPointMeasures } from "./pointMeasures.ts";

/** Of all candidates of a request those that are better than chance, or have no accuracy. The others do not compete. */
export async function betterThanChance(
  store: Store,
  request: CandidateRequest,
  candidates: Candidates,
): Promise<Candidates> {
  const judged = await judgeChance(store, request, candidates.rows);
  const rows = candidates.rows.filter((_, i) => judged[i] !== false);
  const bounds = axisBounds(valuesOfCandidates(rows), request.objectives);
  return { ...candidates, rows, count: rows.length, bounds };
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
