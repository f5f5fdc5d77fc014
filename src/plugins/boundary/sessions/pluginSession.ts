import { randomUUID } from "node:crypto";
import { expectedFailure } from "../../../errors/codedError.ts";
import { followLaunch, LAUNCH_MARK, signalAll } from "../../../processes/processTree.ts";
import type { AnyPlugin } from "../../contract/checkPlugin.ts";
import { endedBy, forkPlugin, programBeside } from "../forkPlugin.ts";
import { pluginFailed } from "../pluginFailed.ts";
import { untilHeeded } from "../untilHeeded.ts";
import { unpackFailure } from "./crossedFailure.ts";
import { clockOfProcess, type FromSession, fromSession, type ToSession } from "./sessionMessages.ts";

/** The milliseconds in which a plugin must be imported. */
const IMPORT_MS = 30_000;
/** The seconds for which a process that works on calls may say nothing: its thread is held up, as by a loop. */
const MOST_SILENT = 10;

const MAIN = programBeside("sessionMain", import.meta.url);

/** The plugin of a session, and the address of the module that brings it. */
export interface SessionOrigin {
  module: string;
  name: string;
  /** For errors. */
  version: string;
  kind: AnyPlugin["kind"];
}

export interface CallOptions {
  /** Reaches the plugin. A call that does not heed an abort is given up after the grace. */
  signal?: AbortSignal;
  /** The milliseconds after which the call is given up. */
  deadline?: number;
  /** Takes what the plugin gives before the end of the call, and after it. */
  onPiece?: (piece: unknown) => void;
}

/** A plugin in a process of its own that keeps what it opened until it is closed. */
export interface PluginSession {
  /**
   * Calls the plugin. Throws what it threw, `PLUGIN_FAILED` where the process ended or the call took too long, and the reason
   * of an abort. The value is not checked.
   */
  call(method: string, given: unknown, options?: CallOptions): Promise<unknown>;
  /** Whether the process has ended, so that it answers no call any more. */
  readonly isOver: boolean;
  /** What to add to seconds on the clock of its `performance.now()` for those of this process. */
  readonly clockOffset: number;
  /** Remembers what it has launched so far, also what hides its mark later, so that it is found when the process has ended. */
  noteLaunched(): void;
  /** Ends the process with all that it launched. */
  close(): void;
}

interface OpenCall {
  method: string;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Starts a session with a plugin. A process that a call holds up for ten seconds is ended, and all its calls fail. */
export function startSession(origin: SessionOrigin): PluginSession {
  const mark = randomUUID();
  const child = forkPlugin(MAIN, origin, { [LAUNCH_MARK]: mark });
  const processes = child.pid === undefined ? () => [] : followLaunch(child.pid, mark);
  const startedAt = performance.now();
  const open = new Map<number, OpenCall>();
  /** Who takes the pieces of a call. A source goes on after the call that opened it. */
  const takers = new Map<number, (piece: unknown) => void>();
  let lastId = 0;
  let isReady = false;
  let clockOffset = 0;
  /** Why the session is over; null while it is not. */
  let over: string | null = null;
  /** For how many looks in a row nothing came. Time in which this process itself was held up does not count. */
  let silent = 0;
  let watch: NodeJS.Timeout | undefined;
  const fail = (method: string, reason: string) => pluginFailed(origin, method, reason);

  const finish = (reason: string) => {
    if (over !== null) return;
    over = reason;
    clearInterval(watch);
    signalAll(processes(), "SIGKILL");
    for (const { method, reject } of open.values()) reject(fail(isReady ? method : "its import", reason));
    open.clear();
    takers.clear();
  };
  const tell = (message: ToSession) => {
    // A process that has just ended reports that by its exit.
    child.send(message, () => {});
  };
  const take = (message: FromSession) => {
    if ("ready" in message) {
      isReady = true;
      clockOffset = message.clock - clockOfProcess();
    } else if ("pieceOf" in message) {
      tell({ taken: true });
      takers.get(message.pieceOf)?.(message.piece);
    } else if ("done" in message) open.get(message.done)?.resolve(message.value);
    else if ("failed" in message) open.get(message.failed)?.reject(unpackFailure(message.failure));
    else if ("died" in message) finish(message.died);
  };
  child.on("message", (message) => {
    silent = 0;
    if (over !== null) return;
    const { data, error } = fromSession.safeParse(message);
    if (error) finish("its process sent what is no message of ours");
    else take(data);
  });
  child.on("error", (error) => finish(String(error)));
  child.on("exit", (code, signal) => {
    const ended = () => finish(signal === null ? `it ended its process with ${code}` : endedBy(signal));
    // What it sent before its end arrives before the channel is closed.
    if (child.connected) child.once("disconnect", ended);
    else ended();
    // What it launched just before its end is found only now.
    signalAll(processes(), "SIGKILL");
  });

  const look = () => {
    // A call that was given up can still hold the process up.
    if (open.size === 0 && silent === 0) {
      clearInterval(watch);
      watch = undefined;
    } else if (!isReady) {
      if (performance.now() - startedAt > IMPORT_MS) finish(tooLong(IMPORT_MS));
    } else if (silent >= MOST_SILENT) {
      finish(`it held up its process for ${MOST_SILENT} s, as a loop does, and its process was ended`);
    } else {
      silent++;
      tell({ ping: true });
    }
  };
  const begin = (id: number, call: OpenCall) => {
    open.set(id, call);
    // Calls that wait keep a command alive; the process alone does not.
    watch ??= setInterval(look, 1000);
  };

  return {
    async call(method, given, { signal, deadline, onPiece } = {}) {
      signal?.throwIfAborted();
      if (over !== null) throw fail(method, over);
      const id = ++lastId;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      begin(id, { method, resolve, reject });
      if (onPiece) takers.set(id, onPiece);
      const abort = () => {
        const { name = "AbortError", message = "aborted" } = Object(signal!.reason) as Partial<Error>;
        if (over === null) tell({ abort: id, name: String(name), message: String(message) });
      };
      signal?.addEventListener("abort", abort, { once: true });
      const late = deadline && setTimeout(() => reject(fail(method, tooLong(deadline))), deadline);
      try {
        tell({ call: id, method, given });
      } catch (error) {
        reject(fail(method, `it cannot be told its options: ${error}`));
      }
      try {
        return await (signal ? untilHeeded(promise, signal) : promise);
      } catch (error) {
        // The process gives up what is not heeded at about the same time, and the name of its error does not cross.
        if (signal?.aborted && expectedFailure(error) === null) throw signal.reason;
        throw error;
      } finally {
        clearTimeout(late);
        signal?.removeEventListener("abort", abort);
        open.delete(id);
      }
    },
    get isOver() {
      return over !== null;
    },
    get clockOffset() {
      return clockOffset;
    },
    noteLaunched: () => void processes(),
    close: () => finish("it was closed"),
  };
}

const tooLong = (milliseconds: number) => `it took longer than ${milliseconds / 1000} s`;

/** Calls a plugin once, in a process that ends with the call. Throws as a session does. */
export async function callOnce(origin: SessionOrigin, method: string, given: unknown, deadline: number) {
  const session = startSession(origin);
  try {
    return await session.call(method, given, { deadline });
  } finally {
    session.close();
  }
}
