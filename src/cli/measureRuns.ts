import { setTimeout as sleep } from "node:timers/promises";
import type { RunProgress } from "../evaluation/progress.ts";
import type { Store } from "../store/store.ts";
import type { OpenEvaluation } from "./openEvaluation.ts";
import { type Ask, askStore } from "./progress/ask.ts";
import { type FollowedRun, globalIdsOf, nameOf, readFollowed } from "./progress/followedRun.ts";
import { runProgressView } from "./progress/runProgressView.ts";
import { runReport } from "./progress/runReport.ts";
import { type RunningServer, ServerAway } from "./runningServer.ts";
import { CommandError } from "./settings.ts";
import { stopSignal } from "./stopSignal.ts";

/**
 * Works on queued runs of a runner in this process and shows their progress until they end, and prints what they are. Where
 * the process is to stop before, its exit code is that of the signal.
 */
export async function measureRuns(
  store: Store,
  evaluation: OpenEvaluation,
  ids: number[],
  runner: string,
): Promise<void> {
  const ask = askStore(store);
  const titles = ids.map((id) => `Run ${id}`);
  const runs = await readFollowed(ask, await globalIdsOf(store, ids), titles);
  const followed = ids.map((id) => evaluation.follow(id)[Symbol.asyncIterator]());
  const stopped = stopSignal();
  const stop = await evaluation.work([runner], { readsAnyFile: true });
  try {
    for (const [i, progress] of followed.entries()) {
      const last = await Promise.race([show(runs[i]!, progress), stopped]);
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
  await store.refresh();
  await print(ask, runs, null);
}

const FOLLOW = `subscription ($id: ID!) {
  runProgress(id: $id) {
    status done total correct errors truncated undecided judged outputTokens cost low high tokensPerSecond remaining
    inFlight message
  }
}`;

/** Shows the progress of runs that a server measures, by their global ids, and prints what they are when they have ended. */
export async function followRunsAt(server: RunningServer, queued: { id: string }[]): Promise<void> {
  const ids = queued.map(({ id }) => id);
  const titles = ids.map((_, i) => `Run ${i + 1}`);
  const runs = await readFollowed(server.ask, ids, titles);
  console.error(`The server at ${server.url} measures ${runs.length === 1 ? "the run" : `the ${runs.length} runs`}:`);
  for (const run of runs) console.error(`${nameOf(run)}, ${run.title}: id ${run.id}`);
  const stopped = stopSignal();
  for (const [i, run] of runs.entries()) {
    const last = await Promise.race([show(run, progressOf(server, run, i + 1)), stopped]);
    if (typeof last === "number") {
      sayHowToCancel(server, runs.slice(i));
      // The connection that follows the run would keep the process alive.
      process.exit(last);
    }
    if (last?.status !== "SUCCEEDED") process.exitCode = 1;
  }
  await print(server.ask, runs, server.url);
}

function sayHowToCancel(server: RunningServer, runs: readonly FollowedRun[]): void {
  console.error(`The server at ${server.url} goes on with the runs. The mutation cancelRun ends one, with a token:`);
  for (const { title, id } of runs) console.error(`${title}: mutation { cancelRun(id: "${id}") { canceled } }`);
}

/** A server that is away is waited for so long. What it has measured is stored, and it goes on when it is back. */
const PATIENCE_MS = 120_000;
const BETWEEN_TRIES_MS = 1000;
const ENDED = ["SUCCEEDED", "FAILED", "CANCELED"];

/** The progress of a run at a server until it ends, also over a restart of the server. */
async function* progressOf(server: RunningServer, run: FollowedRun, runId: number): AsyncGenerator<RunProgress> {
  let heard = performance.now();
  for (;;) {
    let why = "it ended the subscription";
    try {
      const alive = () => {
        heard = performance.now();
      };
      for await (const { runProgress } of server.follow(FOLLOW, { id: run.id }, alive)) {
        yield { ...runProgress, runId };
        if (ENDED.includes(runProgress.status)) return;
      }
    } catch (error) {
      if (!(error instanceof ServerAway)) throw error;
      why = error.message;
    }
    if (performance.now() - heard > PATIENCE_MS) {
      throw new CommandError(
        `The server at ${server.url} can't be followed any longer: ${why}\n` +
          `It goes on with the run when it is back: ${run.id}`,
      );
    }
    await sleep(BETWEEN_TRIES_MS);
  }
}

async function show(run: FollowedRun, progress: AsyncIterator<RunProgress>): Promise<RunProgress | undefined> {
  const view = runProgressView(run);
  let last: RunProgress | undefined;
  for (let next = await progress.next(); !next.done; next = await progress.next()) {
    last = next.value;
    view.update(last);
  }
  view.end(last);
  return last;
}

/** All is written at once: after a reader such as `head` closes the pipe early, no second write can fail. */
async function print(ask: Ask, runs: readonly FollowedRun[], url: string | null): Promise<void> {
  const { columns, isTTY } = process.stdout;
  console.log((await runReport(ask, runs, isTTY ? columns : Number.POSITIVE_INFINITY, url)).join("\n"));
}
