import { RequestError } from "../../errors/requestError.ts";
import type { Evaluation } from "../../evaluation/evaluation.ts";
import type { RunProgress as ProgressRow } from "../../evaluation/progress.ts";
import type { RunRequestInput } from "../../evaluation/runRequest.ts";
import { badId, builder, decodeGlobalID, runHashOf } from "../base/builder.ts";
import type { Context } from "../base/context.ts";
import { RunStatus } from "../base/filters.ts";
import { Run } from "../results/run.ts";

builder.mutationType({ description: "What changes the store." });
builder.subscriptionType({ description: "What is told as it happens, by server-sent events." });

const PluginChoice = builder.inputType("PluginChoiceInput", {
  description: "A plugin and its options.",
  fields: (t) => ({
    name: t.string({ required: true, description: "Its name, e.g. `vllm`." }),
    options: t.field({ type: "JSON", description: "Its options, as its `optionsSchema` describes them." }),
  }),
});

const HardwareInput = builder.inputType("HardwareInput", {
  description: "Where a model is served, where the system can't see it for itself.",
  fields: (t) => ({
    name: t.string({ required: true, description: "The accelerator, e.g. `H100-SXM`." }),
    count: t.int({ required: true, description: "How many of it." }),
  }),
});

const StartRunInput = builder.inputType("StartRunInput", {
  description: "What to measure: one run for each benchmark and each way of thinking.",
  fields: (t) => ({
    model: t.string({ required: true, description: "The slug of a model that the store holds." }),
    benchmarks: t.stringList({ required: true, description: "Slugs of benchmarks that a plugin runs." }),
    runner: t.string({ required: true, description: "The runner plugin: `vllm`, `sglang`, `tgi`, `openai` …" }),
    runnerOptions: t.field({ type: "JSON", description: "The runner's options: an endpoint, or what to launch." }),
    benchmarkOptions: t.field({ type: "JSON", description: "The benchmarks' options." }),
    lab: t.string({ description: "The slug of the lab that measures; `local` if not given." }),
    thinking: t.stringList({
      description: "How much the model may think, a run each: default, off, on, full, or a number of tokens.",
    }),
    repeats: t.int({ description: "Answers to each problem; 1 if not given." }),
    limit: t.int({ description: "Only the first so many problems." }),
    temperature: t.float({ description: "0 is greedy; if not given 0, or 0.6 where the model is told to think." }),
    topP: t.float({ description: "Nucleus sampling; the model's own if not given." }),
    topK: t.int({ description: "Top-k sampling; the model's own if not given." }),
    frequencyPenalty: t.float({ description: "0.05 if not given." }),
    maxTokens: t.int({ description: "The most tokens of an answer; the model's context if not given." }),
    seed: t.int({ description: "The seed of the first repeat; 0 if not given." }),
    mostConcurrent: t.int({ description: "Requests in flight at most; 256 if not given." }),
    timeout: t.float({ description: "Seconds that one answer may take; 1800 if not given." }),
    chatTemplateKwargs: t.field({ type: "JSON", description: "Arguments of the model's chat template." }),
    hardware: t.field({ type: HardwareInput, description: "The accelerators, where they can't be seen from here." }),
    meter: t.field({
      type: "JSON",
      description:
        "Meters the GPUs of an engine that was not launched here: `{}` by nvidia-smi on the worker's machine, `{dcgmExporter: URL}` by a DCGM exporter.",
    }),
    judge: t.field({ type: PluginChoice, description: "A runner whose model judges what the parse can't decide." }),
    dataFile: t.string({ description: "A file with the problems on the worker's machine, instead of their source." }),
  }),
});

const StartRunResult = builder.objectRef<{ runIds: number[] }>("StartRunResult").implement({
  description: "The runs that were queued.",
  fields: (t) => ({
    runs: t.field({
      type: [Run],
      description: "One for each benchmark and way of thinking.",
      resolve: async ({ runIds }, _, { loaders }) =>
        (await loaders.run.loadMany(runIds)).flatMap((run) => (run instanceof Error || !run ? [] : [run])),
    }),
  }),
});

const CancelRunResult = builder.objectRef<{ runId: number; canceled: boolean }>("CancelRunResult").implement({
  description: "What came of asking a run to end.",
  fields: (t) => ({
    canceled: t.exposeBoolean("canceled", { description: "False if it had ended before." }),
    run: t.field({
      type: Run,
      nullable: true,
      description: "The run.",
      resolve: ({ runId }, _, { loaders }) => loaders.run.load(runId),
    }),
  }),
});

builder.mutationFields((t) => ({
  startRun: t.field({
    type: StartRunResult,
    description: "Queues runs to be measured by a worker that has the runner.",
    args: { input: t.arg({ type: StartRunInput, required: true, description: "What to measure." }) },
    resolve: async (_, { input }, context) => ({
      runIds: await (await evaluationOf(context)).startRuns(request(input)),
    }),
  }),
  cancelRun: t.field({
    type: CancelRunResult,
    description: "Ends a run that has not ended. The samples that it has stay.",
    args: { id: t.arg.id({ required: true, description: "The global id of a run." }) },
    resolve: async (_, { id }, context) => {
      const runId = await runIdOf(id, context);
      return { runId, canceled: await (await evaluationOf(context)).cancelRun(runId) };
    },
  }),
}));

const RunProgress = builder.objectRef<ProgressRow>("RunProgress").implement({
  description: "How far a run is.",
  fields: (t) => ({
    status: t.expose("status", { type: RunStatus, description: "Its status." }),
    done: t.exposeInt("done", { description: "Answers that are stored." }),
    total: t.exposeInt("total", { description: "Answers that it will have." }),
    correct: t.exposeInt("correct", { description: "How many of them are right." }),
    low: t.exposeFloat("low", {
      nullable: true,
      description: "Lower end of the 95 % interval of the accuracy so far.",
    }),
    high: t.exposeFloat("high", { nullable: true, description: "Upper end of it." }),
    tokensPerSecond: t.exposeFloat("tokensPerSecond", { nullable: true, description: "Output tokens a second." }),
    remaining: t.exposeFloat("remaining", { nullable: true, description: "Seconds to go, at the pace so far." }),
    inFlight: t.exposeInt("inFlight", { description: "Requests in flight." }),
    message: t.exposeString("message", { nullable: true, description: "What happened, where it is worth saying." }),
  }),
});

builder.subscriptionFields((t) => ({
  runProgress: t.field({
    type: RunProgress,
    description: "The progress of a run from now on, at most four times a second, until it ends.",
    args: { id: t.arg.id({ required: true, description: "The global id of a run." }) },
    subscribe: async (_, { id }, context) => (await evaluationOf(context)).follow(await runIdOf(id, context)),
    resolve: (progress) => progress,
  }),
}));

async function evaluationOf(context: Context): Promise<Evaluation> {
  const evaluation = await context.evaluation;
  if (evaluation) return evaluation;
  throw new RequestError("NOT_MEASURING", "This server only answers; it measures nothing.");
}

/** The row of the run that a global id names. Throws `BAD_ID` where the store holds none. */
async function runIdOf(globalId: string, { loaders }: Context): Promise<number> {
  const { typename, id } = decodeGlobalID(globalId);
  const run = typename === "Run" ? await loaders.runByHash.load(runHashOf(id)) : undefined;
  if (!run) throw badId(globalId);
  return run.id;
}

/** What is not given is left out, for the request's own defaults to hold. */
function request(input: object): RunRequestInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value != null)) as RunRequestInput;
}
