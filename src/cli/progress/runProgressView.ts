import { Presets, SingleBar } from "cli-progress";
import { printable } from "../../errors/printable.ts";
import type { RunProgress } from "../../evaluation/progress.ts";

const LINE_EVERY_MS = 10_000;

/** Shows the progress of a run: a bar in a terminal, and a plain line every ten seconds elsewhere. */
export function runProgressView(id: number) {
  return process.stderr.isTTY ? bar(id) : lines(id);
}

function bar(id: number) {
  const view = new SingleBar(
    { format: `Run ${id} {bar} {value} of {total} | {text}`, stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  );
  return {
    update(progress: RunProgress) {
      if (!view.isActive) view.start(progress.total, progress.done, { text: textOf(progress) });
      view.setTotal(Math.max(progress.total, progress.done));
      view.update(progress.done, { text: textOf(progress) });
    },
    end(last: RunProgress | undefined) {
      if (view.isActive) view.stop();
      if (last) console.error(`Run ${id}: ${last.status} ${textOf(last)}`);
    },
  };
}

function lines(id: number) {
  let lastLine = Number.NEGATIVE_INFINITY;
  return {
    update(progress: RunProgress) {
      if (performance.now() - lastLine < LINE_EVERY_MS) return;
      lastLine = performance.now();
      console.error(`Run ${id}: ${progress.done} of ${progress.total}, ${textOf(progress)}`);
    },
    end(last: RunProgress | undefined) {
      if (last) console.error(`Run ${id}: ${last.status}, ${last.done} answers, ${textOf(last)}`);
    },
  };
}

/** The progress in words, such as `81.2 % right (70.1 to 88.9), 2.5 % truncated, 1,234 tokens/s, 2 min left`. */
function textOf(progress: RunProgress): string {
  const { done, correct, errors, truncated, undecided, judged, low, high, tokensPerSecond, remaining, message } =
    progress;
  const percent = (share: number) => (100 * share).toFixed(1);
  const parts = [];
  const scored = done - errors;
  if (scored > 0) parts.push(`${percent(correct / scored)} % right (${percent(low!)} to ${percent(high!)})`);
  for (const [count, fate] of [
    [errors, "errors"],
    [truncated, "truncated"],
    [judged, "judged"],
    [undecided, "undecided"],
  ] as const) {
    if (count > 0) parts.push(`${percent(count / done)} % ${fate}`);
  }
  if (tokensPerSecond !== null) parts.push(`${Math.round(tokensPerSecond).toLocaleString("en")} tokens/s`);
  if (remaining !== null && remaining > 0) parts.push(`${durationOf(remaining)} left`);
  if (message) parts.push(printable(message));
  return parts.join(", ");
}

function durationOf(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 6000 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
