import { and, eq, getTableColumns, isNotNull, isNull, sql } from "drizzle-orm";
import type { Drizzle } from "../store/database/database.ts";
import { samples } from "../store/tables.ts";
import type { SampleSubmission } from "./submitted/submission.ts";

const { runId, ...ownColumns } = getTableColumns(samples);
/** Each column of a sample, with the field that brings it: a submission says `problem` for the problem's id. */
const COLUMNS = Object.entries(ownColumns).map(([field, column]) => ({
  field: field === "problemId" ? "problem" : field,
  name: column.name,
  type: column.getSQLType(),
}));
const names = sql.raw(COLUMNS.map(({ name }) => name).join(", "));
const fields = sql.raw(COLUMNS.map(({ field, type }) => `"${field}" ${type}`).join(", "));

/**
 * Inserts samples of a run by one statement with one parameter, however many there are. What is stored already stays as
 * it is: a sample counts once, whoever brings it again.
 *
 * @param flops the FLOP of each sample, null where they are not known.
 */
export async function insertSamples(
  drizzle: Pick<Drizzle, "execute">,
  run: number,
  brought: readonly SampleSubmission[],
  flops: readonly (number | null)[],
): Promise<void> {
  const rows = brought.map((sample, i) => ({ ...sample, flops: flops[i] }));
  await drizzle.execute(sql`
    insert into samples (run_id, ${names})
    select ${run}::integer, s.* from json_to_recordset(${JSON.stringify(rows)}::text::json) as s (${fields})
    on conflict do nothing`);
}

/** The stored samples of a run in the form in which they were brought, what they lack as null. */
export async function readStoredSamples({ drizzle }: { drizzle: Drizzle }, run: number): Promise<SampleSubmission[]> {
  const rows = await drizzle.select(ownColumns).from(samples).where(eq(runId, run));
  return rows.map(({ problemId, flops, ...sample }) => ({ problem: problemId, ...sample }));
}

/** Deletes the samples of a run that failed, so that they can be asked for again. */
export async function deleteFailedSamples({ drizzle }: { drizzle: Drizzle }, run: number): Promise<void> {
  const { correct, error } = samples;
  await drizzle.delete(samples).where(and(eq(runId, run), isNull(correct), isNotNull(error)));
}

/** Keeps what a judge said of a stored sample, and the verdict that follows from it. */
export async function storeJudgement(
  { drizzle }: { drizzle: Drizzle },
  run: number,
  { problem, repeat, correct, judgement }: SampleSubmission,
): Promise<void> {
  await drizzle
    .update(samples)
    .set({ correct, judgement })
    .where(and(eq(runId, run), eq(samples.problemId, problem), eq(samples.repeat, repeat)));
}
