import { isErrorOf } from "../errors/codedError.ts";
import { isRunnerError } from "../plugins/contract/runnerError.ts";
import { moveRun, readMeasuredRun, readRunIds } from "../recording/measuredRuns.ts";
import { type DatabaseFailure, databaseFailure } from "../store/database/databaseFailure.ts";
import { FailedAnswers } from "./answers/failedAnswers.ts";
import { LONGEST_PAUSE } from "./answers/retry.ts";
import { runFailure } from "./answers/runFailure.ts";
import { patiently } from "./databasePatience.ts";
import { preferencesOf } from "./enginesOfRun.ts";
import { executeRun } from "./executeRun.ts";
import { followProgress, publishProgress, readEnded } from "./progress.ts";
import type { RunQueue } from "./queue.ts";
import { createEngineKeeper } from "./setup/engineKeeper.ts";
import type { ExecutionContext } from "./setup/executionContext.ts";

export interface Worker {
  /** Ends the requests in flight. The run can be continued from its stored answers by any worker. */
  stop(): Promise<void>;
}

const ORPHAN_CHECK_MS = 30_000;
const STOP_MS = 10_000;
/** The most seconds for which a run pauses: a day. The engine is asked again then, and may ask for more. */
const LONGEST_DELAY = 86_400;

/** The reason and the seconds for which a run waits whose database cannot go on. */
const WAITS: Record<DatabaseFailure, { message: string; delay: number }> = {
  AWAY: { message: "The database was away while the run was measured.", delay: 5 },
  FULL: { message: "The database has no space left, and the run is paused.", delay: 60 },
};

/** Measures queued runs of the given runners one after another, and continues runs whose worker was killed. */
export async function startWorker(
  { store, plugins, cacheFolder, readsAnyFile, gpus, log }: Omit<ExecutionContext, "engines">,
  queue: RunQueue,
  runners: string[],
): Promise<Worker> {
  const engines = createEngineKeeper(plugins, log);
  const context: ExecutionContext = { store, plugins, engines, cacheFolder, readsAnyFile, gpus, log };
  const working = new Map<number, AbortController>();
  let stopping = false;

  // Runs are measured one after another, whichever queue they come from: two engines at once would share the GPUs.
  let turn = Promise.resolve();
  const take = (runId: number, isLastAttempt: boolean) => {
    const mine = turn.then(() => work(runId, isLastAttempt));
    turn = mine.catch(() => {});
    return mine;
  };
  const work = async (runId: number, isLastAttempt: boolean) => {
    if (stopping) return;
    const controller = new AbortController();
    working.set(runId, controller);
    try {
      await executeRun(context, runId, controller.signal);
    } catch (error) {
      const retried = await patiently(
        () => settleFailure(runId, error, isLastAttempt),
        (failure) => {
          if (!stopping) log(`Run ${runId} waits: ${WAITS[failure].message}`);
          return !stopping;
        },
      );
      if (retried) throw error;
    } finally {
      working.delete(runId);
    }
  };
  /** Stores what became of a run that could not go on. Returns whether the queue has to try it again. */
  const settleFailure = async (runId: number, error: unknown, isLastAttempt: boolean): Promise<boolean> => {
    const run = await readMeasuredRun(store, runId);
    if (stopping || !run || run.status === "CANCELED") return false;
    const failure = runFailure(error);
    const cause = databaseFailure(error);
    if (cause) {
      // The database is no fault of the run: it waits anew and keeps all its attempts.
      const { message, delay } = WAITS[cause];
      log(`Run ${runId}: ${message} It goes on by itself.`);
      await moveRun(store, runId, "QUEUED", { ...failure, error: message });
      await queue.send(run.runner!, runId, delay);
      await publishProgress(store, runId, message);
      return false;
    }
    const pause = isRunnerError(error) && error.code === "OVERLOADED" ? (error.retryAfter ?? 0) : 0;
    if (pause > LONGEST_PAUSE) {
      // Nothing is wrong with the run, so that it keeps all its attempts, and other runs go on meanwhile.
      const delay = Math.min(Math.ceil(pause), LONGEST_DELAY);
      const message = `The engine asks for a pause of ${delay} seconds, after which the run goes on.`;
      log(`Run ${runId}: ${message}`);
      await moveRun(store, runId, "QUEUED", { ...failure, error: message });
      await queue.send(run.runner!, runId, delay);
      await publishProgress(store, runId, message);
      return false;
    }
    const mayPass = isRunnerError(error) || isErrorOf("data", error) || error instanceof FailedAnswers;
    const willRetry = mayPass && error.retry && !isLastAttempt;
    log(`Run ${runId}: ${failure.errorDetails}${willRetry ? " It will be tried again." : ""}`);
    await moveRun(store, runId, willRetry ? "QUEUED" : "FAILED", failure);
    await publishProgress(store, runId, failure.error);
    return willRetry;
  };
  let unsent = new Set<number>();
  const adoptOrphans = async () => {
    for (const id of await readRunIds(store, "RUNNING", runners)) {
      if (working.has(id)) continue;
      const release = await store.tryLock(id);
      if (!release) continue;
      await release();
      await sendAgain(id, "was left by its worker and is continued");
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
    await queue.send(run.runner!, id);
  };
  const cancel = (runId: number) => working.get(runId)?.abort(new Error("The run was canceled."));
  const lookForCanceled = async () => {
    for (const id of await readEnded(store, [...working.keys()])) cancel(id);
  };
  const look = async () => {
    await lookForCanceled();
    await adoptOrphans();
  };

  await followProgress(
    store,
    ({ runId, status }) => {
      if (status === "CANCELED") cancel(runId);
    },
    () => void lookForCanceled().catch((error) => log(String(error))),
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
