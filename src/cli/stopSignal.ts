import { constants } from "node:os";

/**
 * Under npm one Ctrl-C arrives twice, from the terminal and from npm. Only a signal that comes later, in milliseconds, is a
 * second one.
 */
const SAME_MS = 250;

/**
 * Resolves when the process gets SIGINT (Ctrl-C) or SIGTERM, with the exit code that tells a shell so: 130 or 143. A second
 * signal ends the process at once.
 */
export function stopSignal(): Promise<number> {
  return new Promise((resolve) => {
    let first: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        const code = 128 + constants.signals[signal];
        first ??= performance.now();
        if (performance.now() - first > SAME_MS) process.exit(code);
        resolve(code);
      });
    }
  });
}
