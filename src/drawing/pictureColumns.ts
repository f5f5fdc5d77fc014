import type { FrontierRequest } from "../analysis/request/frontierRequest.ts";
import { RequestError } from "../errors/requestError.ts";

/**
 * Chooses the objectives of the two axes of a picture: the first minimised one is x and the first maximised one is y. If
 * there is none of a kind, another objective takes its axis.
 *
 * @returns the places of both among the objectives.
 * @throws RequestError if there is only one objective.
 */
export function columnsOf({ objectives }: FrontierRequest): [x: number, y: number] {
  if (objectives.length < 2) {
    const message = `objectives: a picture has two axes; name another metric beside ${objectives[0]!.metric}.`;
    throw new RequestError("BAD_OBJECTIVES", message, "objectives");
  }
  const minimised = objectives.findIndex(({ direction }) => direction === "MINIMIZE");
  const maximised = objectives.findIndex(({ direction }) => direction === "MAXIMIZE");
  if (minimised === -1) return [1, 0];
  if (maximised === -1) return [0, 1];
  return [minimised, maximised];
}
