import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { followLaunch, LAUNCH_MARK, signalAll } from "../../processes/processTree.ts";

const PASSED_ON = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;
/** Milliseconds that the processes which the command leaves behind have to end before they are killed. */
const GRACE = 5000;
const POLL = 50;

/**
 * Runs a command with the address of the proxy in place of `{proxy}` in its arguments, and in the variables by which clients
 * of OpenAI's API are told their address. Signals are passed on to it, and what it leaves behind is ended. Gives its exit
 * code: 127 where it can't be found, and 128 and the number of the signal that ended it.
 */
export async function runMetered([program, ...given]: string[], address: string): Promise<number> {
  const mark = randomUUID();
  const child = spawn(
    program!,
    given.map((argument) => argument.replaceAll("{proxy}", address)),
    {
      stdio: "inherit",
      // In a session of its own, so that a signal of the terminal comes once, from here.
      detached: true,
      env: { ...process.env, OPENAI_BASE_URL: `${address}/v1`, OPENAI_API_BASE: `${address}/v1`, [LAUNCH_MARK]: mark },
    },
  );
  const handlers = PASSED_ON.map((signal) => {
    const pass = () => child.pid !== undefined && signalAll([-child.pid], signal);
    process.on(signal, pass);
    return () => process.off(signal, pass);
  });
  try {
    const ended = await (once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>).catch(
      (error: NodeJS.ErrnoException) => error,
    );
    if (!Array.isArray(ended)) {
      console.error(`${program} can't be started: ${ended.code === "ENOENT" ? "not found" : ended.message}`);
      return ended.code === "ENOENT" ? 127 : 126;
    }
    const [code, signal] = ended;
    await endWhatIsLeft(followLaunch(child.pid!, mark));
    return code ?? 128 + constants.signals[signal!];
  } finally {
    for (const stop of handlers) stop();
  }
}

async function endWhatIsLeft(remaining: () => number[]): Promise<void> {
  signalAll(remaining(), "SIGTERM");
  const deadline = performance.now() + GRACE;
  while (remaining().length > 0 && performance.now() < deadline) await delay(POLL);
  signalAll(remaining(), "SIGKILL");
}
