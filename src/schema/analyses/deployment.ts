import { readModelDeployment } from "../../analysis/deployment/modelDeployment.ts";
import { requireDeployment } from "../../analysis/request/deploymentPlan.ts";
import { PRECISIONS, type Precision as PrecisionName } from "../../compute/accelerators/precision.ts";
import type { Bound as BoundName, DeploymentEstimate } from "../../compute/serving/deployment.ts";
import type { EngineName } from "../../compute/serving/engines.ts";
import { RequestError } from "../../errors/requestError.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { Model } from "../results/model.ts";

export const Precision = builder.enumType("Precision", {
  description: "The number format of weights as they are served.",
  values: Object.fromEntries(PRECISIONS.map(({ name, description }) => [name, { description }])) as Record<
    PrecisionName,
    { description: string }
  >,
});

const Engine = builder.enumType("ServingEngine", {
  description: "The engine that serves, each with the efficiency that was measured of it.",
  values: {
    VLLM: { description: "vLLM." },
    SGLANG: { description: "SGLang." },
    TENSORRT_LLM: { description: "TensorRT-LLM." },
  } satisfies Record<EngineName, { description: string }>,
});

export const DeploymentInput = builder.inputType("DeploymentInput", {
  description: "The hardware and the settings that a model would be served with.",
  fields: (t) => ({
    hardware: t.string({
      required: true,
      description:
        "The slug of an accelerator, e.g. `H100-SXM` or `L40S`, or the name that its driver reports, in upper or lower case.",
    }),
    count: t.int({
      description:
        "The number of accelerators of all replicas together: 1, or as many as the stated parallelism needs.",
    }),
    replicas: t.int({
      description:
        "Copies of the model side by side, each with a batch of its own (data parallelism). What is left out of replicas and parallelism is chosen for each model: the split that writes most tokens a second.",
    }),
    tensorParallel: t.int({ description: "Accelerators that cut each layer among them." }),
    attentionParallel: t.int({
      description:
        "Groups of tensor-parallel accelerators that each attend for their own part of the batch and share all else (data-parallel attention, as of DeepSeek).",
    }),
    pipelineParallel: t.int({ description: "Stages of layers that follow each other; 1 if not given." }),
    expertParallel: t.int({ description: "Groups of accelerators that each hold whole experts of a mixture." }),
    precision: t.field({
      type: Precision,
      description: "The number format of the weights. By default it is the format in which they were published.",
    }),
    choosePrecision: t.boolean({
      description:
        "Without `precision`: true to choose it for each model among those in which it and its quantized checkpoints of the catalogue are published.",
    }),
    kvCacheBits: t.int({ defaultValue: 16, description: "The bits of a cached key or value: 16 or 8." }),
    engine: t.field({ type: Engine, defaultValue: "VLLM", description: "The engine that serves." }),
    engineVersion: t.string({
      description:
        "The engine's version, as `0.19.0`; one that was not measured lies between the measured ones before and after it. By default it is in the middle of those that were measured.",
    }),
    batch: t.field({
      type: "BatchSize",
      description:
        "The number of answers that each replica generates at the same time: 1 if not given, and in `servingPlans` the best one. `BEST` is the one with the most tokens a second, within `ttftP95` and `itlP95`.",
    }),
    ttftP95: t.float({
      description: "The longest time to the first token in seconds, at the 95th percentile, that is allowed.",
    }),
    itlP95: t.float({
      description: "The longest time between two tokens in seconds, at the 95th percentile, that is allowed.",
    }),
    dollarsPerHour: t.float({
      description:
        "The price of one accelerator in US dollars per hour, which the metric `cost` needs. By default it is that of the operator's table of prices, if it has the accelerator.",
    }),
  }),
});

const Bound = builder.enumType("Bound", {
  description: "What takes most of the time of decoding.",
  values: {
    COMPUTE: { description: "The accelerator's FLOP/s." },
    MEMORY_BANDWIDTH: { description: "Reading weights and KV cache from memory." },
    INTERCONNECT: { description: "Exchanges among accelerators." },
    OVERHEAD: { description: "Launching kernels, scheduling, sampling and detokenising." },
  } satisfies Record<BoundName, { description: string }>,
});

const MemoryBreakdown = builder.objectRef<DeploymentEstimate["memory"]>("MemoryBreakdown").implement({
  description: "The use of the memory of all accelerators together, in bytes.",
  fields: (t) => ({
    weights: t.exposeFloat("weights", { description: "The weights, in bytes." }),
    kvCachePerSequence: t.exposeFloat("kvCachePerSequence", {
      description: "The KV cache and the states of recurrent layers of one answer at the given context, in bytes.",
    }),
    kvCache: t.exposeFloat("kvCache", { description: "The KV cache and the states of the whole batch, in bytes." }),
    total: t.exposeFloat("total", { description: "Weights, cache and overhead together, in bytes." }),
    available: t.exposeFloat("available", { description: "The memory that a server may use, in bytes." }),
  }),
});

const Deployment = builder.objectRef<DeploymentEstimate>("Deployment").implement({
  description:
    "The resources that serving a model takes, estimated by a roofline model from its architecture and the accelerator's data sheet.",
  fields: (t) => ({
    fits: t.exposeBoolean("fits", {
      description: "True if the weights and the KV cache of the batch fit into memory.",
    }),
    memory: t.expose("memory", { type: MemoryBreakdown, description: "The parts of the memory in use." }),
    maxBatch: t.exposeInt("maxBatch", {
      nullable: true,
      description: "The largest batch of a replica that fits. It is 0 if the weights alone do not fit.",
    }),
    prefillTokensPerSecond: t.exposeFloat("prefillTokensPerSecond", {
      nullable: true,
      description: "Prompt tokens per second over all answers of the batch. Null if the model does not fit.",
    }),
    decodeTokensPerSecond: t.exposeFloat("decodeTokensPerSecond", {
      nullable: true,
      description: "Output tokens per second over all answers of the batch. Null if the model does not fit.",
    }),
    bound: t.expose("bound", {
      type: Bound,
      nullable: true,
      description: "What takes most of the time of decoding. Null if the model does not fit.",
    }),
  }),
});

const LONGEST_CONTEXT = 100_000_000;

builder.objectField(Model, "deployment", (t) =>
  t.field({
    ...cost({ weight: 5 }),
    type: Deployment,
    nullable: true,
    description: "An estimate of the resources that serving it takes. Null if its architecture is not known.",
    args: {
      on: t.arg({ type: DeploymentInput, required: true, description: "The deployment." }),
      contextTokens: t.arg.int({
        defaultValue: 4096,
        description: "The length of the context of each answer of the batch: prompt and answer together, in tokens.",
      }),
    },
    resolve: (model, { on, contextTokens }, { store, catalogue }) => {
      if (!(contextTokens! >= 1 && contextTokens! <= LONGEST_CONTEXT)) {
        const message = `contextTokens: ${contextTokens} is not between 1 and ${LONGEST_CONTEXT}.`;
        throw new RequestError("BAD_VALUE", message, "contextTokens");
      }
      return readModelDeployment(
        store,
        model.id,
        requireDeployment(on, catalogue.prices.byAccelerator),
        contextTokens!,
      );
    },
  }),
);
