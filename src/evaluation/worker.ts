import { isRunnerError } from "../plugins/contract/runnerError.ts";
import { moveRun, readMeasuredRun, readRunningIds } from "../recording/measuredRuns.ts";
import { createEngineKeeper } from "./engineKeeper.ts";
import { type ExecutionContext, executeRun } from "./executeRun.ts";
import { followProgress, publishProgress } from "./progress.ts";
import type { RunQueue } from "./queue.ts";
import { runFailure } from "./runFailure.ts";

export interface Worker {
  /** Ends the requests in flight. The run can be continued from its stored answers by any worker. */
  stop(): Promise<void>;
}

const ORPHAN_CHECK_MS = 30_000;

/** Measures queued runs of the given runners one after another, and continues runs whose worker was killed. */
export async function startWorker(
  { store, plugins, cacheFolder, readsAnyFile, log }: Omit<ExecutionContext, "engines">,
  queue: RunQueue,
  runners: string[],
): Promise<Worker> {
  const engines = createEngineKeeper(plugins, log);
  const context: ExecutionContext = { store, plugins, engines, cacheFolder, readsAnyFile, log };
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
      await handleFailure(runId, error, isLastAttempt);
    } finally {
      working.delete(runId);
    }
  };
  const handleFailure = async (runId: number, error: unknown, isLastAttempt: boolean) => {
    const run = await readMeasuredRun(store, runId);
    if (stopping || run?.status === "CANCELED") return;
    const failure = runFailure(error);
    const willRetry = isRunnerError(error) && error.retry && !isLastAttempt;
    log(`Run ${runId}: ${failure.errorDetails}${willRetry ? " It will be tried again." : ""}`);
    await moveRun(store, runId, willRetry ? "QUEUED" : "FAILED", failure);
    await publishProgress(store, runId, failure.error);
    if (willRetry) throw error;
  };
  const adoptOrphans = async () => {
    for (const id of await readRunningIds(store, runners)) {
      if (working.has(id)) continue;
      const release = await store.tryLock(id);
      if (!release) continue;
      await release();
      const run = (await readMeasuredRun(store, id))!;
      log(`Run ${id} was left by its worker and is continued.`);
      await queue.send(run.runner!, id);
    }
  };

  await followProgress(store, ({ runId, status }) => {
    if (status === "CANCELED") working.get(runId)?.abort(new Error("The run was canceled."));
  });
  await adoptOrphans();
  await queue.work(runners, take);
  const timer = setInterval(() => void adoptOrphans().catch((error) => log(String(error))), ORPHAN_CHECK_MS);
  return {
    async stop() {
      stopping = true;
      clearInterval(timer);
      for (const controller of working.values()) controller.abort(new Error("The worker is stopping."));
      while (working.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await engines.close();
    },
  };
}
