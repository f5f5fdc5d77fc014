import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { PluginRegistry } from "../../plugins/registry.ts";
import { queueRuns } from "../../recording/measuredRuns.ts";
import type { Store } from "../../store/store.ts";
import type { RunStatus } from "../../store/tables.ts";
import type { Recipe } from "../plan/recipe.ts";
import type { RunQueue } from "../queue.ts";
import { queuedRunsOf } from "../queuedRuns.ts";
import type { ExperimentRun } from "./expandExperiment.ts";

/** What becomes of a run of an experiment: it has a result, is on its way, goes on from its answers, or is new. */
export type Standing = "DONE" | "UNDER_WAY" | "RESUMED" | "NEW";

export interface StandingRun extends ExperimentRun {
  standing: Standing;
  /** The stored run; undefined for a new one. */
  id: number | undefined;
}

export interface FollowedRun extends ExperimentRun {
  standing: Standing;
  id: number;
}

const LOCK_POLL_MS = 200;

/**
 * Queues the runs of an experiment that have no result yet. Those that failed or were canceled go on from their stored
 * answers. Several processes may do so with the same file at once: each run is queued once.
 */
export async function queueExperiment(
  store: Store,
  queue: RunQueue,
  plugins: PluginRegistry,
  runs: readonly ExperimentRun[],
): Promise<FollowedRun[]> {
  const release = await lock(store, runs[0]!.planned.recipe.experiment!.name);
  try {
    const standing = await readStanding(store, runs);
    const fresh = standing.filter((one) => one.id === undefined);
    const planned = fresh.map((one) => one.planned);
    const ids = planned.length > 0 ? await queueRuns(store, await queuedRunsOf(store, plugins, planned)) : [];
    const idOf = new Map(fresh.map((one, i) => [one, ids[i]!]));
    const followed: FollowedRun[] = [];
    for (const one of standing) {
      const id = one.id ?? idOf.get(one)!;
      if (one.standing === "RESUMED") await reopen(store, id, one.planned.recipe);
      if (one.standing === "RESUMED" || one.standing === "NEW") await queue.send(one.planned.runner, id);
      followed.push({ ...one, id });
    }
    return followed;
  } finally {
    await release();
  }
}

/** Which of the runs of an experiment the store has, and how they stand. */
export async function readStanding(store: Store, runs: readonly ExperimentRun[]): Promise<StandingRun[]> {
  const rows = await store.rows(
    `select r.recipe #>> '{experiment,key}', r.id, r.status, r.recipe #>> '{benchmark,version}',
       exists (select 1 from samples s where s.run_id = r.id)
     from runs r
     where r.recipe #>> '{experiment,name}' = $1 and r.provenance = 'MEASURED' and r.status <> 'RETRACTED'
     order by r.id`,
    [runs[0]!.planned.recipe.experiment!.name],
  );
  const stored = Map.groupBy(
    rows.map(([key, id, status, version, hasAnswers]) => ({ key, id, status, version, hasAnswers }) as StoredRun),
    ({ key }) => key,
  );
  return runs.map((run) => standingOf(run, stored.get(run.key) ?? []));
}

interface StoredRun {
  key: string;
  id: number;
  status: RunStatus;
  /** The version of the benchmark's plugin that asked. */
  version: string;
  hasAnswers: boolean;
}

function standingOf(run: ExperimentRun, stored: StoredRun[]): StandingRun {
  const last = (...statuses: RunStatus[]) => stored.findLast(({ status }) => statuses.includes(status));
  const done = last("SUCCEEDED");
  if (done) return { ...run, standing: "DONE", id: done.id };
  const underWay = last("RUNNING", "QUEUED");
  if (underWay) return { ...run, standing: "UNDER_WAY", id: underWay.id };
  const ended = last("FAILED", "CANCELED");
  // Answers to two versions of a benchmark are no run.
  const goesOn = ended && (!ended.hasAnswers || ended.version === run.planned.recipe.benchmark.version);
  return goesOn ? { ...run, standing: "RESUMED", id: ended.id } : { ...run, standing: "NEW", id: undefined };
}

/** Lets a run wait again with its answers, and with what the file now says of its engine and of the time it may take. */
async function reopen(store: Store, id: number, recipe: Recipe): Promise<void> {
  await store.rows(
    `update runs set status = 'QUEUED', error = null, error_code = null, error_details = null, finished_at = null,
       recipe = $2::text::jsonb
     where id = $1 and status in ('FAILED', 'CANCELED')`,
    [id, JSON.stringify(recipe)],
  );
  await store.refresh();
}

/** Keeps other processes from queueing the same experiment meanwhile. */
async function lock(store: Store, name: string): Promise<() => Promise<void>> {
  // Positive numbers are those of runs.
  const key = -1 - (createHash("sha256").update(name).digest().readUInt32BE() >>> 1);
  for (;;) {
    const release = await store.tryLock(key);
    if (release) return release;
    await delay(LOCK_POLL_MS);
  }
}
