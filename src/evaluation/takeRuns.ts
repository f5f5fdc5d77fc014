import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { JobWithMetadata, PgBoss } from "pg-boss";
import type { Database } from "../store/database/database.ts";
import type { History } from "./history.ts";

/** What a worker does with waiting runs of one engine. */
export type Preference = "FIRST" | "ALLOWED" | "NEVER";

/** Tells what a worker does with the runs that wait for an engine, from the recipe of one of them. */
export type Preferences = (recipe: unknown, runId: number) => Preference | Promise<Preference>;

/** The oldest run is taken, whichever engine it needs. */
export const takeAny: Preferences = () => "ALLOWED";

/** The group of a run in the queue: runs have the same one where their recipes ask for the same engines. */
export async function groupOf(database: Database, runId: number): Promise<string | null> {
  const [row] = await database.rows("select recipe from runs where id = $1", [runId]);
  const { runner, judge, secondJudge } = (row?.[0] ?? {}) as Record<string, unknown>;
  const engines = canonicalize([runner, judge, secondJudge].map((one) => one ?? null))!;
  return row ? createHash("sha256").update(engines).digest("hex").slice(0, 16) : null;
}

/** What a place in the queue holds: the run, and what became of it before. */
export interface RunJobData extends Partial<History> {
  runId: number;
}

type RunJob = JobWithMetadata<RunJobData>;

/** Gives a run that was taken back to the queue, without using up one of its attempts. */
export async function putBack(boss: PgBoss, { name, id, data, groupId }: RunJob): Promise<void> {
  await boss.send(name, data, groupId == null ? {} : { group: { id: groupId } });
  await boss.complete(name, id);
}

interface Waiting {
  queue: string;
  group: string | null;
  recipe: unknown;
  runId: number;
}

/**
 * Takes the next run from the queues, or null where none waits that this worker may take: of an engine that it holds, else of
 * an engine that no other worker is busy with, else of any. Each time the oldest.
 */
export async function takeRun(
  boss: PgBoss,
  database: Database,
  queues: string[],
  prefer: Preferences,
): Promise<RunJob | null> {
  const waiting = await readWaiting(database, queues);
  if (waiting.length === 0) return null;
  const known = await Promise.all(
    waiting.map(async (one) => ({ ...one, preference: await prefer(one.recipe, one.runId) })),
  );
  const groupsNot = (...allowed: Preference[]) =>
    known.flatMap(({ group, preference }) => (group === null || allowed.includes(preference) ? [] : [group]));
  const fetch = async (wanted: Preference[], options: { groupConcurrency?: number } = {}) => {
    const names = new Set(known.flatMap(({ queue, preference }) => (wanted.includes(preference) ? [queue] : [])));
    for (const name of names) {
      const ignoreGroups = groupsNot(...wanted);
      const [job] = await boss.fetch<RunJobData>(name, { includeMetadata: true, ignoreGroups, ...options });
      if (!job) continue;
      const group = job.groupId ?? null;
      if (known.some((one) => one.group === group && wanted.includes(one.preference))) return job;
      // It came since the groups were read, so that nobody knows yet whether it may be taken.
      await putBack(boss, job);
    }
    return null;
  };
  return (
    (await fetch(["FIRST"])) ??
    (await fetch(["FIRST", "ALLOWED"], { groupConcurrency: 1 })) ??
    (await fetch(["FIRST", "ALLOWED"]))
  );
}

/** One run of each engine for which runs wait, by the age of the oldest. */
async function readWaiting(database: Database, queues: string[]): Promise<Waiting[]> {
  const rows = await database.rows(
    `select name, group_id, recipe, id from (
       select distinct on (j.name, j.group_id) j.name, j.group_id, r.recipe, r.id, j.created_on
       from queue.job j join runs r on r.id = (j.data ->> 'runId')::integer
       where j.name in (select json_array_elements_text($1::text::json)) and j.state in ('created', 'retry')
         and j.start_after <= now()
       order by j.name, j.group_id, j.created_on) oldest
     order by created_on`,
    [JSON.stringify(queues)],
  );
  return rows.map(([queue, group, recipe, runId]) => ({
    queue: queue as string,
    group: group as string | null,
    recipe,
    runId: runId as number,
  }));
}
