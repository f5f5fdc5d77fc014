// The process of one plugin, such as a benchmark: it loads the plugin anew and does what it is told by messages.
import { Worker } from "node:worker_threads";
import type { AnswerEnding, BenchmarkPlugin, GraderJudge, Problem } from "../contract/benchmark.ts";
import type { AnyPlugin } from "../contract/checkPlugin.ts";
import type { EstimatorPlugin } from "../contract/estimator.ts";
import type { MetricPlugin } from "../contract/metric.ts";
import { checkedResult } from "./checkedResult.ts";
import { type Call, type FromPlugin, type PluginOrigin, packError, type ToPlugin } from "./crossing.ts";
import { findPlugin } from "./findPlugin.ts";
import { NOT_SHOWN, privatelyFailed, reasonOf } from "./pluginFailed.ts";

const origin: PluginOrigin = JSON.parse(process.argv[2]!);
const named = { name: origin.name ?? "", version: origin.version };
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
  tell({ died: origin.isPrivate ? NOT_SHOWN : reasonOf(error) }, () => end(1));
};
process.on("uncaughtException", die);

let plugin: AnyPlugin | null = null;
let problems: Problem[] = [];
const aborts = new Map<number, AbortController>();
const questions = new Map<number, PromiseWithResolvers<string>>();
let lastQuestion = 0;

async function answer(id: number, call: Call): Promise<void> {
  try {
    const given = await done(id, call);
    const value = checkedResult(named, call.method, given, origin.isPrivate);
    if (value && "problems" in value) problems = value.problems;
    tell({ id, value });
  } catch (error) {
    tell({ id, error: packError(error, named, call.method) });
  }
}

async function done(id: number, call: Call): Promise<unknown> {
  try {
    return await work(id, call);
  } catch (error) {
    throw origin.isPrivate ? privatelyFailed(named, call.method, error) : error;
  }
}

function work(id: number, call: Call): unknown {
  if (call.method === "try") return findPlugin({ module: call.module, name: null });
  if (call.method === "compute") return computeAll(plugin as MetricPlugin, call);
  if (call.method === "estimate") return (plugin as EstimatorPlugin).estimate(call.requests, call.options);
  const benchmark = plugin as BenchmarkPlugin;
  if (call.method === "load") {
    const abort = new AbortController();
    aborts.set(id, abort);
    return benchmark.load(call.options, { ...call.context, signal: abort.signal });
  }
  // The plugin gets a copy, so that what it changes in a problem does not reach the next call.
  const problem = structuredClone(typeof call.problem === "number" ? problems[call.problem]! : call.problem);
  if (call.method === "prompt") return benchmark.prompt(problem, call.options, call.repeat);
  const { answer, options, repeat, ending, judge } = call;
  const tools = judge === undefined ? {} : { judge: judgeFor(id, judge) };
  return benchmark.grade(problem, answer, options, repeat, ending as AnswerEnding | undefined, tools);
}

async function computeAll(metric: MetricPlugin, { rows, options, about }: Call & { method: "compute" }) {
  const values: unknown[] = [];
  for (const row of rows) values.push(await metric.compute(row, options, about));
  return values;
}

/** The judge of another process, for the call of this id. */
function judgeFor(id: number, model: string): GraderJudge {
  return {
    model,
    ask(prompt, { schema } = {}) {
      const asking = ++lastQuestion;
      const question = Promise.withResolvers<string>();
      questions.set(asking, question);
      tell({ asking, for: id, question: { prompt, schema } });
      return question.promise;
    },
  };
}

function hear(reply: { reply: number } & ({ text: string } | { failure: string })): void {
  const question = questions.get(reply.reply);
  questions.delete(reply.reply);
  if ("text" in reply) question?.resolve(reply.text);
  else question?.reject(new Error(reply.failure));
}

try {
  plugin = await findPlugin(origin);
  process.on("message", (message: ToPlugin) => {
    if ("problems" in message) problems = message.problems;
    else if ("reply" in message) hear(message);
    else if ("abort" in message) aborts.get(message.abort)?.abort();
    else void answer(message.id, message.call);
  });
  tell({ ready: true });
} catch (error) {
  die(error);
}
