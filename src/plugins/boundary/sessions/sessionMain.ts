// The process of a session with one plugin: it loads the plugin anew and does what it is told by messages until it is ended.
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { LAUNCH_MARK } from "../../../processes/processTree.ts";
import type { ArchitecturePlugin } from "../../contract/architecture.ts";
import type { AnyPlugin } from "../../contract/checkPlugin.ts";
import { invalidResult } from "../checkedResult.ts";
import { findPlugin } from "../findPlugin.ts";
import { reasonOf } from "../pluginFailed.ts";
import { packFailure } from "./crossedFailure.ts";
import { endLaunch } from "./endLaunch.ts";
import type { SessionOrigin } from "./pluginSession.ts";
import type { Served } from "./served.ts";
import { serveMeter } from "./serveMeter.ts";
import { serveRunner } from "./serveRunner.ts";
import type { GuardedSession } from "./sessionGuard.ts";
import { clockOfProcess, type FromSession, type ToSession } from "./sessionMessages.ts";

/** The pieces that may be on their way: a plugin that gives more has these dropped, and nobody's memory fills. */
const MOST_UNTAKEN = 200;

const origin: SessionOrigin = JSON.parse(process.argv[2]!);
const mark = process.env[LAUNCH_MARK]!;
const send = process.send!.bind(process) as (message: FromSession, sent?: () => void) => boolean;
// What the plugin sends by itself would be taken for ours.
process.send = undefined;
const end = process.exit.bind(process);

const guarded: GuardedSession = { mark, mostMemory: Number(process.argv[3]), parent: process.ppid };
new Worker(new URL(`./sessionGuard${extname(import.meta.url)}`, import.meta.url), {
  workerData: guarded,
  execArgv: [],
});
process.on("disconnect", () => endLaunch(mark));

// Ctrl-C in a terminal reaches this process, too; the one that started it decides when it ends.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
// An error that is thrown outside of any call fails none: a call that it leaves open runs out of its time.
process.on("uncaughtException", (error) => {
  console.error(`The plugin "${origin.name}" threw outside of any call: ${reasonOf(error)}`);
});

const aborts = new Map<number, AbortController>();
let untaken = 0;

function serve(plugin: AnyPlugin): Served {
  if (plugin.kind === "runner") return serveRunner(plugin);
  if (plugin.kind === "meter") return serveMeter(plugin);
  return (_, config) => (plugin as ArchitecturePlugin).translate(config as Record<string, unknown>);
}

async function answer(served: Served, { call, method, given }: Extract<ToSession, { call: number }>): Promise<void> {
  const abort = new AbortController();
  aborts.set(call, abort);
  const give = (piece: unknown) => {
    if (untaken >= MOST_UNTAKEN) return;
    send({ pieceOf: call, piece });
    untaken++;
  };
  try {
    const value = await served(method, given, { signal: abort.signal, give });
    try {
      send({ done: call, value });
    } catch (error) {
      throw invalidResult(origin, method, `it cannot leave its process (${reasonOf(error)})`);
    }
  } catch (error) {
    const failure = packFailure(error);
    try {
      send({ failed: call, failure });
    } catch {
      send({ failed: call, failure: { ...failure, partial: null } });
    }
  } finally {
    aborts.delete(call);
  }
}

try {
  const served = serve((await findPlugin(origin))!);
  process.on("message", (message: ToSession) => {
    if ("ping" in message) send({ alive: true });
    else if ("taken" in message) untaken--;
    else if ("call" in message) void answer(served, message);
    else aborts.get(message.abort)?.abort(Object.assign(new Error(message.message), { name: message.name }));
  });
  send({ ready: true, clock: clockOfProcess() });
} catch (error) {
  send({ died: reasonOf(error) }, () => end(1));
}
