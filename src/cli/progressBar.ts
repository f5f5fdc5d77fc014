import { Presets, SingleBar } from "cli-progress";

/** Work that is done within this time shows no bar. */
const PATIENCE_MS = 1000;

/** A progress bar that appears when the work has taken a second; plain lines where the output is not a terminal. */
export function progressBar(title: string, unit: string) {
  const started = performance.now();
  const bar = new SingleBar(
    {
      format: `${title} {bar} {percentage} % | {value} of {total} ${unit} | {eta_formatted} left`,
      noTTYOutput: true,
      notTTYSchedule: 5000,
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  return {
    update(done: number, total: number) {
      if (bar.isActive) bar.update(done);
      else if (performance.now() - started > PATIENCE_MS) bar.start(total, done);
    },
    stop() {
      if (bar.isActive) bar.stop();
    },
  };
}
