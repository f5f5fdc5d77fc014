import { fitTable } from "../../drawing/table.ts";
import type { FollowedRun } from "../../evaluation/experiment/queueExperiment.ts";
import type { RunProgress } from "../../evaluation/progress.ts";
import type { RunStatus } from "../../store/tables.ts";

/** A run of an experiment as it stands now. */
export interface FollowedState {
  run: FollowedRun;
  status: RunStatus;
  /** The latest progress; null before any was told. */
  progress: RunProgress | null;
  /** The code of its failure. */
  code?: string | null;
}

/** The progress in lines: one for the whole experiment, then one for each run that is measured now. */
export function progressLines(states: readonly FollowedState[]): string[] {
  const count = (status: RunStatus) => states.filter((state) => state.status === status).length;
  const failed = count("FAILED") + count("CANCELED");
  const summary = `${count("SUCCEEDED")} of ${states.length} runs done, ${count("RUNNING")} measured now, ${count("QUEUED")} waiting, ${failed} without a result`;
  const running = states.filter(({ status }) => status === "RUNNING");
  return [summary, ...running.map((state) => `  ${nameOf(state)}: ${progressText(state.progress)}`)];
}

/** The runs of an experiment as a table, with the reason of each that has no result. */
export function endTable(states: readonly FollowedState[], width: number): string[] {
  return fitTable(
    [
      { title: "run", write: ({ run }) => String(run.id), droppable: 1 },
      { title: "model", write: ({ run }) => run.planned.model, cuttable: true },
      { title: "benchmark", write: ({ run }) => run.planned.benchmark, cuttable: true },
      { title: "mode", write: ({ run }) => run.planned.mode },
      { title: "status", write: ({ status, code }) => (code ? `${status} (${code})` : status) },
      { title: "right", write: ({ progress }) => accuracyText(progress) ?? "-" },
      { title: "answers", write: ({ progress }) => countText(progress?.done) },
      { title: "errors", write: ({ progress }) => countText(progress?.errors), droppable: 2 },
      { title: "truncated", write: ({ progress }) => countText(progress?.truncated), droppable: 3 },
      { title: "undecided", write: ({ progress }) => countText(progress?.undecided), droppable: 4 },
    ],
    states,
    width,
  );
}

const nameOf = ({ run: { planned } }: FollowedState) => `${planned.model} ${planned.mode} on ${planned.benchmark}`;

const countText = (count: number | undefined) => (count === undefined ? "-" : count.toLocaleString("en"));

function progressText(progress: RunProgress | null): string {
  if (!progress) return "begins";
  const { done, total, errors, tokensPerSecond, remaining, message } = progress;
  const parts = [`${done.toLocaleString("en")} of ${total.toLocaleString("en")}`];
  const accuracy = accuracyText(progress);
  if (accuracy !== null) parts.push(`${accuracy} right`);
  if (errors > 0) parts.push(`${errors} errors`);
  if (tokensPerSecond !== null) parts.push(`${Math.round(tokensPerSecond).toLocaleString("en")} tokens/s`);
  if (remaining !== null && remaining > 0) parts.push(`${Math.ceil(remaining / 60)} min left`);
  if (message) parts.push(message);
  return parts.join(", ");
}

/** The accuracy with its 95 % interval, such as `81.2 % (70.1 to 88.9)`; null before the first answer that counts. */
function accuracyText(progress: RunProgress | null): string | null {
  if (!progress || progress.done === progress.errors || progress.low === null || progress.high === null) return null;
  const percent = (share: number) => (100 * share).toFixed(1);
  const share = progress.correct / (progress.done - progress.errors);
  return `${percent(share)} % (${percent(progress.low)} to ${percent(progress.high)})`;
}
