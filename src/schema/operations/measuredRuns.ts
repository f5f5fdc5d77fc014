import { RequestError } from "../../errors/requestError.ts";
import type { Evaluation } from "../../evaluation/evaluation.ts";
import { badId, decodeGlobalID, rowNumber } from "../base/builder.ts";
import type { Context } from "../base/context.ts";

/** The evaluation that measures runs. Throws `NOT_MEASURING` on a server that has none. */
export async function evaluationOf(context: Context): Promise<Evaluation> {
  const evaluation = await context.evaluation;
  if (evaluation) return evaluation;
  throw new RequestError("NOT_MEASURING", "This server only answers queries; it measures nothing.");
}

/** The row of the run that a global id names. Throws `BAD_ID` for any other id. */
export function runIdOf(globalId: string): number {
  const { typename, id } = decodeGlobalID(globalId);
  if (typename !== "Run") throw badId(globalId);
  return rowNumber(id);
}
