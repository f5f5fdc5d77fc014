import { computeOfModel, type ModelCompute, type ServedAnswer } from "../../analysis/deployment/modelCompute.ts";
import { requireDeployment } from "../../analysis/request/deploymentPlan.ts";
import { PROFILE_ESTIMATOR } from "../../compute/serving/estimator.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { Model } from "../results/model.ts";
import { DeploymentInput, Precision } from "./deployment.ts";

type Served = NonNullable<ServedAnswer["estimate"]>;

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

export const TimeBasis = builder.enumType("TimeBasis", {
  description: "What the time between two tokens of an answer rests on.",
  values: {
    MEASURED: { description: "This configuration was measured." },
    ESTIMATED: { description: "It is estimated from data sheets and the engine's profile." },
  } as const,
});

const NEEDS_DEPLOYMENT = "Null without `on`, and if the batch does not fit.";

const ModelComputeType = builder
  .objectRef<ModelCompute & { exceedsContext: boolean | null }>("ModelCompute")
  .implement({
    description:
      "What one answer of a model takes. FLOPs and memory are counted from its architecture. Seconds, energy and rates are those of a deployment whose batch is always full of such answers, estimated from data sheets and the profile of the engine; docs/deployment.md states its errors.",
    fields: (t) => {
      const served = (description: string, figure: (served: ServedAnswer, answer: Served) => number | null) =>
        t.float({
          nullable: true,
          description: `${description} ${NEEDS_DEPLOYMENT}`,
          resolve: ({ served }) => served?.estimate && figure(served, served.estimate),
        });
      return {
        flops: t.float({
          description:
            "The floating-point operations of the answer, a multiply-add being two. Batching does not change them.",
          resolve: ({ flops }) => flops.total,
        }),
        prefillFlops: t.float({
          description: "The FLOP of reading the prompt, which gives the first token.",
          resolve: ({ flops }) => flops.prefill,
        }),
        decodeFlops: t.float({
          description: "The FLOP of all further tokens.",
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
        precision: t.expose("precision", {
          type: Precision,
          description: "The number format of the weights: that of `on`, or else the one in which they were published.",
        }),
        weights: t.exposeFloat("weights", { description: "The memory of all weights in that format, in bytes." }),
        cache: t.exposeFloat("cache", {
          description:
            "The memory of the KV cache and of the recurrent states of the answer at its full length, in bytes, with the copies that the accelerators of `on` need.",
        }),
        memory: t.float({
          description: "The weights and the cache of this one answer together, in bytes.",
          resolve: ({ weights, cache }) => weights + cache,
        }),
        exceedsContext: t.exposeBoolean("exceedsContext", {
          nullable: true,
          description:
            "True if prompt and answer are longer than the longest context that the model takes: it could not give this answer. Null if that is not known.",
        }),
        fits: t.boolean({
          nullable: true,
          description:
            "True if the weights and the whole batch, each answer at its full length, fit into the memory of `on`. Null without `on`.",
          resolve: ({ served }) => served && served.estimate !== null,
        }),
        deploymentMemory: t.float({
          nullable: true,
          description:
            "The weights, the cache of the whole batch and the overhead on all accelerators of `on` together, in bytes. Null without `on`.",
          resolve: ({ served }) => served?.memory.total,
        }),
        servedAs: t.string({
          nullable: true,
          description:
            "The deployment in words, with the split and the batch that were chosen where `on` leaves them open. Null without `on`.",
          resolve: ({ served }) => served?.where,
        }),
        timeBasis: t.field({
          type: TimeBasis,
          nullable: true,
          description: "Whether the time between tokens was measured in this configuration. Null without `on`.",
          resolve: ({ served }) => served && (served.measured ? ("MEASURED" as const) : ("ESTIMATED" as const)),
        }),
        estimator: t.string({
          nullable: true,
          description: "The name and the version of what estimated the seconds. Null without `on`.",
          resolve: ({ served }) => served && `${PROFILE_ESTIMATOR.name} ${PROFILE_ESTIMATOR.version}`,
        }),
        estimatorMeanError: t.float({
          nullable: true,
          description:
            "The mean error of its time per output token, as a share, on measured configurations of such models with this engine, and on this accelerator where there are enough, each model left out of the fit. Null without `on`.",
          resolve: ({ served }) => served?.error.mean,
        }),
        ttft: served(
          "The time to the first token in seconds, where an answer begins as soon as another one ends and none waits for a place.",
          (_, { ttft }) => ttft,
        ),
        ttftP95: served("The same at the 95th percentile, in seconds.", (_, { ttftP95 }) => ttftP95),
        interTokenLatency: served(
          "The time between two tokens of an answer, as a mean, in seconds.",
          (_, { interTokenLatency }) => interTokenLatency,
        ),
        interTokenP95: served("The same at the 95th percentile, in seconds.", (_, { interTokenP95 }) => interTokenP95),
        seconds: served("The time to the last token, in seconds.", (_, { latency }) => latency),
        acceleratorSeconds: served(
          "The answer's share of the time of all accelerators, in accelerator-seconds.",
          (_, { gpuTime }) => gpuTime,
        ),
        energy: served(
          "The answer's share of the energy, in joules. Null also if the accelerator's power is not known.",
          (_, { energy }) => energy,
        ),
        dollars: served(
          "The answer's share of the price, in US dollars. Null also if `on` states no `dollarsPerHour`.",
          ({ plan: { dollarsPerHour } }, { gpuTime }) => dollarsPerHour && (gpuTime / 3600) * dollarsPerHour,
        ),
        tokensPerSecond: served("Output tokens a second of the whole deployment.", (_, { throughput }) => throughput),
        tokensPerSecondPerAccelerator: served(
          "Output tokens a second for each accelerator.",
          ({ plan }, { throughput }) => throughput / plan.count,
        ),
        tokensPerSecondPerUser: served(
          "Output tokens a second that one user sees after the first. Null also for an answer of one token.",
          (_, { tokensPerSecondPerUser }) => tokensPerSecondPerUser,
        ),
      };
    },
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
    resolve: async ({ id, contextLength }, { promptTokens, outputTokens, on }, { loaders, catalogue }) => {
      const plan = on ? requireDeployment(on, catalogue.prices.byAccelerator) : null;
      const known = await loaders.architecture.load(id);
      if (!known) return null;
      const exceedsContext = contextLength === null ? null : promptTokens + outputTokens > contextLength;
      return { ...computeOfModel(known, promptTokens, outputTokens, plan), exceedsContext };
    },
  }),
);
