import { createServer } from "node:net";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import { type ProcessLock, takeLock } from "./processLock.ts";

const LOOPBACK = "127.0.0.1";
/** How many free ports are tried: another process may just have chosen one that its engine does not listen on yet. */
const TRIES = 20;

/** A port that this process keeps for an engine. */
export interface ClaimedPort extends ProcessLock {
  port: number;
}

/**
 * A port of loopback on which nothing listens and that no other process keeps for an engine of its own: the wanted one, or
 * any free one. It is kept until it is released or the process ends, since an engine takes minutes until it listens. Throws
 * `LAUNCH_FAILED` where the wanted port is taken: an engine that shares its port (vLLM sets `SO_REUSEPORT`) would start all
 * the same, and another server would answer in its place.
 */
export async function claimPort(wanted: number | undefined): Promise<ClaimedPort> {
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort(wanted);
    const lock = await takeLock(`port/${port}`, `process ${process.pid}`);
    if ("release" in lock) return { port, release: lock.release };
    if (wanted !== undefined || attempt >= TRIES) throw unusable(port, `is kept for an engine of ${lock.heldBy}`);
  }
}

function findFreePort(wanted: number | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", ({ code, message }: NodeJS.ErrnoException) => {
      reject(unusable(wanted, code === "EADDRINUSE" ? "is taken" : `can't be used (${message})`));
    });
    probe.listen(wanted ?? 0, LOOPBACK, () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

function unusable(port: number | undefined, reason: string): RunnerError {
  return new RunnerError("LAUNCH_FAILED", `Port ${port} on ${LOOPBACK} ${reason}. Leave "port" out to get a free one.`);
}
