import { readModelDeployment } from "../../analysis/deployment/modelDeployment.ts";
import { requireDeployment } from "../../analysis/request/deploymentPlan.ts";
import { PRECISIONS, type Precision as PrecisionName } from "../../compute/accelerators/precision.ts";
import type { DeploymentEstimate } from "../../compute/serving/deployment.ts";
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

export const DeploymentInput = builder.inputType("DeploymentInput", {
  description: "The hardware and the settings that a model would be served with.",
  fields: (t) => ({
    hardware: t.string({
      required: true,
      description:
        "The slug of an accelerator, e.g. `H100-SXM` or `L40S`, or the name that its driver reports, in upper or lower case.",
    }),
    count: t.int({
      defaultValue: 1,
      description: "The number of accelerators that serve the model together (tensor parallelism).",
    }),
    precision: t.field({
      type: Precision,
      description: "The number format of the weights. By default it is the format in which they were published.",
    }),
    batch: t.int({ defaultValue: 1, description: "The number of answers that are generated at the same time." }),
    dollarsPerHour: t.float({
      description:
        "The price of one accelerator in US dollars per hour, which the metric `cost` needs. By default it is that of the operator's table of prices, if it has the accelerator.",
    }),
  }),
});

const Bound = builder.enumType("Bound", {
  description: "The resource that limits the speed of decoding.",
  values: {
    COMPUTE: { description: "The accelerator's peak FLOP/s limits decoding." },
    MEMORY_BANDWIDTH: { description: "Reading weights and KV cache from memory limits decoding." },
  } as const,
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
      description: "The largest batch that fits. It is 0 if the weights alone do not fit.",
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
      description: "The resource that limits the speed of decoding. Null if the model does not fit.",
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
