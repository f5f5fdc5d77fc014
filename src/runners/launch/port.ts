import { createServer } from "node:net";
import { RunnerError } from "../../plugins/contract/runnerError.ts";

const LOOPBACK = "127.0.0.1";

/**
 * A port of loopback on which nothing listens: the wanted one, or any free one. Throws `LAUNCH_FAILED` where the wanted
 * port is taken: an engine that shares its port (vLLM sets `SO_REUSEPORT`) would start all the same, and another server
 * would answer in its place.
 */
export function claimPort(wanted: number | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", ({ code, message }: NodeJS.ErrnoException) => {
      const reason = code === "EADDRINUSE" ? "is taken" : `can't be used (${message})`;
      const advice = 'Leave "port" out to get a free one.';
      reject(new RunnerError("LAUNCH_FAILED", `Port ${wanted} on ${LOOPBACK} ${reason}. ${advice}`));
    });
    probe.listen(wanted ?? 0, LOOPBACK, () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
