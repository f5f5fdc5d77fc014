import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Work } from "./member.ts";

interface Reply {
  id?: number;
  result?: unknown;
  error?: string;
}

/** The process of a lab (member.ts), which can be killed at any moment and started again. */
export class MemberProcess {
  readonly data = mkdtempSync(join(tmpdir(), "paretograph-member-"));
  readonly folder = join(this.data, "feed");
  kills = 0;
  readonly #environment: Record<string, string>;
  #child!: ChildProcess;
  #ready!: Promise<void>;
  #questions = 0;

  constructor(lab: string, storeUrl: string) {
    this.#environment = { LAB: lab, STORE_URL: storeUrl, DATA: this.data };
    this.#start();
  }

  #start(): void {
    const child = fork(join(import.meta.dirname, "member.ts"), {
      env: { ...process.env, ...this.#environment },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let complaints = "";
    child.stderr!.on("data", (text) => {
      complaints = (complaints + text).slice(-4000);
    });
    this.#child = child;
    this.#ready = new Promise((resolve, reject) => {
      child.once("message", () => resolve());
      child.once("exit", (code, signal) => reject(new Error(`A member ended (${code ?? signal}).\n${complaints}`)));
    });
    this.#ready.catch(() => {});
  }

  /**
   * Has it do something, and starts it again and has it do that anew where it was killed meanwhile.
   *
   * @param killAfter the time in milliseconds after which it is killed, where it is not done by then.
   */
  async ask<Name extends keyof Work>(
    name: Name,
    given: Parameters<Work[Name]>,
    killAfter?: number,
  ): Promise<Awaited<ReturnType<Work[Name]>>> {
    await this.#ready;
    const child = this.#child;
    const id = ++this.#questions;
    const reply = new Promise<Reply | null>((resolve) => {
      const hear = (message: Reply) => {
        if (message.id !== id) return;
        child.off("message", hear);
        child.off("exit", gone);
        resolve(message);
      };
      const gone = () => resolve(null);
      child.on("message", hear);
      child.once("exit", gone);
    });
    child.send({ id, name, given });
    if (killAfter !== undefined) {
      const isLate = await Promise.race([sleep(killAfter, true), reply.then(() => false)]);
      if (isLate) {
        await this.#kill();
        this.kills++;
        this.#start();
      }
    }
    const ended = await reply;
    if (ended === null) return this.ask(name, given);
    if (ended.error !== undefined) throw new Error(ended.error);
    return ended.result as never;
  }

  async #kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }

  async close(): Promise<void> {
    await this.#kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}
