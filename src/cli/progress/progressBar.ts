import { Presets, SingleBar } from "cli-progress";
import { log } from "../../server/observation/log.ts";

/** Work that is done within this time shows no bar. */
const PATIENCE_MS = 1000;
/** The time between two lines of the log, where the output is not a terminal. */
const LINES_MS = 5000;

interface Progress {
  /** @param share the share of the work that is done, 0 to 1: some of the units can take longer than others. */
  update(done: number, total: number, share: number): void;
  stop(): void;
}

/** Shows progress once the work has taken a second: as a bar at a terminal, else as lines of the log. */
export function progressBar(title: string, unit: string): Progress {
  return process.stderr.isTTY ? bar(title, unit) : lines(title, unit);
}

function bar(title: string, unit: string): Progress {
  const started = performance.now();
  const leftAt = timeLeft(() => performance.now());
  const bar = new SingleBar(
    {
      format: `${title} {bar} {percentage} % | {value} of {total} ${unit} | {left}`,
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  return {
    update(done, total, share) {
      const left = { left: leftAt(share) };
      if (bar.isActive) bar.update(done, left);
      else if (performance.now() - started > PATIENCE_MS) bar.start(total, done, left);
    },
    stop() {
      if (bar.isActive) bar.stop();
    },
  };
}

function lines(title: string, unit: string): Progress {
  const leftAt = timeLeft(() => performance.now());
  let next = performance.now() + PATIENCE_MS;
  return {
    update(done, total, share) {
      const left = leftAt(share);
      if (done < total && performance.now() < next) return;
      next = performance.now() + LINES_MS;
      log.info(`${title}: ${done} of ${total} ${unit}${done < total ? `, ${left}` : ""}`);
    },
    stop() {},
  };
}

/**
 * Says in words how much time is left if the rest of the work goes as fast as what was done since the first report, before
 * which other work may have been done.
 *
 * @param now the time in milliseconds.
 * @returns what to call with each share of the work that is done, 0 to 1.
 */
export function timeLeft(now: () => number): (share: number) => string {
  let first: { at: number; share: number } | undefined;
  return (share) => {
    first ??= { at: now(), share };
    if (!(share > first.share)) return "time left unknown";
    const seconds = Math.ceil(((now() - first.at) * (1 - share)) / (share - first.share) / 1000);
    return `about ${seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`} left`;
  };
}
