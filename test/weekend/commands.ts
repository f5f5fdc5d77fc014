import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const REPOSITORY = join(import.meta.dirname, "../..");
const CHARACTERS_KEPT = 80_000;

/** A command that runs until it ends or is killed. */
export interface Command {
  child: ChildProcess;
  /** The end of what it wrote. */
  output(): string;
  ended: Promise<number | null>;
}

export function startCommand(args: string[], environment: Record<string, string>): Command {
  const child = spawn(process.execPath, [join(REPOSITORY, "src/main.ts"), ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    cwd: REPOSITORY,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      output = (output + text).slice(-CHARACTERS_KEPT);
    });
  }
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, output: () => output, ended };
}

/** A worker of two GPUs that is started again whenever it ends, as a service would, until it is stopped. */
export interface KeptWorker {
  kill(): void;
  stop(): Promise<void>;
  /** What its processes said when they ended without being killed. */
  failures: string[];
}

const RESTART_MS = 500;

export function keepWorker(gpus: string, environment: Record<string, string>): KeptWorker {
  const failures: string[] = [];
  let isStopping = false;
  let running: Command;
  let wasKilled = false;
  const start = () => {
    wasKilled = false;
    running = startCommand(["worker", "--gpus", gpus], environment);
    const { output, ended } = running;
    void ended.then((code) => {
      if (isStopping) return;
      if (!wasKilled) failures.push(`A worker of GPUs ${gpus} ended with ${code}: ${output().slice(-1500)}`);
      setTimeout(() => !isStopping && start(), wasKilled ? 0 : RESTART_MS);
    });
  };
  start();
  return {
    failures,
    kill() {
      wasKilled = true;
      running.child.kill("SIGKILL");
    },
    async stop() {
      isStopping = true;
      if (running.child.exitCode === null && running.child.signalCode === null) running.child.kill("SIGTERM");
      await running.ended;
    },
  };
}
