import type { FrontierRequest } from "../analysis/request/frontierRequest.ts";
import { RequestError } from "../errors/requestError.ts";
import { columnsBy } from "./picture.ts";

/**
 * Chooses the objectives of the two axes of a picture.
 *
 * @returns the places of both among the objectives.
 * @throws RequestError if there is only one objective.
 */
export function columnsOf({ objectives }: FrontierRequest): [x: number, y: number] {
  if (objectives.length < 2) {
    const message = `objectives: a picture has two axes; name another metric beside ${objectives[0]!.metric}.`;
    throw new RequestError("BAD_OBJECTIVES", message, "objectives");
  }
  return columnsBy(objectives.map(({ direction }) => direction));
}
