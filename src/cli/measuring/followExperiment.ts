import { setTimeout as delay } from "node:timers/promises";
import { printable } from "../../errors/printable.ts";
import type { FollowedRun } from "../../evaluation/experiment/queueExperiment.ts";
import { followProgress, type RunProgress, readProgress } from "../../evaluation/progress.ts";
import type { Store } from "../../store/store.ts";
import type { RunStatus } from "../../store/tables.ts";
import type { OpenEvaluation } from "../openEvaluation.ts";
import { stopSignal } from "../stopSignal.ts";
import { endTable, type FollowedState, progressLines } from "./experimentTable.ts";

/** Milliseconds between two readings of the runs that have ended, and between two lines where there is no terminal. */
const POLL_MS = 1000;
const LINE_EVERY_MS = 10_000;

export interface Following {
  file: string;
  /** Whether this process measures runs, too. */
  works: boolean;
  gpus: readonly string[] | undefined;
}

/**
 * Shows how the runs of an experiment go on until all have ended or the process is to stop, and works on them here unless
 * others do. The process ends with 1 where a run has no result.
 */
export async function followExperiment(
  store: Store,
  evaluation: OpenEvaluation,
  runs: readonly FollowedRun[],
  { file, works, gpus }: Following,
): Promise<void> {
  const states = new Map<number, FollowedState>(runs.map((run) => [run.id, { run, progress: null, status: "QUEUED" }]));
  await followProgress(
    store,
    (progress) => note(states, progress),
    () => {},
  );
  const runners = [...new Set(runs.map(({ planned }) => planned.runner))];
  const stop = works ? await evaluation.work(runners, { readsAnyFile: true, gpus }) : async () => {};
  const stopped = stopSignal();
  let signal: string | null = null;
  process.once("SIGTERM", () => {
    signal = "SIGTERM";
  });
  const isStopped = stopped.then(() => true);
  const show = showing();
  try {
    for (;;) {
      await readStatuses(store, states);
      show(progressLines([...states.values()]));
      if ([...states.values()].every(hasEnded)) break;
      if (await Promise.race([isStopped, delay(POLL_MS, false)])) break;
    }
  } finally {
    await stop();
  }
  for (const state of states.values()) state.progress = (await readProgress(store, state.run.id)) ?? state.progress;
  for (const line of endTable([...states.values()], process.stdout.columns || 140)) console.log(line);
  if ([...states.values()].every(hasEnded)) {
    if ([...states.values()].some(({ status }) => status !== "SUCCEEDED")) process.exitCode = 1;
    return;
  }
  console.error(
    works
      ? `Stopped. All answers so far are kept: paretograph run ${file} goes on from them.`
      : "Stopped. Workers elsewhere go on with the runs.",
  );
  process.exitCode = signal === "SIGTERM" ? 143 : 130;
}

/** How the runs of an experiment stood when it was queued, in a sentence. */
export function standingText(runs: readonly FollowedRun[]): string {
  const count = (standing: FollowedRun["standing"]) => runs.filter((run) => run.standing === standing).length;
  return (
    `${runs.length} runs: ${count("DONE")} have their results, ${count("UNDER_WAY")} are under way, ` +
    `${count("RESUMED")} go on from their answers, ${count("NEW")} are new.`
  );
}

const hasEnded = ({ status }: FollowedState) => status === "SUCCEEDED" || status === "FAILED" || status === "CANCELED";

function note(states: Map<number, FollowedState>, progress: RunProgress): void {
  const state = states.get(progress.runId);
  if (state) state.progress = progress;
}

async function readStatuses(store: Store, states: Map<number, FollowedState>): Promise<void> {
  const rows = await store.rows(
    "select id, status, error_code from runs where id in (select json_array_elements_text($1::text::json)::integer)",
    [JSON.stringify([...states.keys()])],
  );
  for (const [id, status, code] of rows) {
    const state = states.get(id as number)!;
    state.status = status as RunStatus;
    state.code = code as string | null;
  }
}

/** Writes lines over those that it wrote before in a terminal; elsewhere the first of them every ten seconds. */
function showing(): (lines: string[]) => void {
  let written = 0;
  let last = Number.NEGATIVE_INFINITY;
  return (lines) => {
    const { isTTY, rows = 24, columns = 80 } = process.stderr;
    if (!isTTY) {
      if (performance.now() - last < LINE_EVERY_MS) return;
      last = performance.now();
      console.error(printable(lines[0]!));
      return;
    }
    const fitting = lines.slice(0, rows - 1).map((line) => printable(line).slice(0, columns - 1));
    const up = written > 0 ? `\u001b[${written}A` : "";
    process.stderr.write(`${up}\u001b[J${fitting.join("\n")}\n`);
    written = fitting.length;
  };
}
