/**
 * The program between this package and an engine, in a process of its own. It starts the engine in another session and
 * ends all of the engine's processes when it is asked to, when the engine's first process ends, and when its own
 * standard input closes. The kernel closes that input however the process at the other end dies, SIGKILL included, so
 * nothing is left behind.
 */
import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { followLaunch, LAUNCH_MARK, signalAll } from "../../processes/processTree.ts";
import { takeLock } from "./processLock.ts";

/** The guard's orders, which it gets as JSON in its only argument. */
export interface GuardOrder {
  command: string[];
  /** Milliseconds from SIGTERM to SIGKILL. */
  grace: number;
  /** The command to run when all processes have ended. */
  afterwards?: string[];
  /** Names that the guard holds as long as processes of the engine may be there. */
  names?: string[];
}

/** Milliseconds between two looks at the processes that remain. */
const POLL = 50;
/** Milliseconds. A process that has not ended by then, after SIGKILL, hangs in the kernel: no more can be done. */
const PATIENCE = 10_000;

const order = JSON.parse(process.argv[2]!) as GuardOrder;
const mark = process.env[LAUNCH_MARK]!;
// The process that reads this output may be gone.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
for (const name of order.names ?? []) await takeLock(name, `process ${process.pid}`);

const [program, ...programArguments] = order.command;
const engine = spawn(program!, programArguments, { detached: true, stdio: ["ignore", "inherit", "inherit"] });
const engineEnded = new Promise<number>((resolve) => {
  engine.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
  engine.once("error", (error: NodeJS.ErrnoException) => {
    process.stderr.write(`${program} can't be started: ${error.code === "ENOENT" ? "not found" : error.message}\n`);
    resolve(127);
  });
});
const askedToStop = new Promise<void>((resolve) => {
  process.stdin.once("close", resolve).once("error", resolve).resume();
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => resolve());
});

await Promise.race([engineEnded, askedToStop]);
if (engine.pid) await endAll(engine.pid);
if (order.afterwards) spawnSync(order.afterwards[0]!, order.afterwards.slice(1), { stdio: "ignore", timeout: 60_000 });
process.exit(await Promise.race([engineEnded, delay(PATIENCE, 1)]));

/**
 * Ends the engine's processes: SIGTERM to the first one, which ends the others in good order, then SIGTERM to those that
 * remain, and SIGKILL to those that are left at the deadline.
 */
async function endAll(leader: number): Promise<void> {
  const remaining = followLaunch(leader, mark);
  const deadline = Date.now() + order.grace;
  if (remaining().includes(leader)) {
    signalAll([leader], "SIGTERM");
    await Promise.race([engineEnded, delay(order.grace, undefined, { ref: false })]);
  }
  signalAll(remaining(), "SIGTERM");
  while (remaining().length > 0 && Date.now() < deadline) await delay(POLL);
  while (remaining().length > 0 && Date.now() < deadline + PATIENCE) {
    signalAll(remaining(), "SIGKILL");
    await delay(POLL);
  }
}
