import type { RunProgress } from "../evaluation/progress.ts";
import type { OpenEvaluation } from "./openEvaluation.ts";
import { runProgressView } from "./progress/runProgressView.ts";
import type { RunningServer } from "./runningServer.ts";
import { stopSignal } from "./stopSignal.ts";

/**
 * Works on queued runs of a runner in this process and shows their progress, until they end or the process is to stop. The
 * exit code is then that of the signal.
 */
export async function measureRuns(evaluation: OpenEvaluation, ids: number[], runner: string): Promise<void> {
  const followed = ids.map((id) => evaluation.follow(id)[Symbol.asyncIterator]());
  const stopped = stopSignal();
  const stop = await evaluation.work([runner], { readsAnyFile: true });
  try {
    for (const [i, progress] of followed.entries()) {
      const last = await Promise.race([show(ids[i]!, progress), stopped]);
      if (typeof last === "number") {
        console.error(
          "Stopped. The answers so far are kept. The same command goes on from them, as does " +
            `\`paretograph run --resume ${ids[i]}\`, a worker, or the server of the same store.`,
        );
        process.exitCode = last;
        return;
      }
      if (last?.status !== "SUCCEEDED") process.exitCode = 1;
    }
  } finally {
    await stop();
  }
}

const FOLLOW = `subscription ($id: ID!) {
  runProgress(id: $id) {
    status done total correct errors truncated undecided judged low high tokensPerSecond remaining inFlight message
  }
}`;

/** Shows the progress of runs that a server measures, by their global ids. */
export async function followRunsAt(server: RunningServer, runs: { id: string }[]): Promise<void> {
  const stopped = stopSignal();
  for (const [i, { id }] of runs.entries()) {
    const last = await Promise.race([show(i + 1, progressOf(server, id, i + 1)), stopped]);
    if (typeof last === "number") {
      console.error(`The server at ${server.url} goes on with the runs. The mutation cancelRun ends one.`);
      // The connection that follows the run would keep the process alive.
      process.exit(last);
    }
    if (last?.status !== "SUCCEEDED") process.exitCode = 1;
  }
}

async function* progressOf(server: RunningServer, id: string, runId: number): AsyncGenerator<RunProgress> {
  for await (const { runProgress } of server.follow(FOLLOW, { id })) yield { ...runProgress, runId };
}

async function show(id: number, progress: AsyncIterator<RunProgress>): Promise<RunProgress | undefined> {
  const view = runProgressView(id);
  let last: RunProgress | undefined;
  for (let next = await progress.next(); !next.done; next = await progress.next()) {
    last = next.value;
    view.update(last);
  }
  view.end(last);
  return last;
}
