import { RequestError } from "../../errors/requestError.ts";
import type { Evaluation } from "../../evaluation/evaluation.ts";
import type { RunRow } from "../../store/reading/runPages.ts";
import { badId, decodeGlobalID, runHashOf } from "../base/builder.ts";
import type { Context } from "../base/context.ts";

/** The evaluation that measures runs. Throws `NOT_MEASURING` on a server that has none. */
export async function evaluationOf(context: Context): Promise<Evaluation> {
  const evaluation = await context.evaluation;
  if (evaluation) return evaluation;
  throw new RequestError("NOT_MEASURING", "This server only answers queries; it measures nothing.");
}

/** The run that a global id names. Throws `BAD_ID` if the store holds none. */
export async function runOf(globalId: string, { loaders }: Context): Promise<RunRow> {
  const { typename, id } = decodeGlobalID(globalId);
  const run = typename === "Run" ? await loaders.runByHash.load(runHashOf(id)) : undefined;
  if (!run) throw badId(globalId);
  return run;
}
