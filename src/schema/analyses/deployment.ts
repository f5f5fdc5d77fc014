import { readModelDeployment } from "../../analysis/deployment/modelDeployment.ts";
import { requireDeployment } from "../../analysis/request/deploymentPlan.ts";
import { PRECISIONS, type Precision as PrecisionName } from "../../compute/accelerators/precision.ts";
import type { DeploymentEstimate } from "../../compute/serving/deployment.ts";
import { RequestError } from "../../errors/requestError.ts";
import { builder } from "../base/builder.ts";
import { Model } from "../results/model.ts";

const Precision = builder.enumType("Precision", {
  description: "The number format of weights as they are served.",
  values: Object.fromEntries(PRECISIONS.map(({ name, description }) => [name, { description }])) as Record<
    PrecisionName,
    { description: string }
  >,
});

export const DeploymentInput = builder.inputType("DeploymentInput", {
  description: "Where a model would be served.",
  fields: (t) => ({
    hardware: t.string({
      required: true,
      description:
        "The slug of an accelerator, e.g. `H100-SXM` or `L40S`, or what its driver calls it; upper and lower case alike.",
    }),
    count: t.int({ defaultValue: 1, description: "How many of them serve the model together (tensor parallelism)." }),
    precision: t.field({ type: Precision, description: "Of the weights; that of the published ones if not given." }),
    batch: t.int({ defaultValue: 1, description: "How many answers are written at once." }),
    dollarsPerHour: t.float({ description: "What one accelerator costs an hour in US dollars; needed for `cost`." }),
  }),
});

const Bound = builder.enumType("Bound", {
  description: "What limits how fast tokens are written.",
  values: {
    COMPUTE: { description: "The accelerator's peak FLOP/s." },
    MEMORY_BANDWIDTH: { description: "Reading weights and KV cache from its memory." },
  } as const,
});

const MemoryBreakdown = builder.objectRef<DeploymentEstimate["memory"]>("MemoryBreakdown").implement({
  description: "What takes the memory of all accelerators together, in bytes.",
  fields: (t) => ({
    weights: t.exposeFloat("weights", { description: "The weights, in bytes." }),
    kvCachePerSequence: t.exposeFloat("kvCachePerSequence", {
      description: "The KV cache, and the states of recurrent layers, of one answer at the context asked, in bytes.",
    }),
    kvCache: t.exposeFloat("kvCache", { description: "The same of the whole batch, in bytes." }),
    total: t.exposeFloat("total", { description: "Weights, cache and overhead together, in bytes." }),
    available: t.exposeFloat("available", { description: "What the accelerators leave to a server, in bytes." }),
  }),
});

const Deployment = builder.objectRef<DeploymentEstimate>("Deployment").implement({
  description:
    "What serving a model takes, estimated from its architecture and the accelerator's data sheet (roofline).",
  fields: (t) => ({
    fits: t.exposeBoolean("fits", { description: "Whether weights and the KV cache of the batch fit into memory." }),
    memory: t.expose("memory", { type: MemoryBreakdown, description: "What takes the memory." }),
    maxBatch: t.exposeInt("maxBatch", {
      nullable: true,
      description: "The largest batch that fits; 0 where the weights alone do not.",
    }),
    prefillTokensPerSecond: t.exposeFloat("prefillTokensPerSecond", {
      nullable: true,
      description: "Prompt tokens read a second, all answers together; null where it does not fit.",
    }),
    decodeTokensPerSecond: t.exposeFloat("decodeTokensPerSecond", {
      nullable: true,
      description: "Tokens written a second, all answers together; null where it does not fit.",
    }),
    bound: t.expose("bound", {
      type: Bound,
      nullable: true,
      description: "What limits writing tokens; null where it does not fit.",
    }),
  }),
});

const LONGEST_CONTEXT = 100_000_000;

builder.objectField(Model, "deployment", (t) =>
  t.field({
    type: Deployment,
    nullable: true,
    description: "What serving it takes; null where its architecture is not known.",
    args: {
      on: t.arg({ type: DeploymentInput, required: true, description: "Where." }),
      contextTokens: t.arg.int({
        defaultValue: 4096,
        description: "Tokens of prompt and answer together that each answer of the batch comes to.",
      }),
    },
    resolve: (model, { on, contextTokens }, { store }) => {
      if (!(contextTokens! >= 1 && contextTokens! <= LONGEST_CONTEXT)) {
        const message = `contextTokens: ${contextTokens} is not between 1 and ${LONGEST_CONTEXT}.`;
        throw new RequestError("BAD_VALUE", message, "contextTokens");
      }
      return readModelDeployment(store, model.id, requireDeployment(on), contextTokens!);
    },
  }),
);
