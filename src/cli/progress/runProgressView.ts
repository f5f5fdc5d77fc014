import { Presets, SingleBar } from "cli-progress";
import { printable } from "../../errors/printable.ts";
import type { RunProgress } from "../../evaluation/progress.ts";
import { type FollowedRun, nameOf } from "./followedRun.ts";

const LINE_EVERY_MS = 10_000;

/** Shows the progress of a run: a bar in a terminal, and a plain line every ten seconds elsewhere. */
export function runProgressView(run: FollowedRun) {
  return process.stderr.isTTY ? bar(run) : lines(run);
}

function bar(run: FollowedRun) {
  const view = new SingleBar(
    { format: `${nameOf(run)} {bar} {value} of {total} | {text}`, stream: process.stderr, hideCursor: true },
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
      if (last) console.error(endOf(run, last));
    },
  };
}

function lines(run: FollowedRun) {
  let lastLine = Number.NEGATIVE_INFINITY;
  return {
    update(progress: RunProgress) {
      if (performance.now() - lastLine < LINE_EVERY_MS) return;
      lastLine = performance.now();
      console.error(`${nameOf(run)}, ${run.title}: ${progress.done} of ${progress.total}, ${textOf(progress)}`);
    },
    end(last: RunProgress | undefined) {
      if (last) console.error(endOf(run, last));
    },
  };
}

const endOf = (run: FollowedRun, last: RunProgress) =>
  `${nameOf(run)}, ${run.title}: ${last.status}, ${last.done} answers, ${textOf(last)}`;

/**
 * The progress in words, such as `81.2 % right (70.1 to 88.9), 2.5 % truncated, 45,100 tokens so far, 1,234 tokens/s, 2 min
 * left`.
 */
export function textOf(progress: RunProgress): string {
  const { done, correct, errors, truncated, undecided, judged, low, high, tokensPerSecond, remaining, message } =
    progress;
  const { outputTokens, cost } = progress;
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
  if (outputTokens > 0) parts.push(`${outputTokens.toLocaleString("en")} tokens so far`);
  if (cost !== null) parts.push(`${dollars(cost)} so far`);
  if (tokensPerSecond !== null) parts.push(`${Math.round(tokensPerSecond).toLocaleString("en")} tokens/s`);
  if (remaining !== null && remaining > 0) parts.push(`${durationOf(remaining)} left`);
  if (message) parts.push(printable(message));
  return parts.join(", ");
}

/** Small sums have two digits that count, so that no cost is written as $0.00. */
const dollars = (sum: number) => `$${sum >= 0.1 || sum === 0 ? sum.toFixed(2) : sum.toPrecision(2)}`;

function durationOf(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 6000 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
