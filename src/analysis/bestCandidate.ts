import { best } from "../frontier/choice/best.ts";
import type { Constraint } from "../frontier/choice/constraint.ts";
import { dominates } from "../frontier/dominance/dominance.ts";
import type { Store } from "../store/store.ts";
import { judgeChance } from "./candidates/betterThanChance.ts";
import type { Frontier, FrontierPoint } from "./frontierPoint.ts";
import { readCandidates } from "./readCandidates.ts";
import { type Candidate, candidateKey, directionsOf } from "./request/candidate.ts";
import { type FrontierRequest, withConstraints } from "./request/frontierRequest.ts";
import { inStableOrder } from "./stableOrder.ts";

/**
 * The best candidate that meets the constraints (`best`), or null if none does. It is chosen from all candidates and not
 * only from the frontier's points, because a budget on a metric that is no objective can put the whole frontier out of
 * reach. Those that are not better than chance are left out: what guesses is no choice.
 */
export async function bestCandidate(
  store: Store,
  frontier: Frontier,
  request: FrontierRequest,
  constraints: Constraint[],
): Promise<FrontierPoint | null> {
  const { models } = await store.catalogue();
  const { objectives } = request;
  const narrowed = withConstraints(request, constraints);
  const { rows: all } = await readCandidates(store, narrowed, true);
  // One that guesses may dominate one that does not, so that then all have to be read.
  const guesses = (await judgeChance(store, narrowed, all)).includes(false);
  const { rows: taken } = guesses
    ? await readCandidates(store, { ...narrowed, betterThanChance: true }, false)
    : { rows: all };
  const rows = inStableOrder(taken, models);
  // All rows meet the constraints already. Those on objectives also decide whether the best or the cheapest is wanted.
  const onObjectives = constraints.filter(({ metric }) => objectives.some((objective) => objective.metric === metric));
  const valuesByMetric = rows.map(({ values }) =>
    Object.fromEntries(objectives.map(({ metric }, i) => [metric, values[i]])),
  );
  const row = best(valuesByMetric, objectives, onObjectives);
  if (row === null) return null;
  const chosen = rows[row]!;
  const isChosen = (point: FrontierPoint) => candidateKey(point) === candidateKey(chosen) && isEqual(point, chosen);
  const known = frontier.points.find(isChosen) ?? (await frontier.dominated()).find(isChosen);
  if (known) return known;
  // It rests on fewer runs than the frontier's candidate, or came into the store after the frontier was read.
  const directions = directionsOf(objectives);
  const rank = frontier.points.some(({ values }) => dominates(values, chosen.values, directions)) ? 2 : 1;
  return { ...chosen, frontier, rank, marginalGain: null };
}

/** Two ways of pooling the same runs may differ by rounding. */
const isEqual = (one: Candidate, other: Candidate) =>
  one.values.every((value, i) => Math.abs(value - other.values[i]!) <= 1e-12 * Math.abs(value));
