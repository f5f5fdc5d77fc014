import { and, eq, getTableColumns, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Drizzle } from "../store/database/database.ts";
import { samples } from "../store/tables.ts";
import { inSampleOrder } from "./submitted/sampleOrder.ts";
import type { SampleSubmission } from "./submitted/submission.ts";
import type { Window } from "./window.ts";

const { runId, ...ownColumns } = getTableColumns(samples);
/** Each column of a sample, with the field that brings it: a submission says `problem` for the problem's id. */
const COLUMNS = Object.entries(ownColumns).map(([field, column]) => ({
  field: field === "problemId" ? "problem" : field,
  name: column.name,
  type: column.getSQLType(),
}));

/** The samples that one statement brings: its parameter has about 2 MB. */
const ROWS = 10_000;

type Flops = readonly (number | null)[];

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
  flops: Flops,
): Promise<void> {
  if (brought.length === 0) return;
  await drizzle.execute(sql`${insertOf(run, brought, flops)} on conflict do nothing`);
}

/**
 * Inserts the samples of a run that has none. Where no two are of the same problem and repeat, none can conflict, which
 * saves the database a look for each.
 *
 * @param inserts takes the statements.
 */
export async function insertNewSamples(
  drizzle: Pick<Drizzle, "execute">,
  run: number,
  brought: readonly SampleSubmission[],
  flops: Flops,
  inserts: Window,
): Promise<void> {
  const single = new Set(brought.map(({ problem, repeat }) => `${repeat} ${problem}`)).size === brought.length;
  for (let start = 0; start < brought.length; start += ROWS) {
    await inserts.add(async () => {
      const insert = insertOf(run, brought.slice(start, start + ROWS), flops.slice(start, start + ROWS));
      await drizzle.execute(single ? insert : sql`${insert} on conflict do nothing`);
    });
  }
}

/** Only the columns that some sample has are named: the database reads each of the others as well. */
function insertOf(run: number, brought: readonly SampleSubmission[], flops: Flops): SQL {
  const rows: Record<string, unknown>[] = brought.map((sample, i) => ({ ...sample, flops: flops[i] }));
  const used = COLUMNS.filter(({ field }) => rows.some((row) => row[field] != null));
  const names = sql.raw(used.map(({ name }) => name).join(", "));
  const fields = sql.raw(used.map(({ field, type }) => `"${field}" ${type}`).join(", "));
  return sql`
    insert into samples (run_id, ${names})
    select ${run}::integer, s.* from json_to_recordset(${JSON.stringify(rows)}::text::json) as s (${fields})`;
}

/** The stored samples of a run in the form in which they were brought, what they lack as null. */
export async function readStoredSamples({ drizzle }: { drizzle: Drizzle }, run: number): Promise<SampleSubmission[]> {
  const rows = await drizzle.select(ownColumns).from(samples).where(eq(runId, run));
  return rows.map(({ problemId, flops, ...sample }) => ({ problem: problemId, ...sample }));
}

/** The stored samples of a run with the FLOPs of each. */
export async function readSamplesWithFlops({ drizzle }: { drizzle: Drizzle }, run: number) {
  const rows = await drizzle.select(ownColumns).from(samples).where(eq(runId, run));
  return inSampleOrder(rows.map(({ problemId, ...sample }) => ({ problem: problemId, ...sample })));
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
  { problem, repeat, correct, score, measures, judgement }: SampleSubmission,
): Promise<void> {
  await drizzle
    .update(samples)
    .set({ correct, score, measures, judgement })
    .where(and(eq(runId, run), eq(samples.problemId, problem), eq(samples.repeat, repeat)));
}
