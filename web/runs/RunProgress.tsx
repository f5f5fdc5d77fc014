import { useEffect } from "preact/hooks";
import type { RunProgress as Progress } from "../../src/apiClient/schema.ts";
import type { Result, Selection } from "../../src/apiClient/selection.ts";
import { writePercent } from "../../src/drawing/writeValue.ts";
import { client } from "../data/client.ts";
import { Failure } from "../parts/Failure.tsx";
import { useAsked } from "../parts/useAsked.ts";
import type { ShownRun } from "./readRun.ts";

const PROGRESS = {
  ...{ status: true, done: true, total: true, correct: true, errors: true, truncated: true, undecided: true },
  ...{
    low: true,
    high: true,
    outputTokens: true,
    tokensPerSecond: true,
    remaining: true,
    inFlight: true,
    message: true,
  },
} as const satisfies Selection<Progress>;

interface RunProgressProps {
  id: string;
  status: ShownRun["status"];
  /** Is called when the run has ended, so that its results are read. */
  ended(): void;
}

/** How far a run is that is measured just now, as the server pushes it. */
export function RunProgress({ id, status, ended }: RunProgressProps) {
  const { value: progress, error, again } = useAsked(`progress|${id}`, (signal) => follow(id, signal));
  const isOver = progress !== null && progress.status !== "QUEUED" && progress.status !== "RUNNING";
  useEffect(() => {
    if (isOver) ended();
  }, [isOver]);
  if (error) return <Failure error={error} again={again} />;
  if (!progress) return <p role="status">{status === "QUEUED" ? "It waits for a worker." : "It is measured."}</p>;
  const { done, total, correct, errors, truncated, undecided, low, high, tokensPerSecond, remaining, message } =
    progress;
  const graded = done - errors;
  const told = [
    ...(graded > 0 ? [`${writePercent(correct / graded)} right${interval(low, high)}`] : []),
    ...[
      [truncated, "truncated"],
      [undecided, "undecided"],
      [errors, "failed"],
    ].flatMap(([number, word]) => (number ? [`${number} ${word}`] : [])),
    ...(tokensPerSecond === null ? [] : [`${Math.round(tokensPerSecond).toLocaleString("en-US")} tokens/s`]),
    ...(remaining === null ? [] : [`${timeLeft(remaining)} left`]),
  ];
  return (
    <section class="notice" aria-label="Progress">
      <p role="status">
        {progress.status === "QUEUED" ? "It waits for a worker" : "It is measured"}: {done.toLocaleString("en-US")} of{" "}
        {total.toLocaleString("en-US")} answers.
      </p>
      <progress aria-label="Answers" value={done} max={Math.max(1, total)} />
      {told.length > 0 && <p>{told.join(", ")}.</p>}
      {message && <p class="muted">{message}</p>}
    </section>
  );
}

async function* follow(id: string, signal: AbortSignal): AsyncGenerator<Result<Progress, typeof PROGRESS>> {
  for await (const { runProgress } of client.subscribe({ runProgress: [{ id }, PROGRESS] }, { signal })) {
    yield runProgress;
  }
}

const interval = (low: number | null, high: number | null) =>
  low === null || high === null ? "" : ` (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;

const timeLeft = (seconds: number) => (seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`);
