import { computeOfModel, type ModelCompute, type ServedAnswer } from "../../analysis/deployment/modelCompute.ts";
import { requireDeployment } from "../../analysis/request/deploymentPlan.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { Model } from "../results/model.ts";
import { DeploymentInput, Precision } from "./deployment.ts";

const FlopPart = builder.objectRef<{ part: string; flops: number }>("FlopPart").implement({
  description: "The FLOP of a part of a model.",
  fields: (t) => ({
    part: t.exposeString("part", {
      description:
        "The part, e.g. `projections`, `attention`, `routedExperts` or `head`, as docs/compute.md names them.",
    }),
    flops: t.exposeFloat("flops", { description: "Its floating-point operations for the whole answer." }),
  }),
});

const ServedAnswerType = builder.objectRef<ServedAnswer>("ServedAnswer").implement({
  description:
    "An answer on a deployment whose batch is always full of answers like it, estimated by a roofline model. docs/deployment.md states the errors of the estimate. The figures of an answer are null if the batch does not fit.",
  fields: (t) => ({
    fits: t.boolean({
      description: "True if the weights and the whole batch, each answer at its full length, fit into memory.",
      resolve: ({ estimate }) => estimate !== null,
    }),
    memory: t.float({
      description: "Weights, cache of the whole batch and overhead on all accelerators together, in bytes.",
      resolve: ({ memory }) => memory.total,
    }),
    availableMemory: t.float({
      description: "The memory that a server may use on all accelerators together, in bytes.",
      resolve: ({ memory }) => memory.available,
    }),
    ttft: t.float({
      nullable: true,
      description: "The time to the first token, in seconds.",
      resolve: ({ estimate }) => estimate?.ttft,
    }),
    seconds: t.float({
      nullable: true,
      description: "The time to the last token, in seconds.",
      resolve: ({ estimate }) => estimate?.latency,
    }),
    acceleratorSeconds: t.float({
      nullable: true,
      description: "The answer's share of the time of all accelerators, in accelerator-seconds.",
      resolve: ({ estimate }) => estimate?.gpuTime,
    }),
    energy: t.float({
      nullable: true,
      description: "The answer's share of the energy, in joules. Null also if the accelerator's power is not known.",
      resolve: ({ estimate }) => estimate?.energy,
    }),
    dollars: t.float({
      nullable: true,
      description: "The answer's share of the price, in US dollars. Null also if `on` states no `dollarsPerHour`.",
      resolve: ({ estimate, plan: { dollarsPerHour } }) =>
        estimate && dollarsPerHour !== null ? (estimate.gpuTime / 3600) * dollarsPerHour : null,
    }),
    tokensPerSecond: t.float({
      nullable: true,
      description: "Output tokens a second of the whole deployment.",
      resolve: ({ estimate }) => estimate?.throughput,
    }),
    tokensPerSecondPerAccelerator: t.float({
      nullable: true,
      description: "Output tokens a second for each accelerator.",
      resolve: ({ estimate, plan }) => estimate && estimate.throughput / plan.count,
    }),
    tokensPerSecondPerUser: t.float({
      nullable: true,
      description: "Output tokens a second that one user sees after the first. Null also for an answer of one token.",
      resolve: ({ estimate }) => estimate?.tokensPerSecondPerUser,
    }),
  }),
});

const ModelComputeType = builder
  .objectRef<ModelCompute & { exceedsContext: boolean | null }>("ModelCompute")
  .implement({
    description: "What one answer of a model takes, counted from its architecture.",
    fields: (t) => ({
      flops: t.float({
        description:
          "The floating-point operations of the answer, a multiply-add being two. Batching does not change them.",
        resolve: ({ flops }) => flops.total,
      }),
      prefillFlops: t.float({
        description: "Those of reading the prompt, which gives the first token.",
        resolve: ({ flops }) => flops.prefill,
      }),
      decodeFlops: t.float({
        description: "Those of all further tokens.",
        resolve: ({ flops }) => flops.decode,
      }),
      parts: t.field({
        ...cost({ size: 10 }),
        type: [FlopPart],
        description: "The FLOP of each part of the model that has any. They add up to `flops`.",
        resolve: ({ flops }) =>
          Object.entries(flops.breakdown)
            .filter(([, count]) => count > 0)
            .map(([part, count]) => ({ part, flops: count })),
      }),
      precision: t.field({
        type: Precision,
        description: "The number format of the weights: that of `on`, or else the one in which they were published.",
        resolve: ({ precision }) => precision,
      }),
      weightBytes: t.exposeFloat("weights", { description: "The memory of all weights in that format, in bytes." }),
      cacheBytes: t.exposeFloat("cache", {
        description:
          "The memory of the KV cache and of the recurrent states of the answer at its full length, in bytes, with the copies that the accelerators of `on` need.",
      }),
      exceedsContext: t.exposeBoolean("exceedsContext", {
        nullable: true,
        description:
          "True if prompt and answer are longer than the longest context that the model takes: it could not give this answer. Null if that is not known.",
      }),
      served: t.field({
        type: ServedAnswerType,
        nullable: true,
        description: "Memory, time and energy on the deployment `on`. Null if none is asked.",
        resolve: ({ served }) => served,
      }),
    }),
  });

builder.objectField(Model, "compute", (t) =>
  t.field({
    ...cost({ weight: 5 }),
    type: ModelComputeType,
    nullable: true,
    description:
      "FLOPs and memory of an answer and, on a named accelerator, its seconds. Null if the architecture is not known.",
    args: {
      promptTokens: t.arg.float({
        required: true,
        description: "The length of the prompt, in tokens. It may be a mean.",
      }),
      outputTokens: t.arg.float({
        required: true,
        description:
          "The length of the answer, its reasoning included, in tokens. It may be a mean; the FLOPs of a mean are a lower bound of the mean FLOPs.",
      }),
      on: t.arg({ type: DeploymentInput, description: "The deployment to estimate seconds, memory and energy on." }),
    },
    resolve: async ({ id, contextLength }, { promptTokens, outputTokens, on }, { loaders }) => {
      const plan = on ? requireDeployment(on) : null;
      const known = await loaders.architecture.load(id);
      if (!known) return null;
      const exceedsContext = contextLength === null ? null : promptTokens + outputTokens > contextLength;
      return { ...computeOfModel(known, promptTokens, outputTokens, plan), exceedsContext };
    },
  }),
);
