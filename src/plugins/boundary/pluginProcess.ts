import type { ChildProcess } from "node:child_process";
import type { Problem } from "../contract/benchmark.ts";
import {
  type Asking,
  type Call,
  type FromPlugin,
  type JudgeQuestion,
  type PluginOrigin,
  type ToPlugin,
  unpackError,
} from "./crossing.ts";
import { endedBy, forkPlugin, programBeside } from "./forkPlugin.ts";
import { pluginFailed } from "./pluginFailed.ts";
import { GRACE_MS } from "./untilHeeded.ts";

/**
 * The milliseconds that a plugin may take to be imported, to load its problems, and for a prompt, a verdict or the values of
 * a batch of answers; a module that is tried may take as long as one that is imported. The time in which a grader waits for a judge does not count.
 */
export const DEADLINES = {
  import: 30_000,
  try: 30_000,
  load: 10 * 60_000,
  prompt: 10_000,
  grade: 10_000,
  compute: 10_000,
  estimate: 60_000,
};
/** How many calls a process has at once, so that it need not wait for the next one and plugins may wait for others. */
const WINDOW = 32;
const WATCH_MS = 100;

const MAIN = programBeside("pluginMain", import.meta.url);

interface Waiting {
  call: Call;
  signal: AbortSignal | undefined;
  judge: AskJudge | undefined;
  /** The questions to the judge that have no reply yet. */
  questions: number;
  resolve(value: unknown): void;
  reject(error: unknown): void;
  /** Whether a process ended while it worked on this call and others: then it is called alone. */
  isSuspect: boolean;
  sentAt: number;
  abortedAt: number;
}

/** Answers what a grader asks its judge. What it throws reaches the grader as a failure of the judge. */
export type AskJudge = (question: JudgeQuestion) => Promise<string>;

/** A plugin in a process of its own, which is started with the first call, and again with the next one after it ended. */
export interface PluginProcess {
  /**
   * Throws `PLUGIN_FAILED` where the process ended through this call or did not answer it in time, and what the plugin
   * threw. The value is not checked.
   */
  call(call: Call, signal?: AbortSignal, judge?: AskJudge): Promise<unknown>;
  /** The problems that each process started from now on knows. */
  know(problems: Problem[]): void;
  /** Resolves once the plugin is imported. Throws an error with the reason where it cannot be. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export function createPluginProcess(origin: PluginOrigin, deadlines = DEADLINES): PluginProcess {
  const waiting: Waiting[] = [];
  const suspects: Waiting[] = [];
  const inFlight = new Map<number, Waiting>();
  let child: ChildProcess | null = null;
  let isReady = false;
  let whenReady = Promise.withResolvers<void>();
  let problems: Problem[] = [];
  let lastId = 0;
  /** When the process showed last that it works. */
  let lastSign = 0;
  let watch: NodeJS.Timeout | undefined;
  const named = { name: origin.name ?? origin.module ?? "", version: origin.version };
  const fail = (method: string, reason: string) => pluginFailed(named, method, reason);

