import { Presets, SingleBar } from "cli-progress";
import { log } from "../../server/observation/log.ts";

/** Work that is done within this time shows no bar. */
const PATIENCE_MS = 1000;
/** The time between two lines of the log, where the output is not a terminal. */
const LINES_MS = 5000;

interface Progress {
  update(done: number, total: number): void;
  stop(): void;
}

/** Shows progress once the work has taken a second: as a bar at a terminal, else as lines of the log. */
export function progressBar(title: string, unit: string): Progress {
  return process.stderr.isTTY ? bar(title, unit) : lines(title, unit);
}

function bar(title: string, unit: string): Progress {
  const started = performance.now();
  const bar = new SingleBar(
    {
      format: `${title} {bar} {percentage} % | {value} of {total} ${unit} | {eta_formatted} left`,
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  return {
    update(done, total) {
      if (bar.isActive) bar.update(done);
      else if (performance.now() - started > PATIENCE_MS) bar.start(total, done);
    },
    stop() {
      if (bar.isActive) bar.stop();
    },
  };
}

function lines(title: string, unit: string): Progress {
  let next = performance.now() + PATIENCE_MS;
  return {
    update(done, total) {
      if (done < total && performance.now() < next) return;
      next = performance.now() + LINES_MS;
      log.info(`${title}: ${done} of ${total} ${unit}`);
    },
    stop() {},
  };
}
