import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { constants } from "node:os";
import { extname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { followLaunch, LAUNCH_MARK, signalAll } from "../../processes/processTree.ts";
import type { LaunchCommand } from "./command.ts";
import type { GuardOrder } from "./guard.ts";

const LINES_KEPT = 30;

/** A program under a guard, with all the processes that it starts. */
export interface GuardedProcess {
  /** The id of the guard, of which the program's processes descend; undefined where it could not be started. */
  pid: number | undefined;
  /** Resolves when all processes of the program have ended, with how its first one ended, e.g. `with code 1`. */
  ended: Promise<string>;
  /** The last lines that the program wrote. */
  lastLines(): string[];
  /** Ends all processes of the program; resolves once they have ended. */
  stop(): Promise<void>;
}

/**
 * Starts a program under a guard (`guard.ts`), which ends all its processes when asked and also when this process dies.
 *
 * @param stopWithin seconds that the program has to end by itself before it is killed
 * @param onLine gets each line that the program writes, without colours
 */
export function startGuarded(
  { command, environment, afterwards, names = [] }: LaunchCommand & Pick<GuardOrder, "names">,
  stopWithin: number,
  onLine: (line: string) => void,
): GuardedProcess {
  const order: GuardOrder = { command, grace: stopWithin * 1000, afterwards, names };
  const mark = randomUUID();
  const guard = spawn(process.execPath, [guardFile(), JSON.stringify(order)], {
    // The guard has a session of its own, so that Ctrl-C in this terminal reaches neither it nor the engine.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment, [LAUNCH_MARK]: mark },
  });
  guard.stdin.on("error", () => {});

  const lines: string[] = [];
  for (const stream of [guard.stdout, guard.stderr]) {
    createInterface({ input: stream }).on("line", (written) => {
      const line = stripVTControlCharacters(written).trimEnd();
      if (!line) return;
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
      onLine(line);
    });
  }

  const ended = new Promise<string>((resolve) => {
    guard.once("error", ({ message }) => resolve(`without a start: ${message}`));
    // "close" comes after the last line was read, but it never comes where a process that escaped holds the pipes.
    guard.once("close", (code, signal) => resolve(howItEnded(code, signal)));
    guard.once("exit", (code, signal) => {
      // Only a guard that was killed by a signal leaves processes behind.
      if (signal) signalAll(followLaunch(guard.pid!, mark)(), "SIGKILL");
      setTimeout(() => resolve(howItEnded(code, signal)), 1000).unref();
    });
  });
  return {
    pid: guard.pid,
    ended,
    lastLines: () => [...lines],
    stop: async () => {
      guard.stdin.end();
      await ended;
    },
  };
}

/** The guard's file lies beside this one and has the same ending, in the source as in the published package. */
function guardFile(): string {
  return fileURLToPath(new URL(`guard${extname(import.meta.url)}`, import.meta.url));
}

function howItEnded(code: number | null, signal: NodeJS.Signals | null): string {
  const number = code !== null && code > 128 ? code - 128 : undefined;
  const name = signal ?? Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  return name ? `by ${name}` : `with code ${code}`;
}
