import { isRunnerError } from "../plugins/contract/runnerError.ts";
import { moveRun, readMeasuredRun, readRunningIds } from "../recording/measuredRuns.ts";
import { createEngineKeeper } from "./engineKeeper.ts";
import { type ExecutionContext, executeRun } from "./executeRun.ts";
import { followProgress, tellProgress } from "./progress.ts";
import type { RunQueue } from "./queue.ts";

export interface Worker {
  /** Lets go of what it works on: another worker, or this one when it starts again, goes on where it stopped. */
  stop(): Promise<void>;
}

const ORPHAN_CHECK_MS = 30_000;

/** Takes queued runs of the given runners one after another, and runs that a worker left when it was killed. */
export async function startWorker(
  { store, plugins, cacheFolder, log }: Omit<ExecutionContext, "engines">,
  queue: RunQueue,
  runners: string[],
): Promise<Worker> {
  const engines = createEngineKeeper(plugins, log);
  const context: ExecutionContext = { store, plugins, engines, cacheFolder, log };
  const working = new Map<number, AbortController>();
  let stopping = false;

  // One run after another, whichever queue it comes from: two engines at once would share the GPUs.
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
      await setAside(runId, error, isLastAttempt);
    } finally {
      working.delete(runId);
    }
  };
  const setAside = async (runId: number, error: unknown, isLastAttempt: boolean) => {
    const run = await readMeasuredRun(store, runId);
    if (stopping || run?.status === "CANCELED") return;
    const message = error instanceof Error ? error.message : String(error);
    const mayPass = isRunnerError(error) && error.retry && !isLastAttempt;
    log(`Run ${runId}: ${message}${mayPass ? " It will be tried again." : ""}`);
    await moveRun(store, runId, mayPass ? "QUEUED" : "FAILED", { error: message });
    await tellProgress(store, runId, message);
    if (mayPass) throw error;
  };
  const adoptOrphans = async () => {
    for (const id of await readRunningIds(store, runners)) {
      if (working.has(id)) continue;
      const release = await store.tryLock(id);
      if (!release) continue;
      await release();
      const run = (await readMeasuredRun(store, id))!;
      log(`Run ${id} was left by its worker and is taken up again.`);
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
