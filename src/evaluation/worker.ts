import { moveRun, readMeasuredRun, readRunIds } from "../recording/measuredRuns.ts";
import { afterFailure } from "./afterFailure.ts";
import { EngineAway } from "./answers/engineAway.ts";
import { patiently } from "./databasePatience.ts";
import { preferencesOf } from "./enginesOfRun.ts";
import { enginePatience, executeRun } from "./executeRun.ts";
import { type History, NEW } from "./history.ts";
import { recipe as recipeSchema } from "./plan/recipe.ts";
import { followProgress, publishProgress, readEnded, readProgress } from "./progress.ts";
import type { RunQueue } from "./queue.ts";
import { createEngineKeeper } from "./setup/engineKeeper.ts";
import type { ExecutionContext } from "./setup/executionContext.ts";

export interface Worker {
  /** Ends the requests in flight. The run can be continued from its stored answers by any worker. */
  stop(): Promise<void>;
}

const ORPHAN_CHECK_MS = 30_000;
const STOP_MS = 10_000;
/** Measures queued runs of the given runners one after another, and continues runs whose worker was killed. */
export async function startWorker(
  given: Omit<ExecutionContext, "engines">,
  queue: RunQueue,
  runners: string[],
): Promise<Worker> {
  const { store, log } = given;
  const engines = createEngineKeeper(given.plugins, log);
  const context: ExecutionContext = { ...given, engines };
  const working = new Map<number, AbortController>();
  let stopping = false;

  // Runs are measured one after another, whichever queue they come from: two engines at once would share the GPUs.
  let turn = Promise.resolve();
  const take = (runId: number, history: History) => {
    const mine = turn.then(() => work(runId, history));
    turn = mine.catch(() => {});
    return mine;
  };
  const work = async (runId: number, history: History) => {
    const controller = new AbortController();
    working.set(runId, controller);
    try {
      if (stopping) return await giveBack(runId, history);
      await executeRun(context, runId, controller.signal, history);
      saidOf.delete(runId);
    } catch (error) {
      if (stopping) return await giveBack(runId, history);
      // Whoever canceled the run may have resumed it meanwhile.
      if (controller.signal.aborted) return void saidOf.delete(runId);
      await patiently(
        () => settle(runId, error, history),
        () => {
          if (!stopping) log(`Run ${runId} waits for the database.`);
          return !stopping;
        },
      );
    } finally {
      working.delete(runId);
    }
  };
  /** What was logged last of a run that is given back, so that a run that waits says so once. */
  const saidOf = new Map<number, string>();
  /** Stores what became of a run that could not go on, and gives it back to the queue where it goes on later. */
  const settle = async (runId: number, error: unknown, history: History): Promise<void> => {
    const run = await readMeasuredRun(store, runId);
    const progress = await readProgress(store, runId);
    if (!run || !progress || !isUnderWay(run.status)) return;
    const patience = enginePatience(recipeSchema.safeParse(run.recipe).data ?? {}, context.waitEngine);
    const stored = progress.done - progress.errors;
    const { status, failure, line, delay, history: next } = afterFailure(error, history, { stored, patience });
    // A run that waits for its engine says so once.
    if (!(error instanceof EngineAway) || saidOf.get(runId) !== line) log(`Run ${runId}: ${line}`);
    if (status === "QUEUED") saidOf.set(runId, line);
    else saidOf.delete(runId);
    if (!(await moveRun(store, runId, status, failure))) return;
    if (status === "QUEUED") await queue.send(run.runner!, runId, delay, next);
    await publishProgress(store, runId, failure.error);
  };
  /** Puts a run that this worker leaves back into the queue, where any worker finds it at once. */
  const giveBack = async (runId: number, history: History): Promise<void> => {
    const run = await readMeasuredRun(store, runId);
    if (!run || !(await moveRun(store, runId, "QUEUED"))) return;
    await queue.send(run.runner!, runId, 0, history);
  };
  let unsent = new Set<number>();
  const adoptOrphans = async () => {
    const running = (await readRunIds(store, "RUNNING", runners)).filter((id) => !working.has(id));
    // One that was sent already keeps its place behind others, until a worker has time for it.
    const placed = running.length > 0 ? await queue.waiting(running) : new Set();
    for (const id of running.filter((id) => !placed.has(id))) {
      const release = await store.tryLock(id);
      if (!release) continue;
      // It waits from now on, also for those who look at it. It may have ended since it was read.
      const waits = await moveRun(store, id, "QUEUED").finally(release);
      if (waits) await sendAgain(id, "was left by its worker and is continued");
    }
    // A run that waits without a place in the queue: its sender was killed, or the store was restored from a backup.
    const queued = (await readRunIds(store, "QUEUED", runners)).filter((id) => !working.has(id));
    const waiting = queued.length > 0 ? await queue.waiting(queued) : new Set();
    const lost = queued.filter((id) => !waiting.has(id));
    // Its sender may be about to send it, so that it has to be found twice.
    for (const id of lost) if (unsent.has(id)) await sendAgain(id, "was not in the queue and is put into it");
    unsent = new Set(lost);
  };
  const sendAgain = async (id: number, why: string) => {
    const run = (await readMeasuredRun(store, id))!;
    log(`Run ${id} ${why}.`);
    await queue.send(run.runner!, id, 0, NEW);
  };
  const cancel = (runId: number) => working.get(runId)?.abort(new Error("The run was canceled."));
  const lookForCanceled = async () => {
    for (const id of await readEnded(store, [...working.keys()])) cancel(id);
  };
  const lookSoon = () => void lookForCanceled().catch((error) => log(String(error)));
  const look = async () => {
    await lookForCanceled();
    await adoptOrphans();
  };

  await followProgress(
    store,
    ({ runId, status }) => {
      // The store is asked, since the event may be late and the run resumed.
      if (status === "CANCELED" && working.has(runId)) lookSoon();
    },
    lookSoon,
  );
  await adoptOrphans();
  const enough = new AbortController();
  await queue.work(runners, take, { prefer: preferencesOf(context), signal: enough.signal });
  const timer = setInterval(() => void look().catch((error) => log(String(error))), ORPHAN_CHECK_MS);
  return {
    async stop() {
      stopping = true;
      enough.abort();
      clearInterval(timer);
      for (const controller of working.values()) controller.abort(new Error("The worker is stopping."));
      // A database that hangs must not keep the process alive.
      const deadline = Date.now() + STOP_MS;
      while (working.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
      await engines.close();
    },
  };
}

const isUnderWay = (status: string) => status === "QUEUED" || status === "RUNNING";
