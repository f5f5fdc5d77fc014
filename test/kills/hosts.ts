import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { HostMessage, HostReply } from "./messages.ts";

/** A message without its id. */
type Question = HostMessage extends infer Message
  ? Message extends { id: number }
    ? Omit<Message, "id">
    : never
  : never;

/** A process of the store that is killed and started again. */
export interface Host {
  /** Resolves when the process that runs now is ready; rejects if it ends before. */
  ready(): Promise<void>;
  /** The reply, or null if the process ended before it came. */
  ask(question: Question): Promise<HostReply | null>;
  /** Kills it and starts it again. */
  killAndStart(): Promise<void>;
  kill(): Promise<void>;
}

export function startHost(environment: Record<string, string>): Host {
  let child: ChildProcess;
  let complaints = "";
  let questions = 0;
  let ready: Promise<void>;
  const start = () => {
    const started = fork(join(import.meta.dirname, "host.ts"), {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    started.stderr!.on("data", (text) => {
      complaints = (complaints + text).slice(-4_000);
    });
    child = started;
    ready = new Promise((resolve, reject) => {
      started.on("message", (message: HostReply) => {
        if (message.ready) resolve();
      });
      started.once("exit", (code, signal) => reject(new Error(`A host ended (${code ?? signal}).\n${complaints}`)));
    });
    ready.catch(() => {});
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  start();
  return {
    ready: () => ready,
    async ask(question) {
      const asked = child;
      const id = ++questions;
      return new Promise((resolve) => {
        const hear = (reply: HostReply) => {
          if (reply.id === id) end(reply);
        };
        const end = (reply: HostReply | null) => {
          asked.off("message", hear);
          asked.off("exit", gone);
          resolve(reply);
        };
        const gone = () => end(null);
        asked.on("message", hear);
        asked.once("exit", gone);
        if (!asked.connected) gone();
        else asked.send({ ...question, id }, (error) => error && gone());
      });
    },
    async killAndStart() {
      await kill();
      start();
    },
    kill,
  };
}
