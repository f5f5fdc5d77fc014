// The process of one benchmark's plugin: it loads the plugin anew and does what it is told by messages.
import { Worker } from "node:worker_threads";
import type { BenchmarkPlugin, Problem } from "../contract/benchmark.ts";
import { checkedResult } from "./checkedResult.ts";
import { type Call, type FromPlugin, type PluginOrigin, packError, type ToPlugin } from "./crossing.ts";
import { findBenchmark } from "./findBenchmark.ts";
import { reasonOf } from "./pluginFailed.ts";

const origin: PluginOrigin = JSON.parse(process.argv[2]!);
const mostMemory = Number(process.argv[3]);
const tell = process.send!.bind(process) as (message: FromPlugin, sent?: () => void) => boolean;
const end = process.exit.bind(process);

// A plugin can hold up this thread for ever or fill memory that the limit of the heap does not count. It must also not live
// on when the process that started it was killed.
const guard = `setInterval(() => {
  if (process.memoryUsage.rss() > ${mostMemory} || process.ppid !== ${process.ppid}) process.kill(process.pid, "SIGKILL");
}, 100)`;
new Worker(guard, { eval: true, execArgv: [] }).unref();

// Ctrl-C in a terminal reaches this process, too; the one that started it decides when it ends.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
process.on("disconnect", () => end());
const die = (error: unknown) => {
  tell({ died: reasonOf(error) }, () => end(1));
};
process.on("uncaughtException", die);

let plugin: BenchmarkPlugin | null = null;
let problems: Problem[] = [];
const aborts = new Map<number, AbortController>();

async function answer(id: number, call: Call): Promise<void> {
  const name = origin.name!;
  try {
    const value = checkedResult(name, call.method, await work(id, call));
    if ("problems" in value) problems = value.problems;
    tell({ id, value });
  } catch (error) {
    tell({ id, error: packError(error, name, call.method) });
  }
}

function work(id: number, call: Call): unknown {
  if (call.method === "load") {
    const abort = new AbortController();
    aborts.set(id, abort);
    return plugin!.load(call.options, { ...call.context, signal: abort.signal });
  }
  // The plugin gets a copy, so that what it changes in a problem does not reach the next call.
  const problem = structuredClone(typeof call.problem === "number" ? problems[call.problem]! : call.problem);
  if (call.method === "prompt") return plugin!.prompt(problem, call.options, call.repeat);
  return plugin!.grade(problem, call.answer, call.options, call.repeat, call.ending as never);
}

try {
  plugin = await findBenchmark(origin);
  process.on("message", (message: ToPlugin) => {
    if ("problems" in message) problems = message.problems;
    else if ("abort" in message) aborts.get(message.abort)?.abort();
    else void answer(message.id, message.call);
  });
  tell({ ready: true });
} catch (error) {
  die(error);
}
