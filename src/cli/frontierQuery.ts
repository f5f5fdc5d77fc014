import { execute, parse } from "graphql";
import { ANONYMOUS } from "../access/principal.ts";
import type { FrontierArguments } from "../analysis/request/frontierRequest.ts";
import { RequestError } from "../errors/requestError.ts";
import { createContext } from "../schema/base/context.ts";
import { schema } from "../schema/schema.ts";
import type { Store } from "../store/store.ts";
import type { RunningServer } from "./runningServer.ts";

const QUERY = `
  query (
    $where: RunFilter, $objectives: [ObjectiveInput!], $constraints: [ConstraintInput!], $best: [ConstraintInput!]!,
    $grain: CandidateGrain = MODEL, $asOf: Date, $on: DeploymentInput, $minMembership: Float
  ) {
    frontier(
      where: $where, objectives: $objectives, constraints: $constraints, grain: $grain, asOf: $asOf, on: $on,
      minMembership: $minMembership
    ) {
      objectives { metric { name unit } direction scale }
      candidateCount incomplete hypervolume dataVersion
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
export async function frontierJson(store: Store, asked: FrontierArguments): Promise<string> {
  const { data, errors } = await execute({
    schema,
    document: parse(QUERY),
    variableValues: variablesOf(asked),
    contextValue: await createContext(store, null, ANONYMOUS),
  });
  const [error] = errors ?? [];
  if (error) throw error.originalError instanceof RequestError ? error.originalError : error;
  return JSON.stringify(data!.frontier, null, 2);
}

/** The same from the server that has the store open. */
export async function frontierJsonOf(server: RunningServer, asked: FrontierArguments): Promise<string> {
  const { frontier } = await server.ask(QUERY, variablesOf(asked));
  return JSON.stringify(frontier, null, 2);
}

const variablesOf = (asked: FrontierArguments) => ({ ...asked, best: asked.constraints ?? [] });
