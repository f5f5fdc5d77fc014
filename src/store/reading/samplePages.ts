import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { runStatement, selection } from "../database/statement.ts";
import { samples } from "../tables.ts";
import { choiceConditions, choiceShape, type SampleChoice } from "./graded/sampleFates.ts";
import { type Key, type KeyType, type Page, type PageRequest, pageOf } from "./page.ts";

const sampleSelection = selection(samples, "s", [
  "runId",
  "problemId",
  "repeat",
  "correct",
  "score",
  "promptTokens",
  "reasoningTokens",
  "outputTokens",
  "latency",
  "ttft",
  "cachedPromptTokens",
  "acceptedDraftTokens",
  "rejectedDraftTokens",
  "answerTtft",
  "queueTime",
  "discardedTokens",
  "cost",
  "flops",
  "answer",
  "expected",
  "output",
  "finishReason",
  "error",
  "errorCode",
  "promptHash",
  "judgement",
  "measures",
]);

/** A sample, with the content hash of its run. */
export type SampleRow = ReturnType<typeof sampleSelection.read> & { runHash: string };

/** The columns that a sample is read from, of the aliases s (samples) and r (its run). */
export const sampleColumns = sql`${sampleSelection.list}, r.content_hash`;
export function readSample(values: unknown[]): SampleRow {
  return { ...sampleSelection.read(values), runHash: values[sampleSelection.width] as string };
}

/** The types of the values in the cursor of a list of samples: the problem and the repeat. */
export const SAMPLE_KEY_TYPES: KeyType[] = ["text", "integer"];
export const sampleKey = (sample: SampleRow): Key => [sample.problemId, sample.repeat];

/** Reads the same page of the samples of each of several runs by one statement, in order of problem and repeat. */
export async function readSamplePages(
  database: Database,
  runIds: readonly number[],
  choice: SampleChoice,
  page: PageRequest,
): Promise<Page<SampleRow>[]> {
  const { size, backward, after, before } = page;
  const shape = ["samples", choiceShape(choice), size, backward, after !== undefined, before !== undefined].join("|");
  const compose = () => {
    const conditions: SQL[] = [sql`s.run_id = r.id`, ...choiceConditions(choice)];
    if (after) conditions.push(sql`(s.problem_id, s.repeat) > (${placeholders("after")})`);
    if (before) conditions.push(sql`(s.problem_id, s.repeat) < (${placeholders("before")})`);
    const direction = sql.raw(backward ? "desc" : "asc");
    return sql`
      select page.* from unnest(${sql.placeholder("runs")}::integer[]) run (id) join runs r on r.id = run.id
      cross join lateral (
        select ${sampleColumns} from samples s where ${sql.join(conditions, sql` and `)}
        order by s.problem_id ${direction}, s.repeat ${direction} limit ${sql.raw(String(size + 1))}
      ) page`;
  };
  const values = {
    runs: runIds,
    correct: choice.correct,
    ...(after && { afterProblem: after[0], afterRepeat: after[1] }),
    ...(before && { beforeProblem: before[0], beforeRepeat: before[1] }),
  };
  const rows = await runStatement(database, shape, compose, values);
  const byRun = Map.groupBy(rows.map(readSample), (sample) => sample.runId);
  return runIds.map((id) => pageOf(byRun.get(id) ?? [], page));
}

const placeholders = (name: string) =>
  sql`${sql.placeholder(`${name}Problem`)}::text, ${sql.placeholder(`${name}Repeat`)}::integer`;
