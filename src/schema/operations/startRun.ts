import type { z } from "zod";
import { RequestError } from "../../errors/requestError.ts";
import type { Evaluation } from "../../evaluation/evaluation.ts";
import type { RunProgress as ProgressRow } from "../../evaluation/progress.ts";
import {
  descriptionOf,
  hardware,
  pluginChoice,
  RUN_PARAMETERS,
  type RunRequestInput,
  runRequest,
} from "../../evaluation/runParameters.ts";
import { badId, builder, decodeGlobalID, rowNumber } from "../base/builder.ts";
import type { Context } from "../base/context.ts";
import { RunStatus } from "../base/filters.ts";
import { inputFieldsOf, type NamedInput } from "../base/zodFields.ts";
import { Run } from "../results/run.ts";

builder.mutationType({ description: "The operations that change the store." });
builder.subscriptionType({ description: "The events that are sent as they happen, by server-sent events." });

const PluginChoice = inputOf("PluginChoiceInput", "The choice of a plugin and its options.", pluginChoice);
const HardwareInput = inputOf(
  "HardwareInput",
  "The accelerators that serve a model, where the system cannot see them for itself.",
  hardware,
);

const StartRunInput = builder.inputType("StartRunInput", {
  description: "A request for runs: one run for each benchmark and each way of thinking.",
  fields: (t) =>
    inputFieldsOf(
      t,
      runRequest.shape,
      (name) => descriptionOf(RUN_PARAMETERS[name as keyof typeof RUN_PARAMETERS]),
      new Map<z.ZodType, NamedInput>([
        [pluginChoice, PluginChoice],
        [hardware, HardwareInput],
      ]),
    ),
});

/** An input whose fields are described in its schema. */
function inputOf(name: string, description: string, { shape }: z.ZodObject<Record<string, z.ZodType>>) {
  return builder.inputType(name, {
    description,
    fields: (t) => inputFieldsOf(t, shape, (field) => shape[field]!.description!),
  });
}

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
      const runId = runIdOf(id);
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
    subscribe: async (_, { id }, context) => (await evaluationOf(context)).follow(runIdOf(id)),
    resolve: (progress) => progress,
  }),
}));

async function evaluationOf(context: Context): Promise<Evaluation> {
  const evaluation = await context.evaluation;
  if (evaluation) return evaluation;
  throw new RequestError("NOT_MEASURING", "This server only answers; it measures nothing.");
}

function runIdOf(globalId: string): number {
  const { typename, id } = decodeGlobalID(globalId);
  if (typename !== "Run") throw badId(globalId);
  return rowNumber(id);
}

/** What is not given is left out, for the request's own defaults to hold. */
function request(input: object): RunRequestInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value != null)) as RunRequestInput;
}
