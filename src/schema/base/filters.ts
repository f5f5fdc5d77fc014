import { builder } from "./builder.ts";

export const Architecture = builder.enumType("Architecture", {
  description: "What a model is built of.",
  values: {
    DENSE: { description: "Attention layers, every weight used for every token." },
    MOE: { description: "Attention layers, some feed-forward weights (experts) used for each token." },
    HYBRID: { description: "State-space or linear-attention layers among attention layers." },
    HYBRID_MOE: { description: "The same with experts." },
  } as const,
});

export const Provenance = builder.enumType("Provenance", {
  description: "How a run came into this store.",
  values: {
    MEASURED: { description: "Measured by this system." },
    IMPORTED: { description: "Carried over from a published source." },
    FEDERATED: { description: "Received from another lab's store." },
  } as const,
});

export const RunStatus = builder.enumType("RunStatus", {
  description: "How far a run has come. Only runs that succeeded count in frontiers.",
  values: {
    QUEUED: { description: "Waiting for a worker." },
    RUNNING: { description: "A worker is at it." },
    SUCCEEDED: { description: "Finished, its measures are final." },
    FAILED: { description: "Ended by an error." },
    CANCELED: { description: "Ended on request." },
  } as const,
});

const FloatRange = builder.inputType("FloatRange", {
  description: "A range of numbers, both ends included; a missing end leaves it open.",
  fields: (t) => ({
    min: t.float({ description: "The lower end." }),
    max: t.float({ description: "The upper end." }),
  }),
});

const DateRange = builder.inputType("DateRange", {
  description: "A range of days, both ends included; a missing end leaves it open.",
  fields: (t) => ({
    from: t.field({ type: "Date", description: "The first day." }),
    to: t.field({ type: "Date", description: "The last day." }),
  }),
});

const DateTimeRange = builder.inputType("DateTimeRange", {
  description: "A range of instants, both ends included; a missing end leaves it open.",
  fields: (t) => ({
    from: t.field({ type: "DateTime", description: "The first instant." }),
    to: t.field({ type: "DateTime", description: "The last instant." }),
  }),
});

export const ModelFilter = builder.inputType("ModelFilter", {
  description: "Which models. Lists are alternatives; fields hold together. What a model does not state is no match.",
  fields: (t) => ({
    family: t.stringList({ description: "Families, e.g. `Qwen3`." }),
    developer: t.stringList({ description: "Developers, e.g. `Qwen`." }),
    architecture: t.field({ type: [Architecture], description: "Kinds of architecture." }),
    openWeights: t.boolean({ description: "Whether the weights can be downloaded." }),
    totalParameters: t.field({ type: FloatRange, description: "All weights, as a number of parameters." }),
    activeParameters: t.field({
      type: FloatRange,
      description: "Weights used for a token, as a number of parameters.",
    }),
    releasedOn: t.field({ type: DateRange, description: "The day of release." }),
  }),
});

export const RunFilter = builder.inputType("RunFilter", {
  description: "Which runs, also by their models. Lists are alternatives; fields hold together.",
  fields: (t) => ({
    benchmark: t.stringList({ description: "Slugs of benchmarks, e.g. `gpqa-diamond`." }),
    model: t.stringList({ description: "Slugs of models, e.g. `Qwen/Qwen3-30B-A3B`." }),
    family: t.stringList({ description: "Families of models, e.g. `Qwen3`." }),
    developer: t.stringList({ description: "Developers of models, e.g. `Qwen`." }),
    architecture: t.field({ type: [Architecture], description: "Kinds of architecture." }),
    mode: t.stringList({ description: "Modes, e.g. `default`, `on`, `off`, `high`." }),
    lab: t.stringList({ description: "Slugs of the labs that ran or published them, e.g. `epoch`." }),
    runner: t.stringList({ description: "Engines that served the model, e.g. `vllm`." }),
    hardware: t.stringList({ description: "Slugs of accelerators, e.g. `h100`." }),
    provenance: t.field({ type: [Provenance], description: "How the runs came into this store." }),
    openWeights: t.boolean({ description: "Whether the model's weights can be downloaded." }),
    totalParameters: t.field({ type: FloatRange, description: "All weights, as a number of parameters." }),
    activeParameters: t.field({
      type: FloatRange,
      description: "Weights used for a token, as a number of parameters.",
    }),
    releasedOn: t.field({ type: DateRange, description: "The model's day of release." }),
    finishedAt: t.field({ type: DateTimeRange, description: "When the run ended." }),
  }),
});

export const OrderDirection = builder.enumType("OrderDirection", {
  description: "Which end of an order comes first. What has no value comes last either way.",
  values: {
    ASC: { description: "The lowest or earliest first." },
    DESC: { description: "The highest or latest first." },
  } as const,
});
