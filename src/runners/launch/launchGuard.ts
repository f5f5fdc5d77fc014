/**
 * The program between us and an engine, a process of its own: it starts the engine in a session of its own and ends
 * all of the engine's processes when told to, when the engine's first process ends, and when its standard input
 * closes. The last happens however the process at the other end dies, SIGKILL included, so nothing is left behind.
 */
import { spawn, spawnSync } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { followLaunch, LAUNCH_MARK, signalAll } from "./launchTree.ts";

/** What the guard is told, as JSON in its one argument. */
export interface GuardOrder {
  command: string[];
  /** Milliseconds from SIGTERM to SIGKILL. */
  grace: number;
  /** Run when all has ended. */
  afterwards?: string[];
}

const POLL = 50;
/** A process that has not ended this long after SIGKILL hangs in the kernel; no more can be done. */
const PATIENCE = 10_000;

const order = JSON.parse(process.argv[2]!) as GuardOrder;
const mark = process.env[LAUNCH_MARK]!;
// Whoever read our output may be gone.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

const [program, ...programArguments] = order.command;
const engine = spawn(program!, programArguments, { detached: true, stdio: ["ignore", "inherit", "inherit"] });
const engineEnded = new Promise<number>((resolve) => {
  engine.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
  engine.once("error", (error: NodeJS.ErrnoException) => {
    process.stderr.write(`${program} can't be started: ${error.code === "ENOENT" ? "not found" : error.message}\n`);
    resolve(127);
  });
});
const toldToStop = new Promise<void>((resolve) => {
  process.stdin.once("close", resolve).once("error", resolve).resume();
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => resolve());
});

await Promise.race([engineEnded, toldToStop]);
if (engine.pid) await endAll(engine.pid);
if (order.afterwards) spawnSync(order.afterwards[0]!, order.afterwards.slice(1), { stdio: "ignore", timeout: 60_000 });
process.exit(await Promise.race([engineEnded, delay(PATIENCE, 1)]));

/** First asks the engine's first process, which ends its own in good order; then all that remain; then kills. */
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
