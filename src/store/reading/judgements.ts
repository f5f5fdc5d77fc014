import { and, inArray, isNotNull } from "drizzle-orm";
import type { Drizzle } from "../database/database.ts";
import { samples } from "../tables.ts";

/** The judged answers of each run, in the order of the ids, by one statement. */
export async function readJudgements(drizzle: Drizzle, runIds: readonly number[]) {
  const { runId, correct, judgement } = samples;
  const rows = await drizzle
    .select({ runId, correct, judgement })
    .from(samples)
    .where(and(inArray(runId, [...runIds]), isNotNull(judgement)));
  const byRun = Map.groupBy(rows, (row) => row.runId);
  return runIds.map((id) =>
    (byRun.get(id) ?? []).map(({ correct, judgement }) => ({ correct, judgement: judgement! })),
  );
}
