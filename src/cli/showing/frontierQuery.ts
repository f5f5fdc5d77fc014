import type { FrontierArguments } from "../../analysis/request/frontierRequest.ts";
import type { Ask } from "../progress/ask.ts";

const QUERY = `
  query (
    $where: RunFilter, $objectives: [ObjectiveInput!], $constraints: [ConstraintInput!], $best: [ConstraintInput!]!,
    $grain: CandidateGrain = MODEL, $asOf: Date, $on: DeploymentInput, $minMembership: Float,
    $betterThanChance: Boolean
  ) {
    frontier(
      where: $where, objectives: $objectives, constraints: $constraints, grain: $grain, asOf: $asOf, on: $on,
      minMembership: $minMembership, betterThanChance: $betterThanChance
    ) {
      objectives { metric { name unit } direction scale }
      candidateCount sampledCount incomplete hypervolume dataVersion
      leftOut { model { slug } mode reason message runCount competes }
      points { ...candidate membership membershipNote marginalGain measures { metric { name unit } value low high count estimated note } }
      knee { ...candidate }
      best(constraints: $best) { ...candidate }
      sources { lab { slug name } url license runCount }
    }
  }
  fragment candidate on FrontierPoint {
    model { slug } mode operatingPoint { tokenCap votes fallback { model { slug } mode } } run { id lab { slug } }
  }
`;

/** The frontier as JSON, as the query of the API gives it. Throws the error of the query where it fails. */
export async function frontierJson(ask: Ask, asked: FrontierArguments): Promise<string> {
  const { frontier } = await ask(QUERY, { ...asked, best: asked.constraints ?? [] });
  return JSON.stringify(frontier, null, 2);
}