  const start = () => {
    const started = forkPlugin(MAIN, origin);
    child = started;
    isReady = false;
    whenReady = Promise.withResolvers();
    whenReady.promise.catch(() => {});
    lastSign = performance.now();
    let died: string | null = null;
    started.on("message", (message: FromPlugin) => {
      if (child !== started) return;
      if ("died" in message) died = message.died;
      else if ("asking" in message) void ask(started, message);
      else take(message);
    });
    started.on("error", (error) => {
      died ??= String(error);
    });
    started.on("exit", (code, signal) => {
      const settle = () => {
        if (child === started) ended(died ?? (signal === null ? `it ended its process with ${code}` : endedBy(signal)));
      };
      // What it sent before its end arrives before the channel is closed.
      if (started.connected) started.once("disconnect", settle);
      else settle();
    });
    if (problems.length > 0) tell({ problems });
  };
  const tell = (message: ToPlugin) => {
    // A process that has just ended reports that by its exit.
    child!.send(message, () => {});
  };
  const ask = async (asker: ChildProcess, { asking, for: id, question }: Asking) => {
    lastSign = performance.now();
    const asked = inFlight.get(id);
    if (!asked?.judge) return tell({ reply: asking, failure: "There is no judge." });
    asked.questions++;
    const reply: ToPlugin = await asked.judge(question).then(
      (text) => ({ reply: asking, text }),
      (error) => ({ reply: asking, failure: `The judge failed: ${error}` }),
    );
    asked.questions--;
    lastSign = performance.now();
    asked.sentAt = lastSign;
    if (child === asker) tell(reply);
  };
  const take = (message: Exclude<FromPlugin, { died: string } | Asking>) => {
    lastSign = performance.now();
    if ("ready" in message) {
      isReady = true;
      return whenReady.resolve();
    }
    const answered = inFlight.get(message.id);
    if (!answered) return;
    inFlight.delete(message.id);
    if ("error" in message) answered.reject(unpackError(message.error));
    else answered.resolve(message.value);
    pump();
  };
  /** Settles what the process worked on when it ended. Only a call that was alone is known to be the cause. */
  const ended = (reason: string) => {
    const wasReady = isReady;
    child = null;
    const open = [...inFlight.values()];
    inFlight.clear();
    if (!wasReady) whenReady.reject(new Error(reason));
    for (const call of open) {
      if (call.abortedAt > 0) call.reject(call.signal!.reason);
      else if (!wasReady) call.reject(fail("its import", reason));
      else if (open.length === 1) call.reject(fail(call.call.method, reason));
      else suspects.push(Object.assign(call, { isSuspect: true }));
    }
    pump();
  };
  const kill = (reason: string) => {
    child?.kill("SIGKILL");
    ended(reason);
  };
  const look = () => {
    if (inFlight.size === 0 && (isReady || child === null)) return stopWatching();
    const now = performance.now();
    if (!isReady) {
      if (now - lastSign > deadlines.import) kill(tooLong(deadlines.import));
      return;
    }
    const longest = Math.max(...[...inFlight.values()].map(({ call }) => deadlines[call.method]));
    // Calls that wait for their turn in a process that answers others are not late yet.
    const isAsking = [...inFlight.values()].some(({ questions }) => questions > 0);
    const isSilent = !isAsking && now - lastSign > longest;
    const isLost = !isAsking && [...inFlight.values()].some(({ sentAt }) => now - sentAt > longest * WINDOW);
    const isDisobedient = [...inFlight.values()].some(({ abortedAt }) => abortedAt > 0 && now - abortedAt > GRACE_MS);
    if (isSilent || isLost || isDisobedient) kill(tooLong(isDisobedient ? GRACE_MS : longest));
  };
  // The process alone does not keep a command alive; calls that wait do.
  const startWatching = () => {
    watch ??= setInterval(look, WATCH_MS);
  };
  const stopWatching = () => {
    clearInterval(watch);
    watch = undefined;
  };
  const pump = () => {
    while (inFlight.size < WINDOW && ![...inFlight.values()].some(({ isSuspect }) => isSuspect)) {
      if (suspects.length > 0 && inFlight.size > 0) return;
      const next = suspects.shift() ?? waiting.shift();
      if (!next) return;
      if (next.signal?.aborted) next.reject(next.signal.reason);
      else send(next);
    }
  };
  const send = (call: Waiting) => {
    if (child === null) start();
    if (inFlight.size === 0) lastSign = Math.max(lastSign, performance.now());
    const id = ++lastId;
    call.sentAt = performance.now();
    inFlight.set(id, call);
    startWatching();
    try {
      tell({ id, call: call.call });
    } catch (error) {
      inFlight.delete(id);
      return call.reject(fail(call.call.method, `it cannot be told its options: ${error}`));
    }
    call.signal?.addEventListener("abort", () => {
      if (inFlight.get(id) !== call) return;
      call.abortedAt = performance.now();
      tell({ abort: id });
    });
  };

  return {
    call: (call, signal, judge) =>
      new Promise((resolve, reject) => {
        const call_ = { call, signal, judge, questions: 0, resolve, reject };
        waiting.push({ ...call_, isSuspect: false, sentAt: 0, abortedAt: 0 });
        pump();
      }),
    know(known) {
      problems = known;
    },
    ready() {
      if (child === null) start();
      startWatching();
      return whenReady.promise;
    },
    async close() {
      stopWatching();
      for (const { call, reject } of [...inFlight.values(), ...suspects.splice(0), ...waiting.splice(0)]) {
        reject(fail(call.method, "it was closed"));
      }
      inFlight.clear();
      const open = child;
      child = null;
      open?.kill("SIGKILL");
    },
  };
}

const tooLong = (milliseconds: number) => `it took longer than ${milliseconds / 1000} s, and its process was ended`;
