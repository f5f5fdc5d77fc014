import { best } from "../frontier/choice/best.ts";
import type { Constraint } from "../frontier/choice/constraint.ts";
import { dominates } from "../frontier/dominance/dominance.ts";
import type { Store } from "../store/store.ts";
import type { Frontier, FrontierPoint } from "./frontierPoint.ts";
import { readCandidates } from "./readCandidates.ts";
import { type Candidate, candidateKey, directionsOf } from "./request/candidate.ts";
import { type FrontierRequest, withConstraints } from "./request/frontierRequest.ts";
import { inStableOrder } from "./stableOrder.ts";

/**
 * The best candidate that meets the constraints (`best`), or null if none does. It is chosen from all candidates and not
 * only from the frontier's points, because a budget on a metric that is no objective can put the whole frontier out of
 * reach.
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
  const rows = inStableOrder((await readCandidates(store, narrowed, true)).rows, models);
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
