// Written by `npm run client` from schema.graphql.
import type { Field } from "./selection.ts";
/** What became of an answer. */
export type AnswerFate = "ERROR" | "RIGHT" | "TRUNCATED" | "UNDECIDED" | "WRONG";
/** The kind of architecture of a model. */
export type Architecture = "DENSE" | "HYBRID" | "HYBRID_MOE" | "MOE";
/** What a lab says of its own run when it signs it. */
export type Assurance = "REPRODUCED" | "SELF_ATTESTED" | "THIRD_PARTY";
/** What takes most of the time of decoding. */
export type Bound = "COMPUTE" | "INTERCONNECT" | "MEMORY_BANDWIDTH" | "OVERHEAD";
/** The things that compete for a frontier. */
export type CandidateGrain = "MODEL" | "OPERATING_POINT" | "RUN";
/** What a plan of serving is the cheapest by. */
export type CheapestBy = "DOLLARS" | "JOULES" | "TOKENS";
/** One side of a paired comparison: a model, in a mode, at a setting of its test-time compute. */
export interface ComparedInput {
  /** The mode. Without one it is the only mode with results on the benchmark, else `default`. */
  mode?: string | null;
  /** The slug of the model, e.g. `Qwen/Qwen3-30B-A3B`. */
  model: string;
  /** The number of output tokens at which each answer is cut off, which makes it wrong. */
  tokenCap?: number | null;
  /** The number of answers to a problem that vote, 2 or more. */
  votes?: number | null;
}
/** The property that candidates are grouped by. */
export type ComparisonKey = "ARCHITECTURE" | "DEVELOPER" | "EFFORT" | "ENGINE" | "FAMILY" | "HARDWARE" | "LAB" | "MODE" | "MODEL" | "PRECISION" | "PROVIDER" | "RUNNER" | "WEIGHTS";
/** Limits on a metric that a candidate must meet, both included. A candidate without a value of the metric does not meet them. */
export interface ConstraintInput {
  /** The highest allowed value, in the metric's unit. */
  max?: number | null;
  /** The name of the metric, which need not be an objective. */
  metric: string;
  /** The lowest allowed value, in the metric's unit. */
  min?: number | null;
}
/** A range of days, both ends included; a missing end leaves it open. */
export interface DateRange {
  /** The first day. */
  from?: string | null;
  /** The last day. */
  to?: string | null;
}
/** A range of instants, both ends included; a missing end leaves it open. */
export interface DateTimeRange {
  /** The first instant. */
  from?: string | null;
  /** The last instant. */
  to?: string | null;
}
/** The hardware and the settings that a model would be served with. */
export interface DeploymentInput {
  /** Groups of tensor-parallel accelerators that each attend for their own part of the batch and share all else (data-parallel attention, as of DeepSeek). */
  attentionParallel?: number | null;
  /** The number of answers that each replica generates at the same time: 1 if not given, and in `servingPlans` the best one. `BEST` is the one with the most tokens a second, within `ttftP95` and `itlP95`. */
  batch?: number | "BEST" | null;
  /** Without `precision`: true to choose it for each model among those in which it and its quantized checkpoints of the catalogue are published. */
  choosePrecision?: boolean | null;
  /** The number of accelerators of all replicas together: 1, or as many as the stated parallelism needs. */
  count?: number | null;
  /** The price of one accelerator in US dollars per hour, which the metric `cost` needs. By default it is that of the operator's table of prices, if it has the accelerator. */
  dollarsPerHour?: number | null;
  /** The engine that serves. */
  engine?: ServingEngine | null;
  /** The engine's version, as `0.19.0`; one that was not measured lies between the measured ones before and after it. By default it is in the middle of those that were measured. */
  engineVersion?: string | null;
  /** Groups of accelerators that each hold whole experts of a mixture. */
  expertParallel?: number | null;
  /** The slug of an accelerator, e.g. `H100-SXM` or `L40S`, or the name that its driver reports, in upper or lower case. */
  hardware: string;
  /** The longest time between two tokens in seconds, at the 95th percentile, that is allowed. */
  itlP95?: number | null;
  /** The bits of a cached key or value: 16 or 8. */
  kvCacheBits?: number | null;
  /** Stages of layers that follow each other; 1 if not given. */
  pipelineParallel?: number | null;
  /** The number format of the weights. By default it is the format in which they were published. */
  precision?: Precision | null;
  /** Copies of the model side by side, each with a batch of its own (data parallelism). What is left out of replicas and parallelism is chosen for each model: the split that writes most tokens a second. */
  replicas?: number | null;
  /** Accelerators that cut each layer among them. */
  tensorParallel?: number | null;
  /** The longest time to the first token in seconds, at the 95th percentile, that is allowed. */
  ttftP95?: number | null;
}
/** The direction in which a metric improves. */
export type Direction = "MAXIMIZE" | "MINIMIZE";
/** What became of a record that was not taken. */
export type FeedRecordStatus = "QUARANTINED" | "REFUSED" | "WAITING";
/** A range of numbers, both ends included; a missing end leaves it open. */
export interface FloatRange {
  /** The upper end. */
  max?: number | null;
  /** The lower end. */
  min?: number | null;
}
/** A side of a comparison of one group with all others. */
export type GapSide = "GROUP" | "OTHERS";
/** The accelerators that serve a model, where the system cannot see them for itself. */
export interface HardwareInput {
  /** The number of accelerators that serve the model together. */
  count: number;
  /** The name of the accelerator, for example `H100-SXM`. */
  name: string;
}
/** What became of a submitted run of a model or a benchmark that the store lacked. */
export type HeldStatus = "ACCEPTED" | "HELD" | "REFUSED";
/** The price of a judge's tokens. */
export interface JudgePriceInput {
  /** US dollars for a million tokens of the reply. */
  output: number;
  /** US dollars for a million tokens of the prompt. */
  prompt: number;
}
/** The reason why a model or some of its runs play no part in a frontier. */
export type LeftOutReason = "DOES_NOT_FIT" | "NOT_BETTER_THAN_CHANCE" | "NO_ARCHITECTURE" | "NO_PLACE_ON_AXIS" | "NO_RESULT" | "NO_SAMPLES" | "NO_VALUE" | "OTHER_EXPERIMENT" | "TOO_SLOW";
/** What a service must carry. Requests come at random (Poisson), evenly over the replicas. */
export interface LoadInput {
  /** The longest time between two tokens in seconds, at the 95th percentile. */
  itlP95?: number | null;
  /** The mean tokens of a prompt, from 1 to 10,000,000. By default those of the benchmark. */
  promptTokens?: number | null;
  /** Requests a second, from 0.000001 to 1,000,000. */
  requestsPerSecond: number;
  /** The longest time to the first token in seconds, at the 95th percentile, the wait for a place included. */
  ttftP95?: number | null;
}
/** A metric and a range of its values, both ends included. At least one end is given. */
export interface MeasureRange {
  /** The upper end, in the metric's unit. */
  max?: number | null;
  /** The name of the metric, e.g. `energy`. */
  metric: string;
  /** The lower end, in the metric's unit. */
  min?: number | null;
}
/** Models to leave out: those that match every field. A model without a value of a field does not match it, and stays. */
export interface ModelExclusion {
  /** The weights that the model uses for a token, as a number of parameters. */
  activeParameters?: FloatRange | null;
  /** Kinds of architecture. */
  architecture?: readonly Architecture[] | null;
  /** The longest context that the model takes, in tokens. */
  contextLength?: FloatRange | null;
  /** Developers of models, e.g. `Alibaba`. */
  developer?: readonly string[] | null;
  /** Families of models, e.g. `Qwen3`. */
  family?: readonly string[] | null;
  /** Licences of the model's weights, as SPDX expressions, e.g. `Apache-2.0`. Those without an SPDX identifier are written as `LicenseRef-Gemma`. */
  license?: readonly string[] | null;
  /** True for models whose weights can be downloaded, false for the others. */
  openWeights?: boolean | null;
  /** The day on which the model was released. */
  releasedOn?: DateRange | null;
  /** All weights of the model, as a number of parameters. */
  totalParameters?: FloatRange | null;
}
/** A filter of models. A model matches if it matches every field, and it matches a list if it has one of the values. A model without a value of a field does not match. */
export interface ModelFilter {
  /** The weights that the model uses for a token, as a number of parameters. */
  activeParameters?: FloatRange | null;
  /** Kinds of architecture. */
  architecture?: readonly Architecture[] | null;
  /** The longest context that the model takes, in tokens. */
  contextLength?: FloatRange | null;
  /** Developers of models, e.g. `Alibaba`. */
  developer?: readonly string[] | null;
  /** Families of models, e.g. `Qwen3`. */
  family?: readonly string[] | null;
  /** Licences of the model's weights, as SPDX expressions, e.g. `Apache-2.0`. Those without an SPDX identifier are written as `LicenseRef-Gemma`. */
  license?: readonly string[] | null;
  /** Leave out the models that match this. */
  not?: ModelExclusion | null;
  /** True for models whose weights can be downloaded, false for the others. */
  openWeights?: boolean | null;
  /** The day on which the model was released. */
  releasedOn?: DateRange | null;
  /** All weights of the model, as a number of parameters. */
  totalParameters?: FloatRange | null;
}
/** The order of a list of models. Ties are in the order of their slugs. */
export interface ModelOrder {
  /** The end of the order that comes first. */
  direction: OrderDirection;
  /** The value to order by. */
  field: ModelOrderField;
}
/** A value that models can be ordered by. */
export type ModelOrderField = "ACTIVE_PARAMETERS" | "CONTEXT_LENGTH" | "RELEASED_ON" | "SLUG" | "TOTAL_PARAMETERS";
/** A number format in which accelerators multiply matrices. */
export type NumberFormat = "BF16" | "FP4" | "FP8" | "INT8";
/** A metric to trade. */
export interface ObjectiveInput {
  /** The direction that is wanted. By default it is the direction of the metric. */
  direction?: Direction | null;
  /** A difference that does not matter, in the metric's unit, or, if its scale is logarithmic, as a share of the value (0.05 is 5 %). The frontier is then thinned out to a few points, such that each candidate is matched by one of them within the epsilons. */
  epsilon?: number | null;
  /** The name of the metric, e.g. `flops`. */
  metric: string;
  /** The axis on which it is traded. By default it is that of the metric. A candidate at zero has no place on a logarithmic axis: it does not compete and is named in `leftOut`. It competes with LINEAR. */
  scale?: Scale | null;
}
/** The end of an order that comes first. Rows without a value come last in either direction. */
export type OrderDirection = "ASC" | "DESC";
/** The side that is better by the data. */
export type PairedVerdict = "A" | "B" | "TIED";
/** What is done with runs of peers. */
export type PeerAction = "ACCEPT" | "QUARANTINE" | "REFUSE";
/** The choice of a plugin and its options. */
export interface PluginChoiceInput {
  /** The name of an engine that the operator has declared. It brings its own options. */
  engine?: string | null;
  /** The name of the plugin, for example `vllm`. With an engine it may be left out. */
  name?: string | null;
  /** The plugin's options. Its `optionsSchema` describes them. */
  options?: unknown | null;
}
/** The kind of a plugin. */
export type PluginKind = "ARCHITECTURE" | "BENCHMARK" | "ESTIMATOR" | "EXPORTER" | "IMPORTER" | "METER" | "METRIC" | "RUNNER";
/** How far a plugin came that is left out. */
export type PluginStage = "CHECK" | "IMPORT" | "REGISTER";
/** The number format of weights as they are served. */
export type Precision = "BF16" | "FP4" | "FP8" | "INT4" | "INT8";
/** The way in which a run came into this store. */
export type Provenance = "FEDERATED" | "IMPORTED" | "MEASURED" | "MIRRORED";
/** The value of a reference point on one objective. */
export interface ReferenceInput {
  /** The name of the objective's metric. */
  metric: string;
  /** The value, in the metric's unit. It must be above 0 on a logarithmic axis. */
  value: number;
}
/** Runs to leave out: those that match every field. A run without a value of a field does not match it, and stays. */
export interface RunExclusion {
  /** The weights that the model uses for a token, as a number of parameters. */
  activeParameters?: FloatRange | null;
  /** Kinds of architecture. */
  architecture?: readonly Architecture[] | null;
  /** What the labs of the runs say of them in their feeds, as far as this store can show it. */
  assurance?: readonly Assurance[] | null;
  /** Slugs of benchmarks, e.g. `gpqa-diamond`. */
  benchmark?: readonly string[] | null;
  /** The longest context that the model takes, in tokens. */
  contextLength?: FloatRange | null;
  /** The share of the benchmark's problems that the run answered, between 0 and 1. */
  coverage?: FloatRange | null;
  /** Developers of models, e.g. `Alibaba`. */
  developer?: readonly string[] | null;
  /** True for runs that another lab disputes with a run of its own, false for the others. */
  disputed?: boolean | null;
  /** How much the model was told to reason, e.g. `high`, as `serving.effort` of a run names it. */
  effort?: readonly string[] | null;
  /** Engines that served the model, e.g. `vllm`, as `serving.engine` of a run names them. */
  engine?: readonly string[] | null;
  /** Families of models, e.g. `Qwen3`. */
  family?: readonly string[] | null;
  /** The time at which the run ended. */
  finishedAt?: DateTimeRange | null;
  /** What judged the answers, named as `grader` of a run names it, e.g. `arithmetic 1.0.0` or `lighteval`. */
  grader?: readonly string[] | null;
  /** Slugs of accelerators, e.g. `H100-SXM`. */
  hardware?: readonly string[] | null;
  /** Slugs of the labs that ran or published the runs, e.g. `epoch`. */
  lab?: readonly string[] | null;
  /** Licences of the model's weights, as SPDX expressions, e.g. `Apache-2.0`. Those without an SPDX identifier are written as `LicenseRef-Gemma`. */
  license?: readonly string[] | null;
  /** Modes, e.g. `default`, `on`, `off`, `high`. */
  mode?: readonly string[] | null;
  /** Slugs of models, e.g. `Qwen/Qwen3-30B-A3B`. */
  model?: readonly string[] | null;
  /** True for models whose weights can be downloaded, false for the others. */
  openWeights?: boolean | null;
  /** Precisions of the weights, e.g. `fp8`, as `serving.precision` of a run names them. */
  precision?: readonly string[] | null;
  /** Protocols: how the model was asked and graded, named as `protocol` of a run names them. */
  protocol?: readonly string[] | null;
  /** The ways in which the runs came into this store. */
  provenance?: readonly Provenance[] | null;
  /** Providers that served the model, e.g. `together`, as `serving.provider` of a run names them. */
  provider?: readonly string[] | null;
  /** The day on which the model was released. */
  releasedOn?: DateRange | null;
  /** True for runs that another lab signed to have reproduced with a run of its own, false for the others. */
  reproduced?: boolean | null;
  /** Engines that served the model, e.g. `vllm`. */
  runner?: readonly string[] | null;
  /** How the model was served, e.g. `vllm, fp8`, as `servedAs` of a run says it. */
  servedAs?: readonly string[] | null;
  /** All weights of the model, as a number of parameters. */
  totalParameters?: FloatRange | null;
  /** True for runs that their lab signed in a feed that this store reads, false for the others. */
  verified?: boolean | null;
}
/** A filter of runs, also by their models. A run matches if it matches every field, and it matches a list if it has one of the values. */
export interface RunFilter {
  /** The weights that the model uses for a token, as a number of parameters. */
  activeParameters?: FloatRange | null;
  /** Kinds of architecture. */
  architecture?: readonly Architecture[] | null;
  /** What the labs of the runs say of them in their feeds, as far as this store can show it. */
  assurance?: readonly Assurance[] | null;
  /** Slugs of benchmarks, e.g. `gpqa-diamond`. */
  benchmark?: readonly string[] | null;
  /** The longest context that the model takes, in tokens. */
  contextLength?: FloatRange | null;
  /** The share of the benchmark's problems that the run answered, between 0 and 1. */
  coverage?: FloatRange | null;
  /** An earlier version of the data, as `dataVersion` of an answer gave it: the runs that counted then are used, also those that were taken back since. A version that this store never had is refused, and so is one that is not kept, because something that it held was deleted or changed. */
  dataVersion?: string | null;
  /** Developers of models, e.g. `Alibaba`. */
  developer?: readonly string[] | null;
  /** True for runs that another lab disputes with a run of its own, false for the others. */
  disputed?: boolean | null;
  /** How much the model was told to reason, e.g. `high`, as `serving.effort` of a run names it. */
  effort?: readonly string[] | null;
  /** Engines that served the model, e.g. `vllm`, as `serving.engine` of a run names them. */
  engine?: readonly string[] | null;
  /** Families of models, e.g. `Qwen3`. */
  family?: readonly string[] | null;
  /** The time at which the run ended. */
  finishedAt?: DateTimeRange | null;
  /** What judged the answers, named as `grader` of a run names it, e.g. `arithmetic 1.0.0` or `lighteval`. */
  grader?: readonly string[] | null;
  /** Slugs of accelerators, e.g. `H100-SXM`. */
  hardware?: readonly string[] | null;
  /** Slugs of the labs that ran or published the runs, e.g. `epoch`. */
  lab?: readonly string[] | null;
  /** Licences of the model's weights, as SPDX expressions, e.g. `Apache-2.0`. Those without an SPDX identifier are written as `LicenseRef-Gemma`. */
  license?: readonly string[] | null;
  /** Ranges of metrics, also of those that plugins add: the runs whose values lie in all of them. A run without a value does not match. */
  measures?: readonly MeasureRange[] | null;
  /** Modes, e.g. `default`, `on`, `off`, `high`. */
  mode?: readonly string[] | null;
  /** Slugs of models, e.g. `Qwen/Qwen3-30B-A3B`. */
  model?: readonly string[] | null;
  /** Leave out the runs that match this. */
  not?: RunExclusion | null;
  /** True for models whose weights can be downloaded, false for the others. */
  openWeights?: boolean | null;
  /** Precisions of the weights, e.g. `fp8`, as `serving.precision` of a run names them. */
  precision?: readonly string[] | null;
  /** Protocols: how the model was asked and graded, named as `protocol` of a run names them. */
  protocol?: readonly string[] | null;
  /** The ways in which the runs came into this store. */
  provenance?: readonly Provenance[] | null;
  /** Providers that served the model, e.g. `together`, as `serving.provider` of a run names them. */
  provider?: readonly string[] | null;
  /** The day on which the model was released. */
  releasedOn?: DateRange | null;
  /** True for runs that another lab signed to have reproduced with a run of its own, false for the others. */
  reproduced?: boolean | null;
  /** Engines that served the model, e.g. `vllm`. */
  runner?: readonly string[] | null;
  /** How the model was served, e.g. `vllm, fp8`, as `servedAs` of a run says it. */
  servedAs?: readonly string[] | null;
  /** All weights of the model, as a number of parameters. */
  totalParameters?: FloatRange | null;
  /** True for runs that their lab signed in a feed that this store reads, false for the others. */
  verified?: boolean | null;
}
/** The order of a list of runs. Ties are in the order in which they came into the store. */
export interface RunOrder {
  /** The end of the order that comes first. */
  direction: OrderDirection;
  /** The value to order by, if it is no metric that is named. */
  field?: RunOrderField | null;
  /** The name of the metric to order by, also of one that a plugin adds. Give either this or `field`. */
  metric?: string | null;
}
/** A value that runs can be ordered by: the time at which they ended, or a built-in metric. */
export type RunOrderField = "ACCURACY" | "COST" | "COVERAGE" | "ENERGY" | "FINISHED_AT" | "FLOPS" | "GPU_MEMORY" | "GPU_TIME" | "LATENCY" | "OUTPUT_TOKENS" | "PROMPT_TOKENS" | "THROUGHPUT" | "TTFT";
/** The stage that a run has reached. Only runs that succeeded count in frontiers. */
export type RunStatus = "CANCELED" | "FAILED" | "QUEUED" | "RETRACTED" | "RUNNING" | "SUCCEEDED";
/** The position of the saturation point relative to the budgets in the data. */
export type SaturationPosition = "BELOW" | "BEYOND" | "WITHIN";
/** The kind of axis on which the values of a metric spread evenly. */
export type Scale = "LINEAR" | "LOG";
/** The rights of a token. Each scope includes those before it. */
export type Scope = "measure" | "operate" | "read" | "submit";
/** The engine that serves, each with the efficiency that was measured of it. */
export type ServingEngine = "SGLANG" | "TENSORRT_LLM" | "VLLM";
/** Why there is no plan. */
export type ServingRefusalCode = "ARCHITECTURE_UNKNOWN" | "CASCADE" | "DOES_NOT_FIT" | "ESTIMATOR_FAILED" | "LATENCY_NOT_MET" | "LENGTHS_UNKNOWN" | "LOAD_TOO_LARGE" | "NO_ESTIMATE";
/** Who signs by Sigstore, as the certificate says it. */
export interface SignerInput {
  /** The issuer of its token, such as `https://token.actions.githubusercontent.com`. */
  issuer: string;
  /** Who it is, of a CI job the address of its workflow with the branch or the tag. */
  subject: string;
}
/** A request for runs: one run for each benchmark and each way of thinking. */
export interface StartRunInput {
  /** Whether the engine may serve a model of another name than the one that is measured. Both names are recorded. */
  allowNameMismatch?: boolean | null;
  /** The options of the benchmarks. */
  benchmarkOptions?: unknown | null;
  /** The slugs of benchmarks for which there is a plugin, for example gsm8k. Each gets runs of its own. */
  benchmarks: readonly string[];
  /** Arguments of the model's chat template. */
  chatTemplateKwargs?: unknown | null;
  /** A file with the problems on the worker's machine, which is read instead of their public source. Only an operator may name one. */
  dataFile?: string | null;
  /** The name of an engine that the operator has declared in paretograph.config.ts, with its runner and its options. */
  engine?: string | null;
  /** The logit of a token is lowered by this for each time that the token came before. If it is left out, there is none unless the engine states one. */
  frequencyPenalty?: number | null;
  /** The accelerators that serve the model, where they cannot be seen from the worker. */
  hardware?: HardwareInput | null;
  /** A runner whose model judges the answers that cannot be decided by parsing, and a few others to measure its errors. */
  judge?: PluginChoiceInput | null;
  /** The price of the judge's tokens, which is recorded with its verdicts and is no part of the run's cost. */
  judgePrice?: JudgePriceInput | null;
  /** The slug of the lab that measures. The default is local. */
  lab?: string | null;
  /** Settings of the sampling that are not sent, for servers that refuse them, for example seed,frequencyPenalty. */
  leaveOut?: readonly string[] | null;
  /** The number of problems to ask, drawn at random, and from each subject or level its share. By default all are asked. */
  limit?: number | null;
  /** Whether the number of requests in flight is `fixed` or adapts to what the engine serves best (`auto`). If it is left out, it is fixed where GPUs are metered, since the load is part of what is measured. */
  load?: string | null;
  /** The share of answers that may fail, between 0 and 1: a run of which more fail is no result and ends. One failure among several answers is always allowed, unless the share is 0. The default is 0.05. */
  maxErrors?: number | null;
  /** An answer has at most this many tokens, its reasoning included. If it is left out, only the model's context limits the answer. */
  maxTokens?: number | null;
  /** How the GPUs of an engine that was not launched here are metered, which only an operator may say: `{}` reads NVML or else nvidia-smi on the worker's machine, `{dcgmExporter: URL}` a DCGM exporter, and `{plugin: {name: "amd-smi"}}` a meter that is installed. */
  meter?: unknown | null;
  /** The slug of a model that the store holds, for example Qwen/Qwen3-8B. */
  model: string;
  /** The files of the model that the engine serves, each with its name and its SHA-256 (OpenSSF Model Signing). The run keeps them, and runs of one model that name other files can be told apart. */
  modelFiles?: readonly unknown[] | null;
  /** At most this many requests are in flight at once. Where `load` is fixed, exactly so many. The default is 256. */
  mostConcurrent?: number | null;
  /** Settings of the sampling by name, instead of those of the model's makers. `paper` has those of arXiv 2512.24776: a temperature of 0.6 where the model is told to think and 0 elsewhere, and a frequency penalty of 0.05. */
  preset?: string | null;
  /** The number of answers to each problem. By default as many as the benchmark usually has (`usualRepeats` of its plugin): 16 for aime25 and hmmt-feb25, 4 for gpqa-diamond, 1 for the other built-in ones. */
  repeats?: number | null;
  /** The logit of a token that came before, in the prompt or the answer, is divided by this where it is positive and multiplied elsewhere. At 1 there is none. If it is left out, the default of the model's makers holds. */
  repetitionPenalty?: number | null;
  /** The name of the runner plugin: vllm, sglang, tgi, openai, or another that is installed. With an engine it may be left out. */
  runner?: string | null;
  /** The options of the runner: the endpoint of a running engine, or how to launch one, which only an operator may say. */
  runnerOptions?: unknown | null;
  /** The seed with which the problems of a limit are drawn. If it is left out, it is 0. */
  sampleSeed?: number | null;
  /** A second judge beside the first. Answers on which the two differ stay undecided. */
  secondJudge?: PluginChoiceInput | null;
  /** The seed of the sampling. Repeat k of a problem is sampled with the seed plus k. The default is 0. */
  seed?: number | null;
  /** An answer ends before any of these texts. A command takes one text, or a list of them as JSON. If it is left out, there are none. */
  stop?: readonly string[] | null;
  /** A system message before the prompt of each problem. */
  systemPrompt?: string | null;
  /** The temperature of the sampling. At 0 the likeliest token is always taken. If it is left out, it is that of the model's makers where the engine or the store has it, else 0.6 where the model thinks and 0 elsewhere. */
  temperature?: number | null;
  /** How much the model may think: default, off, on, full, or a number of tokens, for example off,64,256,full. Each gets a run of its own. If it is left out, the model thinks as it does by default. */
  thinking?: readonly string[] | null;
  /** The seconds that one answer may take. The default is 1800. */
  timeout?: number | null;
  /** Top-k sampling keeps this many of the likeliest tokens. If it is left out, the default of the model's makers holds. */
  topK?: number | null;
  /** Nucleus sampling keeps the likeliest tokens that together have this share of the probability. If it is left out, the default of the model's makers holds. */
  topP?: number | null;
  /** The seconds for which the run waits for an engine that is not there: nothing answers, it is still loading, or its server lists no model yet. Other runs go on meanwhile. By default as long as the worker says (`WAIT_ENGINE`), else ten minutes. Where it is given, a model that the server does not list is waited for too. */
  waitEngine?: number | null;
}
/** What became of a submitted run. */
export type SubmissionStatus = "FORGOTTEN" | "HELD" | "KNOWN" | "REFUSED" | "STORED";
/** What the time between two tokens of an answer rests on. */
export type TimeBasis = "ESTIMATED" | "MEASURED";
/** What a lab signs of another lab's run. */
export type Verdict = "DISPUTED" | "REPRODUCED";
/** What candidates differ in, or lack, so that they should not be compared without a thought. */
export type WarningCode = "LOADING" | "MIXED_GRADERS" | "MIXED_LABS" | "MIXED_PROTOCOLS" | "MIXED_TOKEN_COUNTERS" | "NOT_ABOVE_CHANCE" | "OTHER_PRECISION" | "PARTIAL";
/** How long the answers of a model are, as a plan counts with them. */
export interface AnswerLengths {
  __typename: Field<string, "!">;
  /** The number of the model's own measured answers that they come from. Null where only their mean is known. */
  answerCount: Field<number, "">;
  /** The longest measured one, in tokens. Null where only their mean is known. */
  longest: Field<number, "">;
  /** Their mean, in tokens. */
  mean: Field<number, "!">;
  /** Where they are from, in words. */
  origin: Field<string, "!">;
  /** Their coefficient of variation: the standard deviation divided by the mean. */
  variation: Field<number, "!">;
}
/** A set of problems with one way to grade answers. A part of another's problems is a benchmark by itself. */
export interface Benchmark {
  __typename: Field<string, "!">;
  /** The benchmark of which this is a variant. It is the slug where there are no variants. */
  benchmark: Field<string, "!">;
  /** The accuracy of guessing, between 0 and 1: as stated for the benchmark, else one of its options, else 0. */
  chanceLevel: Field<number, "!">;
  /** The subject of its problems. */
  domain: Field<string, "">;
  /** The Pareto frontier of this benchmark. The field `benchmark` of `where` has no effect here. */
  frontier: Field<Frontier, "", {
    /** Use only models that were released by this day. */
    asOf?: string | null;
    /** True to leave out candidates that are not better than chance (`FrontierPoint.betterThanChance`): they do not compete. */
    betterThanChance?: boolean | null;
    /** Limits that every candidate must meet. Candidates that do not meet them do not compete. */
    constraints?: readonly ConstraintInput[] | null;
    /** An earlier version of the data to answer from. It stands for `where.dataVersion`. */
    dataVersion?: string | null;
    /** The kind of the candidates. */
    grain?: CandidateGrain | null;
    /** A confidence between 0 and 1. The points are then all candidates whose `membership` is at least this, also those that are dominated at their values. The field `undecided` holds the points of the frontier that have no membership. */
    minMembership?: number | null;
    /** The objectives to trade. Without any, accuracy is traded against compute (`flops`). */
    objectives?: readonly ObjectiveInput[] | null;
    /** The deployment that the models would be served on. Latency, TTFT, throughput, GPU time and memory, energy and cost are then those of the deployment. Models that do not fit are left out. */
    on?: DeploymentInput | null;
    /** The runs to use. It must name at least one benchmark. */
    where?: RunFilter | null;
  }>;
  /** The global id. */
  id: Field<string, "!">;
  /** The language of the problems. Null if the benchmark has but one. */
  language: Field<string, "">;
  /** The licence of its problems, where the lab that brought it states it. */
  license: Field<string, "">;
  /** The display name. */
  name: Field<string, "!">;
  /** The benchmark plugin that can run it here. Null if all results come from elsewhere. */
  plugin: Field<string, "">;
  /** The number of its problems. */
  problemCount: Field<number, "">;
  /** Its problems that have graded answers, the hardest first (`Problem.meanScore`). Empty if its sources give only totals. */
  problems: Field<ProblemConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
  }>;
  /** The version of the problems. Results of different versions are never pooled. */
  problemsVersion: Field<string, "!">;
  /** The runs that belong to it. */
  runs: Field<RunConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
    /** The order of the runs. By default the latest finished run comes first. */
    orderBy?: RunOrder | null;
    /** Return only runs that match. */
    where?: RunFilter | null;
  }>;
  /** The budget beyond which more compute stops paying on it, with all models in all modes pooled. Null if there are too few samples to tell. */
  saturation: Field<Saturation, "", {
    /** The accuracy that ten times the budget has to add to be worth it. */
    gain?: number | null;
    /** The metric of the budget: `output_tokens` or `flops`. */
    metric?: string | null;
    /** The runs to use. Its field `benchmark` has no effect here. */
    where?: RunFilter | null;
  }>;
  /** The name in queries, e.g. `gpqa-diamond`. */
  slug: Field<string, "!">;
  /** The part of its problems. Null for all. */
  subset: Field<string, "">;
  /** The benchmark that its problems are a part of. Results of the two are never pooled. */
  subsetOf: Field<Benchmark, "">;
  /** The movement of the frontier of this benchmark over the release dates of the models. The field `benchmark` of `where` has no effect here. */
  trajectory: Field<Trajectory, "", {
    /** Limits that every candidate must meet. */
    constraints?: readonly ConstraintInput[] | null;
    /** The first day to return. The frontier of that day includes all models released before it. */
    from?: string | null;
    /** The objectives to trade. Without any, accuracy is traded against compute (`flops`). */
    objectives?: readonly ObjectiveInput[] | null;
    /** The last day. */
    to?: string | null;
    /** The runs to use. It must name at least one benchmark. */
    where?: RunFilter | null;
  }>;
  /** The address of a description of its problems. */
  url: Field<string, "">;
  /** The version of its problems and grading. */
  version: Field<string, "!">;
}
/** A page of benchmarks. */
export interface BenchmarkConnection {
  __typename: Field<string, "!">;
  /** The rows of the page, each with its cursor. */
  edges: Field<BenchmarkEdge, "[!]!">;
  /** The rows of the page, without their cursors. */
  nodes: Field<Benchmark, "[!]!">;
  /** The position of the page in its list. */
  pageInfo: Field<PageInfo, "!">;
  /** The number of rows of the whole list that match, on all its pages. It is counted only when it is asked for. */
  totalCount: Field<number, "!">;
}
/** A row of a page. */
export interface BenchmarkEdge {
  __typename: Field<string, "!">;
  /** The position of this row in the list, to be given as `after` or `before`. */
  cursor: Field<string, "!">;
  /** The row. */
  node: Field<Benchmark, "!">;
}
/** The result of canceling a run. */
export interface CancelRunResult {
  __typename: Field<string, "!">;
  /** True if the run was canceled. It is false if the run had ended before. */
  canceled: Field<boolean, "!">;
  /** The run; null where the store does not hold it. */
  run: Field<Run, "">;
}
/** The second model of a cascade. */
export interface CascadeFallback {
  __typename: Field<string, "!">;
  /** The mode that it answers in. */
  mode: Field<string, "!">;
  /** The model. */
  model: Field<Model, "!">;
}
/** The point and the deployment that carry a load for the least. */
export interface CheapestServing {
  __typename: Field<string, "!">;
  /** How much it takes: tokens, joules or US dollars. */
  amount: Field<number, "!">;
  /** What it is the cheapest by. */
  by: Field<CheapestBy, "!">;
  /** The point. */
  point: Field<FrontierPoint, "!">;
  /** Its plan. */
  serving: Field<ServingOutcome, "!">;
}
/** A mean over problems with its standard error. */
export interface ClusteredMean {
  __typename: Field<string, "!">;
  /** The number of answers that it is computed from. */
  count: Field<number, "!">;
  /** The mean over problems, between 0 and 1. */
  mean: Field<number, "!">;
  /** Its standard error over problems. Null for a single problem. */
  standardError: Field<number, "">;
}
/** A coefficient of a regression with its 95 % interval. */
export interface Coefficient {
  __typename: Field<string, "!">;
  /** The upper end of the interval. */
  high: Field<number, "!">;
  /** The lower end of the interval. */
  low: Field<number, "!">;
  /** The estimate. */
  value: Field<number, "!">;
}
/** One side of a paired comparison. */
export interface ComparedSide {
  __typename: Field<string, "!">;
  /** The number of its graded answers to the problems that both sides answered. */
  answerCount: Field<number, "!">;
  /** The mode. */
  mode: Field<string, "!">;
  /** The model. */
  model: Field<Model, "!">;
  /** The number of problems that only this side answered. They are left out. */
  onlyHere: Field<number, "!">;
  /** The number of output tokens at which answers are cut off. Null without a cap. */
  tokenCap: Field<number, "">;
  /** The number of answers that vote. Null without a vote. */
  votes: Field<number, "">;
}
/** A comparison of groups of candidates. */
export interface Comparison {
  __typename: Field<string, "!">;
  /** The number of candidates that are in a group. */
  candidateCount: Field<number, "!">;
  /** The version of the data that it was computed from. */
  dataVersion: Field<string, "!">;
  /** The number of candidates that vary in the intervals, by their samples or by errors that are stated of them. The intervals keep the other candidates at their values. */
  drawnCount: Field<number, "!">;
  /** The groups in the order of their keys. */
  groups: Field<ComparisonGroup, "[!]!">;
  /** The number of all pairs. */
  pairCount: Field<number, "!">;
  /** The same model in the same mode on the same benchmark in two groups, compared on the problems that both answered. For the keys that are properties of runs, such as PROVIDER, PRECISION, ENGINE and EFFORT; empty for the others. At most 50 pairs; `pairCount` counts all. */
  pairs: Field<ComparisonPair, "[!]!">;
  /** The number of candidates in a group whose answers are stored one by one. */
  sampledCount: Field<number, "!">;
  /** The parts of the joint frontier of two objectives in order of the first minimised objective, each with the group that holds it. */
  segments: Field<FrontierSegment, "[!]!">;
  /** The old name of `segments`. */
  stretches: Field<FrontierStretch, "[!]!">;
  /** The number of candidates that have no value of the key. */
  ungrouped: Field<number, "!">;
  /** The candidates that are in no group, with the reason: 100 at most, in the order of their models. `ungrouped` counts all. */
  ungroupedCandidates: Field<UngroupedCandidate, "[!]!">;
}
/** One group of candidates compared with all other candidates. */
export interface ComparisonGroup {
  __typename: Field<string, "!">;
  /** The difference between the first maximised objective of this group and that of all other groups together at equal cost, averaged over log10 of the first minimised objective. It is negative if the group reaches less, and null if the two share no range of costs. */
  accuracyGapAtEqualCompute: Field<Measure, "">;
  /** The number of its candidates. */
  candidateCount: Field<number, "!">;
  /** The share of the points of the joint frontier that belong to it, between 0 and 1. */
  frontierShare: Field<number, "">;
  /** The 95 % interval of the share. Null without samples. */
  frontierShareInterval: Field<Range, "">;
  /** The range of costs behind `accuracyGapAtEqualCompute`. Null where there is no gap. */
  gapRange: Field<GapRange, "">;
  /** The normalised hypervolume of its own frontier within the bounds of all candidates, between 0 and 1. */
  hypervolume: Field<number, "">;
  /** The 95 % interval of the hypervolume by a bootstrap over problems. Null without samples. */
  hypervolumeInterval: Field<Range, "">;
  /** The value that its candidates have in common. */
  key: Field<string, "!">;
  /** The gap at the same cost and release date. Null with no more than four dated models, or where the group, the cost or the date follows from the others. */
  regression: Field<GroupRegression, "">;
  /** The number of its candidates whose answers are stored one by one. */
  sampledCount: Field<number, "!">;
}
/** The same model on the same benchmark in two groups of a comparison. */
export interface ComparisonPair {
  __typename: Field<string, "!">;
  /** The first group. */
  a: Field<ComparisonPairSide, "!">;
  /** The difference of the accuracies over those problems. Null where there are none. */
  accuracy: Field<PairedDifference, "">;
  /** The second group. */
  b: Field<ComparisonPairSide, "!">;
  /** The benchmark. */
  benchmark: Field<Benchmark, "!">;
  /** The differences of the costs that are known of single answers of both. */
  costs: Field<PairedDifference, "[!]!">;
  /** The exact McNemar test of the verdicts. Null where no problem is shared. */
  mcnemar: Field<McNemar, "">;
  /** The model. */
  model: Field<Model, "!">;
  /** The number of problems that both answered. */
  problemCount: Field<number, "!">;
  /** Why the two could not be compared, as a sentence. Null where they were. */
  reason: Field<string, "">;
}
/** One of the two groups that a pair compares. */
export interface ComparisonPairSide {
  __typename: Field<string, "!">;
  /** The key of the group. */
  key: Field<string, "!">;
  /** The mode of the model in it. */
  mode: Field<string, "!">;
}
/** What a lab signed of another lab's run. */
export interface Countersignature {
  __typename: Field<string, "!">;
  /** The slug of the lab that signed it. */
  lab: Field<string, "!">;
  /** What it adds in words. Null if nothing. */
  note: Field<string, "">;
  /** Its own run, by which it says so. Null if this store does not hold it. */
  run: Field<Run, "">;
  /** The time at which it says so, by its own clock. */
  statedAt: Field<string, "!">;
  /** What it says. */
  verdict: Field<Verdict, "!">;
}
/** What the comparison of another lab's run with one's own says. */
export interface Countersigned {
  __typename: Field<string, "!">;
  /** The accuracy of the other lab's run less that of the own one, on these problems. */
  difference: Field<number, "">;
  /** The upper end of its 95 % interval. */
  high: Field<number, "">;
  /** The lower end of its 95 % interval. */
  low: Field<number, "">;
  /** The number of problems that both runs graded. */
  problemCount: Field<number, "!">;
  /** Reproduced where the comparison cannot tell the two apart, else disputed. */
  verdict: Field<Verdict, "!">;
}
/** A new token. */
export interface CreateTokenResult {
  __typename: Field<string, "!">;
  /** The token as it is listed. */
  details: Field<Token, "!">;
  /** The token itself. It is shown this once and not stored. */
  token: Field<string, "!">;
}
/** The accuracy within a budget. */
export interface CurvePoint {
  __typename: Field<string, "!">;
  /** The accuracy within it, between 0 and 1. */
  accuracy: Field<number, "!">;
  /** The highest cost that an answer may have, in the metric's unit. */
  budget: Field<number, "!">;
}
/** The limits of an accelerator as its maker states them. Estimates of serving are made from them. */
export interface DataSheet {
  __typename: Field<string, "!">;
  /** The bandwidth of the memory, in bytes a second. */
  bandwidth: Field<number, "!">;
  /** The bandwidth to other accelerators, both directions together, in bytes a second. */
  interconnect: Field<number, "!">;
  /** The memory, in bytes. A GB of a data sheet is 2³⁰ bytes. */
  memory: Field<number, "!">;
  /** The peak rates, one for each number format that its matrix units have. */
  peaks: Field<PeakRate, "[!]!">;
  /** The most power that the board draws, in watts. Null if the maker does not state it. */
  power: Field<number, "">;
  /** The addresses of the data sheets that the figures are from. */
  sources: Field<string, "[!]!">;
}
/** A value on the day on which it was reached. */
export interface DatedPoint {
  __typename: Field<string, "!">;
  /** The release date of the model. */
  date: Field<string, "!">;
  /** The candidate that reached it. */
  point: Field<FrontierPoint, "!">;
  /** The value. */
  value: Field<number, "!">;
}
/** The settings of the sampler beside the mode. A setting is null if the source does not state it. */
export interface Decoding {
  __typename: Field<string, "!">;
  /** The logit of a token is lowered by this for each time that the token came before. */
  frequencyPenalty: Field<number, "">;
  /** An answer has at most this many tokens, its reasoning included. */
  maxTokens: Field<number, "">;
  /** The logit of a token that came before, in the prompt or the answer, is divided by this where it is positive and multiplied elsewhere. At 1 there is none. */
  repetitionPenalty: Field<number, "">;
  /** The seed of the sampling. Repeat k of a problem is sampled with the seed plus k. */
  seed: Field<number, "">;
  /** An answer ends before any of these texts. */
  stop: Field<string, "[!]">;
  /** The temperature of the sampling. At 0 the likeliest token is always taken. */
  temperature: Field<number, "">;
  /** The model may write at most this many reasoning tokens. */
  thinkingBudget: Field<number, "">;
  /** Top-k sampling keeps this many of the likeliest tokens. */
  topK: Field<number, "">;
  /** Nucleus sampling keeps the likeliest tokens that together have this share of the probability. */
  topP: Field<number, "">;
}
/** The resources that serving a model takes, estimated by a roofline model from its architecture and the accelerator's data sheet. */
export interface Deployment {
  __typename: Field<string, "!">;
  /** What takes most of the time of decoding. Null if the model does not fit. */
  bound: Field<Bound, "">;
  /** Output tokens per second over all answers of the batch. Null if the model does not fit. */
  decodeTokensPerSecond: Field<number, "">;
  /** True if the weights and the KV cache of the batch fit into memory. */
  fits: Field<boolean, "!">;
  /** The largest batch of a replica that fits. It is 0 if the weights alone do not fit. */
  maxBatch: Field<number, "">;
  /** The parts of the memory in use. */
  memory: Field<MemoryBreakdown, "!">;
  /** Prompt tokens per second over all answers of the batch. Null if the model does not fit. */
  prefillTokensPerSecond: Field<number, "">;
}
/** A problem on which two sides differ. */
export interface DifferingProblem {
  __typename: Field<string, "!">;
  /** The mean score of the first side, between 0 and 1. */
  a: Field<number, "!">;
  /** The mean score of the second side, between 0 and 1. */
  b: Field<number, "!">;
  /** The id of the problem within its benchmark. */
  problemId: Field<string, "!">;
}
/** A page of problems on which two sides differ. */
export interface DifferingProblemConnection {
  __typename: Field<string, "!">;
  /** The rows of the page, each with its cursor. */
  edges: Field<DifferingProblemEdge, "[!]!">;
  /** The rows of the page, without their cursors. */
  nodes: Field<DifferingProblem, "[!]!">;
  /** The position of the page in its list. */
  pageInfo: Field<PageInfo, "!">;
  /** The number of rows of the whole list that match, on all its pages. It is counted only when it is asked for. */
  totalCount: Field<number, "!">;
}
/** A row of a page. */
export interface DifferingProblemEdge {
  __typename: Field<string, "!">;
  /** The position of this row in the list, to be given as `after` or `before`. */
  cursor: Field<string, "!">;
  /** The row. */
  node: Field<DifferingProblem, "!">;
}
/** The efficiency S_eff = mean accuracy / log10(mean FLOPs of an answer) of arXiv 2512.24776 over release dates. It depends on the unit, so only figures in FLOPs can be compared. */
export interface Efficiency {
  __typename: Field<string, "!">;
  /** The S_eff of every candidate with a release date. */
  points: Field<DatedPoint, "[!]!">;
  /** The trend of S_eff over years. */
  trend: Field<Trend, "">;
}
/** A figure with its 95 % confidence interval. */
export interface Estimate {
  __typename: Field<string, "!">;
  /** The number of problems, pairs or points that it is computed from. */
  count: Field<number, "">;
  /** The upper end of the interval. Null if there are too few values for one. */
  high: Field<number, "">;
  /** The lower end of the interval. Null if there are too few values for one. */
  low: Field<number, "">;
  /** The figure. */
  value: Field<number, "!">;
}
/** What estimated the times, and how far off it was where such deployments were measured. */
export interface EstimatorUsed {
  __typename: Field<string, "!">;
  /** The mean error of its time per output token, as a share, in the narrowest measured cell of engine, accelerator and kind of model. Null where it was never measured there. */
  meanError: Field<number, "">;
  /** The number of measured configurations of that cell. */
  measuredCount: Field<number, "">;
  /** The median of the same. */
  medianError: Field<number, "">;
  /** Its name. */
  name: Field<string, "!">;
  /** Its version. */
  version: Field<string, "!">;
}
/** Runs that were pooled, because they were asked and served alike and have the same metrics. */
export interface Experiment {
  __typename: Field<string, "!">;
  /** The benchmark. */
  benchmark: Field<Benchmark, "!">;
  /** The name of how the model was asked and graded, as `Run.protocol`. Null if it is not known. */
  protocol: Field<string, "">;
  /** The number of runs. */
  runCount: Field<number, "!">;
  /** The provider or the engine, with the precision of weights and cache. Null if it is not known. */
  servedAs: Field<string, "">;
}
/** A record of a feed that was not taken. */
export interface FeedRecord {
  __typename: Field<string, "!">;
  /** The code of what was wrong. Null if nothing was. docs/errors.md lists the codes. */
  code: Field<string, "">;
  /** The SHA-256 of its file, by which it is released. */
  digest: Field<string, "!">;
  /** What it is: a `result`, a `retraction` and so on. */
  kind: Field<string, "!">;
  /** What was wrong, as a sentence. */
  message: Field<string, "">;
  /** What became of it. */
  status: Field<FeedRecordStatus, "!">;
}
/** The source of a figure. */
export interface FigureSource {
  __typename: Field<string, "!">;
  /** The field that holds the figure. */
  field: Field<string, "!">;
  /** A repository and path, a page, or a note on how the figure was computed. */
  source: Field<string, "!">;
}
/** The FLOP of a part of a model. */
export interface FlopPart {
  __typename: Field<string, "!">;
  /** Its floating-point operations for the whole answer. */
  flops: Field<number, "!">;
  /** The part, e.g. `projections`, `attention`, `routedExperts` or `head`, as docs/compute.md names them. */
  part: Field<string, "!">;
}
/** The Pareto frontier: the candidates that no other candidate dominates. One dominates another if it is at least as good on every objective and better on one. */
export interface Frontier {
  __typename: Field<string, "!">;
  /** The uncertainty of the frontier as a whole: what is reached within each cost, with a 95 % interval, for costs from the cheapest to the most expensive candidate in even steps and those of the frontier's points. The best candidate within the cost is chosen anew in each of 1,000 resamples and judged by what did not choose it. Empty if nothing is known to vary, or without an objective of each direction. */
  band: Field<FrontierBandPoint, "[!]">;
  /** The best candidate within limits: the one with the highest value of the first maximised objective, or, if the limits only set a minimum for that, the cheapest one that reaches it. It is better than chance. Null if no candidate meets the limits. */
  best: Field<FrontierPoint, "", {
    /** The limits that the candidate must meet. */
    constraints: readonly ConstraintInput[];
  }>;
  /** The number of candidates that compete. */
  candidateCount: Field<number, "!">;
  /** Of all points of the frontier on all of the deployments those that carry a load for the fewest tokens, joules and dollars; what nobody knows is left out. Limits on the frontier, such as a least accuracy, hold. */
  cheapestServing: Field<CheapestServing, "[!]!", {
    /** The name of the estimator to ask: `paretograph`, or that of a plugin. By default the one with the smallest measured error in the cell of the deployment that knows its times. */
    estimator?: string | null;
    /** What the service must carry. */
    load: LoadInput;
    /** From 1 to 8 deployments to plan with, each one machine. */
    on: readonly DeploymentInput[];
  }>;
  /** The version of the data that this was computed from. The same data has the same version in every store. */
  dataVersion: Field<string, "!">;
  /** The candidates that are not on the frontier, in order of their rank. */
  dominated: Field<FrontierPointConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
  }>;
  /** Without `reference`: the normalised hypervolume, without a unit: the share, between 0 and 1, of the box from the worst to the best values of all candidates that the frontier dominates. It depends on which candidates compete, so that those of two queries cannot be compared, and is null without candidates. With `reference`: the volume that the frontier dominates up to that point, in the product of the axes' own units (a share for accuracy, tenfolds for a metric on a logarithmic axis), which can be compared between queries with the same reference. Axes are logarithmic where the scale of the objective is. It does not depend on `minMembership`. */
  hypervolume: Field<number, "", {
    /** The reference point, with a value for each objective. What is not better than it on each adds nothing. */
    reference?: readonly ReferenceInput[] | null;
  }>;
  /** The number of models in a mode, or of runs, that match the filter but do not compete, because they lack a benchmark or the value of an objective, have one without a place on its axis, or cannot be served on the deployment. `leftOut` names them. */
  incomplete: Field<number, "!">;
  /** The point that lies farthest beyond the straight line between the ends of the frontier, on the axes of the hypervolume (Das 1999). Null if fewer than three points differ. */
  knee: Field<FrontierPoint, "">;
  /** What matches the filter and plays no part, with reasons: first the models in a mode that do not compete (those of `incomplete`), then runs that the values of competing ones do not come from. The values of a candidate always come from the same runs. What `constraints` leave out is not listed. At most 1,000 entries, those of most runs first; `leftOutCounts` counts all. */
  leftOut: Field<LeftOut, "[!]!">;
  /** The numbers of models and runs that play no part, by reason. */
  leftOutCounts: Field<LeftOutCount, "[!]!">;
  /** The objectives that are traded. */
  objectives: Field<Objective, "[!]!">;
  /** The points of the frontier in order of the first minimised objective. Equal candidates are all on it. */
  points: Field<FrontierPoint, "[!]!">;
  /** The protocols of the points, those of most points first. */
  protocols: Field<FrontierProtocol, "[!]!">;
  /** The number of candidates whose answers are stored one by one. The others are, at least in part, means that a source published. */
  sampledCount: Field<number, "!">;
  /** The sources of the runs that match the filter. Sources with the most runs come first. */
  sources: Field<Source, "[!]!">;
  /** With `minMembership`: the points of the frontier that are not shown because they have no samples to compute a membership from. */
  undecided: Field<FrontierPoint, "[!]!">;
  /** For operating points: the accuracy that the best of several answers of each model reaches. These are upper bounds and do not compete, as nobody can know which answer is right. The rank is 1 if no point of the frontier dominates the bound, else 2. */
  upperBounds: Field<FrontierPoint, "[!]!">;
  /** What to know before comparing the points, such as that they come from several labs or graders, or from parts of the problems. */
  warnings: Field<Warning, "[!]!">;
}
/** What a frontier reaches within a cost: the first maximised objective, in its unit. */
export interface FrontierBandPoint {
  __typename: Field<string, "!">;
  /** The same, corrected for choosing the best candidate on the problems that judge it, and for uncertain costs. Null, as the interval, where nothing is known of how that candidate varies. */
  corrected: Field<number, "">;
  /** The cost, in the unit of the first minimised objective. */
  cost: Field<number, "!">;
  /** The upper end of the 95 % interval. */
  high: Field<number, "">;
  /** The lower end of the 95 % interval. Null where the cost may reach no candidate at all. */
  low: Field<number, "">;
  /** The best value of the candidates that cost no more. */
  value: Field<number, "!">;
}
/** A candidate and its position relative to the frontier. */
export interface FrontierPoint {
  __typename: Field<string, "!">;
  /** Whether the lower end of the interval of its accuracy lies above the chance level of the benchmarks, that of guessing. Null without an accuracy. */
  betterThanChance: Field<boolean, "">;
  /** The first maximised objective, corrected for the choice: the best of many candidates on the same problems is partly the luckiest. In each resample the best candidate within the cost of this point is chosen anew, and judged by the part of the data that did not choose it. The uncorrected figure is in `measures`; the `count` is the number of candidates within the cost, which it was chosen from. Null off the frontier of the first maximised and the first minimised objective, and where nothing is known to vary. */
  corrected: Field<Estimate, "">;
  /** The share of the problems that its runs answered, between 0 and 1; the mean over benchmarks. Null if the number of problems is not known. */
  coverage: Field<number, "">;
  /** The points of the frontier that dominate this candidate. */
  dominatedBy: Field<FrontierPoint, "[!]!">;
  /** The experiments that it is read from, one a benchmark: of several of a model in a mode the one with most answers. */
  experiments: Field<Experiment, "[!]!">;
  /** True if its runs are known to have answered only a part of the problems. Its intervals are those of the few answers. */
  isPartial: Field<boolean, "!">;
  /** The gain on the first maximised objective, in its unit, for each tenfold increase of the first minimised objective since the point before it on the frontier. Null for the first point and off the frontier. */
  marginalGain: Field<number, "">;
  /** All measures of the candidate, the objectives first. Each is the mean over its runs and over benchmarks. */
  measures: Field<Measure, "[!]!">;
  /** The probability that the candidate is on the frontier: the share of 1,000 resamples in which no other candidate dominates it. Problems are drawn with replacement, the same ones for all candidates. A value without samples is drawn from the interval that is stated of it, and estimated costs from the errors of their estimator. Null if nothing of the candidate is known to vary. `membershipNote` says what does not come from samples. */
  membership: Field<number, "">;
  /** What of the candidate does not come from its samples, why, and whether it varies by a stated error or stands still. Null if all comes from samples. */
  membershipNote: Field<string, "">;
  /** The mode of the model. */
  mode: Field<string, "!">;
  /** The model. */
  model: Field<Model, "!">;
  /** The setting of its test-time compute, if operating points are the candidates. */
  operatingPoint: Field<OperatingPoint, "">;
  /** The Pareto rank: 1 on the frontier, 2 on the frontier of the remaining candidates, and so on. */
  rank: Field<number, "!">;
  /** The run, if runs are the candidates. */
  run: Field<Run, "">;
  /** How it is served on the deployment of `on`, in words, with the split, batch and precision that were chosen. Null without `on`. */
  servedAs: Field<string, "">;
  /** How a service of the model would carry a load on each of the deployments, with the lengths of its own measured answers: replicas, batch, split, utilisation, joules and dollars a month. A deployment is one machine of `count` accelerators; the plan says how many of them are needed. Its `batch` is the best one if not given. */
  servingPlans: Field<ServingOutcome, "[!]!", {
    /** The name of the estimator to ask: `paretograph`, or that of a plugin. By default the one with the smallest measured error in the cell of the deployment that knows its times. */
    estimator?: string | null;
    /** What the service must carry. */
    load: LoadInput;
    /** From 1 to 8 deployments to plan with, each one machine. */
    on: readonly DeploymentInput[];
  }>;
}
/** A page of candidates. */
export interface FrontierPointConnection {
  __typename: Field<string, "!">;
  /** The rows of the page, each with its cursor. */
  edges: Field<FrontierPointEdge, "[!]!">;
  /** The rows of the page, without their cursors. */
  nodes: Field<FrontierPoint, "[!]!">;
  /** The position of the page in its list. */
  pageInfo: Field<PageInfo, "!">;
  /** The number of rows of the whole list that match, on all its pages. It is counted only when it is asked for. */
  totalCount: Field<number, "!">;
}
/** A row of a page. */
export interface FrontierPointEdge {
  __typename: Field<string, "!">;
  /** The position of this row in the list, to be given as `after` or `before`. */
  cursor: Field<string, "!">;
  /** The row. */
  node: Field<FrontierPoint, "!">;
}
/** A way of asking and grading that points of a frontier share. */
export interface FrontierProtocol {
  __typename: Field<string, "!">;
  /** The number of points that rest on it. */
  pointCount: Field<number, "!">;
  /** Its name, as `Run.protocol`. Null stands for all runs whose protocol is not known. */
  protocol: Field<string, "">;
}
/** A part of the joint frontier whose points all belong to one group. */
export interface FrontierSegment {
  __typename: Field<string, "!">;
  /** The lowest value of the first minimised objective in it. */
  fromCost: Field<number, "!">;
  /** The key of the group. */
  key: Field<string, "!">;
  /** The number of its points. */
  points: Field<number, "!">;
  /** The highest value of the first minimised objective in it. */
  toCost: Field<number, "!">;
}
/** The old name of `FrontierSegment`. */
export interface FrontierStretch {
  __typename: Field<string, "!">;
  /** The lowest value of the first minimised objective in it. */
  fromCost: Field<number, "!">;
  /** The key of the group. */
  key: Field<string, "!">;
  /** The number of its points. */
  points: Field<number, "!">;
  /** The highest value of the first minimised objective in it. */
  toCost: Field<number, "!">;
}
/** The range of costs over which a group is compared with all others, and where it goes beyond the data. */
export interface GapRange {
  __typename: Field<string, "!">;
  /** The side whose best value is carried on beyond its most expensive candidate. Null if both have candidates up to the end of the range. */
  extrapolated: Field<GapSide, "">;
  /** The share of the range over which it is carried on, on a logarithmic axis, between 0 and 1. */
  extrapolatedShare: Field<number, "!">;
  /** The lowest cost at which both sides have a candidate, in the unit of the first minimised objective. */
  fromCost: Field<number, "!">;
  /** The cost of the most expensive candidate that raises the best value of either side. */
  toCost: Field<number, "!">;
}
/** An answer that is graded in another way than before. */
export interface GradeChange {
  __typename: Field<string, "!">;
  /** As it is graded now. */
  after: Field<GradedState, "!">;
  /** As it was graded before. */
  before: Field<GradedState, "!">;
  /** The id of the problem within its benchmark. */
  problemId: Field<string, "!">;
  /** The number of the answer among the answers to its problem, from 0. */
  repeat: Field<number, "!">;
}
/** An answer as it was graded. */
export interface GradedState {
  __typename: Field<string, "!">;
  /** The final answer that was extracted. */
  answer: Field<string, "">;
  /** The gold answer. */
  expected: Field<string, "">;
  /** What became of it. */
  fate: Field<AnswerFate, "!">;
}
/** A regression of the first maximised objective on the group, log10 of the first minimised objective and the release date, over the candidates of all groups. Ordinary least squares, with standard errors clustered by model. It takes all three effects as straight lines that are the same for both sides, so that it extrapolates wherever a side has no candidates. */
export interface GroupRegression {
  __typename: Field<string, "!">;
  /** The number of candidates of all groups that have a release date and a cost above zero. */
  candidateCount: Field<number, "!">;
  /** What the group reaches more than all others at the same cost and release date. */
  gap: Field<Coefficient, "!">;
  /** The number of models among them. */
  modelCount: Field<number, "!">;
  /** What ten times the cost adds, at the same date and in the same group. */
  perTenfold: Field<Coefficient, "!">;
  /** What a year of release dates adds, at the same cost and in the same group. */
  perYear: Field<Coefficient, "!">;
}
/** The time in which the cost of the same accuracy halves, computed from the trend of its logarithm. */
export interface HalvingTime {
  __typename: Field<string, "!">;
  /** The upper end of the 95 % interval, in years. Null if the interval includes a cost that does not fall. */
  high: Field<number, "">;
  /** The lower end of the 95 % interval, in years. */
  low: Field<number, "">;
  /** The halving time in years. Null if the cost does not fall. */
  value: Field<number, "">;
}
/** An accelerator that models are served on. */
export interface Hardware {
  __typename: Field<string, "!">;
  /** Its limits. Null if no data sheet is known: nothing can then be estimated on it. */
  dataSheet: Field<DataSheet, "">;
  /** The global id. */
  id: Field<string, "!">;
  /** The display name. */
  name: Field<string, "!">;
  /** The name in queries, e.g. `H100-SXM`. */
  slug: Field<string, "!">;
  /** The maker of the accelerator. */
  vendor: Field<string, "">;
}
/** A page of accelerators. */
export interface HardwareConnection {
  __typename: Field<string, "!">;
  /** The rows of the page, each with its cursor. */
  edges: Field<HardwareEdge, "[!]!">;
  /** The rows of the page, without their cursors. */
  nodes: Field<Hardware, "[!]!">;
  /** The position of the page in its list. */
  pageInfo: Field<PageInfo, "!">;
  /** The number of rows of the whole list that match, on all its pages. It is counted only when it is asked for. */
  totalCount: Field<number, "!">;
}
/** A row of a page. */
export interface HardwareEdge {
  __typename: Field<string, "!">;
  /** The position of this row in the list, to be given as `after` or `before`. */
  cursor: Field<string, "!">;
  /** The row. */
  node: Field<Hardware, "!">;
}
/** A submitted run of a model or a benchmark that the store lacked. */
export interface HeldSubmission {
  __typename: Field<string, "!">;
  /** The slug of its benchmark. */
  benchmark: Field<string, "!">;
  /** The size of the run and of what it brings as JSON, in bytes. */
  bytes: Field<number, "!">;
  /** The SHA-256 of the content of the run. */
  contentHash: Field<string, "!">;
  /** The time at which it was accepted or refused. Null while it waits. */
  decidedAt: Field<string, "">;
  /** The time at which it was submitted. */
  heldAt: Field<string, "!">;
  /** The number by which it is accepted or refused. */
  id: Field<string, "!">;
  /** The slug of the lab that submitted it. */
  lab: Field<string, "!">;
  /** The mode of the model. */
  mode: Field<string, "!">;
  /** The slug of its model. */
  model: Field<string, "!">;
  /** The benchmark as the lab describes it. Null if the store had it when the run was submitted. */
  newBenchmark: Field<unknown, "">;
  /** The model as the lab describes it. Null if the store had it when the run was submitted. */
  newModel: Field<unknown, "">;
  /** The reason for which it was refused. */
  reason: Field<string, "">;
  /** The run as it is stored. Null unless it was accepted. */
  run: Field<Run, "">;
  /** The number of its samples. */
  sampleCount: Field<number, "!">;
  /** What became of it. */
  status: Field<HeldStatus, "!">;
}
/** A page of held submissions. */
export interface HeldSubmissionConnection {
  __typename: Field<string, "!">;
  /** The rows of the page, each with its cursor. */
  edges: Field<HeldSubmissionEdge, "[!]!">;
  /** The rows of the page, without their cursors. */
  nodes: Field<HeldSubmission, "[!]!">;
  /** The position of the page in its list. */
  pageInfo: Field<PageInfo, "!">;
  /** The number of rows of the whole list that match, on all its pages. It is counted only when it is asked for. */
  totalCount: Field<number, "!">;
}
/** A row of a page. */
export interface HeldSubmissionEdge {
  __typename: Field<string, "!">;
  /** The position of this row in the list, to be given as `after` or `before`. */
  cursor: Field<string, "!">;
  /** The row. */
  node: Field<HeldSubmission, "!">;
}
/** What is known of one judge of a run. */
export interface JudgeReport {
  __typename: Field<string, "!">;
  /** The right answers that it judged as well. */
  checkedRight: Field<number, "!">;
  /** The wrong answers that it judged as well. */
  checkedWrong: Field<number, "!">;
  /** The price of these tokens in US dollars. Null if some are not known. */
  cost: Field<number, "">;
  /** The share of the decided answers on which it differs from the parse. Null if it judged none. */
  errorRate: Field<number, "">;
  /** The upper end of the 95 % interval of the error rate (Wilson). */
  errorRateHigh: Field<number, "">;
  /** The lower end of the 95 % interval of the error rate (Wilson). */
  errorRateLow: Field<number, "">;
  /** The undecided answers on which it was asked and gave none. */
  failures: Field<number, "!">;
  /** Of the wrong answers those that it called right. */
  falselyAccepted: Field<number, "!">;
  /** True if its errors are measured on answers that the parse decided, and the upper end of their share is below one half. */
  isTrusted: Field<boolean, "!">;
  /** Cohen's κ of the judge and the parse. Null if it has no value, as where both said one word only. */
  kappaWithParse: Field<number, "">;
  /** Of the right answers those that it called wrong. */
  missed: Field<number, "!">;
  /** The model that judged. */
  model: Field<string, "!">;
  /** Tokens of all its replies. Null if some are not known. */
  outputTokens: Field<number, "">;
  /** Tokens of all its prompts. Null if some are not known. */
  promptTokens: Field<number, "">;
  /** The undecided answers on which it gave a verdict. */
  verdicts: Field<number, "!">;
}
/** What a judge model said of an answer. */
export interface Judgement {
  __typename: Field<string, "!">;
  /** The verdict. Null if the judge gave none. */
  correct: Field<boolean, "">;
  /** The price of the judge's tokens in US dollars. Null if it is not known. */
  cost: Field<number, "">;
  /** The code of the failure because of which there is no verdict, one of those in docs/errors.md. */
  errorCode: Field<string, "">;
  /** True if the parse had decided, so that the verdict of the judge only measures its errors. */
  isCheck: Field<boolean, "!">;
  /** The model that judged. */
  model: Field<string, "!">;
  /** Tokens of the judge's reply, which are no part of the answer's own. Null if they are not known. */
  outputTokens: Field<number, "">;
  /** Tokens of the judge's prompt, which are no part of the answer's own. Null if they are not known. */
  promptTokens: Field<number, "">;
  /** The reason that the judge gave. */
  reason: Field<string, "!">;
  /** What a second judge said. If the two differ, the answer is undecided. Null without a second judge. */
  second: Field<Judgement, "">;
}
/** The judges of a run, their errors and their agreement. */
export interface JudgingReport {
  __typename: Field<string, "!">;
  /** The share of these on which they agree. Null if there are none. */
  agreement: Field<number, "">;
  /** The judges, the first first. */
  judges: Field<JudgeReport, "[!]!">;
  /** Cohen's κ of the two judges. Null if it has no value, as where both said one word only. */
  kappa: Field<number, "">;
  /** The answers on which two judges gave a verdict. */
  sharedVerdicts: Field<number, "!">;
}
/** An organisation that ran or published results. */
export interface Lab {
  __typename: Field<string, "!">;
  /** The id of the key by which its feed is known here: what it signs is verified. Null where this store follows no feed of it, or where an operator revoked its key. */
  feedKey: Field<string, "">;
  /** The global id. */
  id: Field<string, "!">;
  /** The display name. */
  name: Field<string, "!">;
  /** The runs that belong to it. */
  runs: Field<RunConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
    /** The order of the runs. By default the latest finished run comes first. */
    orderBy?: RunOrder | null;
    /** Return only runs that match. */
    where?: RunFilter | null;
  }>;
  /** The name in queries, e.g. `epoch`. */
  slug: Field<string, "!">;
  /** The address of its page. */
  url: Field<string, "">;
}
/** A page of labs. */
export interface LabConnection {
  __typename: Field<string, "!">;
  /** The rows of the page, each with its cursor. */
  edges: Field<LabEdge, "[!]!">;
  /** The rows of the page, without their cursors. */
  nodes: Field<Lab, "[!]!">;
  /** The position of the page in its list. */
  pageInfo: Field<PageInfo, "!">;
  /** The number of rows of the whole list that match, on all its pages. It is counted only when it is asked for. */
  totalCount: Field<number, "!">;
}
/** A row of a page. */
export interface LabEdge {
  __typename: Field<string, "!">;
  /** The position of this row in the list, to be given as `after` or `before`. */
  cursor: Field<string, "!">;
  /** The row. */
  node: Field<Lab, "!">;
}
/** Runs of a model in a mode that match the filter and play no part in the frontier. */
export interface LeftOut {
  __typename: Field<string, "!">;
  /** True if the model competes in this mode all the same, with other runs. */
  competes: Field<boolean, "!">;
  /** The reason in words, with figures. */
  message: Field<string, "!">;
  /** The mode. */
  mode: Field<string, "!">;
  /** The model. */
  model: Field<Model, "!">;
  /** The kind of reason. */
  reason: Field<LeftOutReason, "!">;
  /** The number of runs that are left out. */
  runCount: Field<number, "!">;
}
/** The number of models and of runs that play no part for one reason. */
export interface LeftOutCount {
  __typename: Field<string, "!">;
  /** Whether the models compete with other runs. */
  competes: Field<boolean, "!">;
  /** The number of models in a mode. */
  modelCount: Field<number, "!">;
  /** The reason. */
  reason: Field<LeftOutReason, "!">;
  /** The number of runs. */
  runCount: Field<number, "!">;
}
/** The exact McNemar test over problems: whether those on which the sides differ split more unevenly than by chance. With repeats a problem counts for the side with the higher share of right answers. */
export interface McNemar {
  __typename: Field<string, "!">;
  /** The number of problems on which the first side did better. */
  onlyA: Field<number, "!">;
  /** The number of problems on which the second side did better. */
  onlyB: Field<number, "!">;
  /** The two-sided p, between 0 and 1. It is 1 if they never differ. */
  pValue: Field<number, "!">;
}
/** A value of a metric, in the metric's unit. */
export interface Measure {
  __typename: Field<string, "!">;
  /** The number of samples that the value is the mean of. */
  count: Field<number, "">;
  /** True if the value was computed, or counted by another tokenizer, and not measured. */
  estimated: Field<boolean, "!">;
  /** The upper end of the 95 % confidence interval, in the unit of the value. Null if the samples allow none. */
  high: Field<number, "">;
  /** The lower end of the 95 % confidence interval, in the unit of the value. Null if the samples allow none. */
  low: Field<number, "">;
  /** The metric that was measured. */
  metric: Field<Metric, "!">;
  /** How the estimate was made and which assumptions it rests on. */
  note: Field<string, "">;
  /** The value, in the metric's unit. */
  value: Field<number, "!">;
}
/** The use of the memory of all accelerators together, in bytes. */
export interface MemoryBreakdown {
  __typename: Field<string, "!">;
  /** The memory that a server may use, in bytes. */
  available: Field<number, "!">;
  /** The KV cache and the states of the whole batch, in bytes. */
  kvCache: Field<number, "!">;
  /** The KV cache and the states of recurrent layers of one answer at the given context, in bytes. */
  kvCachePerSequence: Field<number, "!">;
  /** Weights, cache and overhead together, in bytes. */
  total: Field<number, "!">;
  /** The weights, in bytes. */
  weights: Field<number, "!">;
}
/** A quantity that runs measure and that may be an objective of a frontier. Plugins may add others. */
export interface Metric {
  __typename: Field<string, "!">;
  /** A description of the quantity. */
  description: Field<string, "!">;
  /** The direction in which it improves. */
  direction: Field<Direction, "!">;
  /** The global id. */
  id: Field<string, "!">;
  /** The name in queries, e.g. `output_tokens`. */
  name: Field<string, "!">;
  /** What provides its values: `built in`, or a plugin with its version and source. Null if the plugin that added it is not installed any more. */
  provider: Field<string, "">;
  /** The kind of axis on which its values spread evenly. */
  scale: Field<Scale, "!">;
  /** The display name. */
  title: Field<string, "!">;
  /** The unit of its values. The unit `1` is a share between 0 and 1. */
  unit: Field<string, "!">;
}
/** A language model. The slug of a model with open weights is its Hugging Face id, that of another model is `developer/name`. */
export interface Model {
  __typename: Field<string, "!">;
  /** Weights used for a token, as a number of parameters. */
  activeParameters: Field<number, "">;
  /** The kind of its architecture. Null if it is not published. */
  architecture: Field<Architecture, "">;
  /** FLOPs and memory of an answer and, on a named accelerator, its seconds. Null if the architecture is not known. */
  compute: Field<ModelCompute, "", {
    /** The deployment to estimate seconds, memory and energy on. */
    on?: DeploymentInput | null;
    /** The length of the answer, its reasoning included, in tokens. It may be a mean; the FLOPs of a mean are a lower bound of the mean FLOPs. */
    outputTokens: number;
    /** The length of the prompt, in tokens. It may be a mean. */
    promptTokens: number;
  }>;
  /** The longest context that it takes, in tokens. */
  contextLength: Field<number, "">;
  /** An estimate of the resources that serving it takes. Null if its architecture is not known. */
  deployment: Field<Deployment, "", {
    /** The length of the context of each answer of the batch: prompt and answer together, in tokens. */
    contextTokens?: number | null;
    /** The deployment. */
    on: DeploymentInput;
  }>;
  /** The developer of the model. */
  developer: Field<string, "">;
  /** The series that it belongs to, e.g. `Qwen3`. */
  family: Field<string, "">;
  /** The sampling that its makers state in its `generation_config.json`, with which a run samples that asks for nothing else. Null if no source states any. */
  generationDefaults: Field<Decoding, "">;
  /** The global id. */
  id: Field<string, "!">;
  /** The licence of its weights, as an SPDX expression, e.g. `Apache-2.0`, or as `LicenseRef-…` where SPDX has no identifier. `sources` says who states it, and under which name. Null if no source states it. */
  license: Field<string, "">;
  /** The display name. */
  name: Field<string, "!">;
  /** True if the weights can be downloaded. */
  openWeights: Field<boolean, "!">;
  /** The known prices of its tokens, the newest first. The first one gives a candidate without a cost of its own its `cost`. */
  prices: Field<TokenPrice, "[!]!">;
  /** The day of its release. */
  releasedOn: Field<string, "">;
  /** The runs that belong to it. */
  runs: Field<RunConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
    /** The order of the runs. By default the latest finished run comes first. */
    orderBy?: RunOrder | null;
    /** Return only runs that match. */
    where?: RunFilter | null;
  }>;
  /** The budget beyond which more compute stops paying for it on a benchmark. Null if there are too few samples to tell. */
  saturation: Field<Saturation, "", {
    /** The benchmark's slug. */
    benchmark: string;
    /** The accuracy that ten times the budget has to add to be worth it. */
    gain?: number | null;
    /** The metric of the budget: `output_tokens` or `flops`. */
    metric?: string | null;
    /** The mode of the model. By default it is the mode with the longest answers. */
    mode?: string | null;
  }>;
  /** The name in queries, e.g. `Qwen/Qwen3-30B-A3B`. */
  slug: Field<string, "!">;
  /** The sources of the figures above. */
  sources: Field<FigureSource, "[!]!">;
  /** All weights, as a number of parameters. */
  totalParameters: Field<number, "">;
}
/** What one answer of a model takes. FLOPs and memory are counted from its architecture. Seconds, energy and rates are those of a deployment whose batch is always full of such answers, estimated from data sheets and the profile of the engine; docs/deployment.md states its errors. */
export interface ModelCompute {
  __typename: Field<string, "!">;
  /** The answer's share of the time of all accelerators, in accelerator-seconds. Null without `on`, and if the batch does not fit. */
  acceleratorSeconds: Field<number, "">;
  /** The memory of the KV cache and of the recurrent states of the answer at its full length, in bytes, with the copies that the accelerators of `on` need. */
  cache: Field<number, "!">;
  /** The FLOP of all further tokens. */
  decodeFlops: Field<number, "!">;
  /** The weights, the cache of the whole batch and the overhead on all accelerators of `on` together, in bytes. Null without `on`. */
  deploymentMemory: Field<number, "">;
  /** The answer's share of the price, in US dollars. Null also if `on` states no `dollarsPerHour`. Null without `on`, and if the batch does not fit. */
  dollars: Field<number, "">;
  /** The answer's share of the energy, in joules. Null also if the accelerator's power is not known. Null without `on`, and if the batch does not fit. */
  energy: Field<number, "">;
  /** The name and the version of what estimated the seconds. Null without `on`. */
  estimator: Field<string, "">;
  /** The mean error of its time per output token, as a share, on measured configurations of such models with this engine, and on this accelerator where there are enough, each model left out of the fit. Null without `on`. */
  estimatorMeanError: Field<number, "">;
  /** True if prompt and answer are longer than the longest context that the model takes: it could not give this answer. Null if that is not known. */
  exceedsContext: Field<boolean, "">;
  /** True if the weights and the whole batch, each answer at its full length, fit into the memory of `on`. Null without `on`. */
  fits: Field<boolean, "">;
  /** The floating-point operations of the answer, a multiply-add being two. Batching does not change them. */
  flops: Field<number, "!">;
  /** The time between two tokens of an answer, as a mean, in seconds. Null without `on`, and if the batch does not fit. */
  interTokenLatency: Field<number, "">;
  /** The same at the 95th percentile, in seconds. Null without `on`, and if the batch does not fit. */
  interTokenP95: Field<number, "">;
  /** The weights and the cache of this one answer together, in bytes. */
  memory: Field<number, "!">;
  /** The FLOP of each part of the model that has any. They add up to `flops`. */
  parts: Field<FlopPart, "[!]!">;
  /** The number format of the weights: that of `on`, or else the one in which they were published. */
  precision: Field<Precision, "!">;
  /** The FLOP of reading the prompt, which gives the first token. */
  prefillFlops: Field<number, "!">;
  /** The time to the last token, in seconds. Null without `on`, and if the batch does not fit. */
  seconds: Field<number, "">;
  /** The deployment in words, with the split and the batch that were chosen where `on` leaves them open. Null without `on`. */
  servedAs: Field<string, "">;
  /** Whether the time between tokens was measured in this configuration. Null without `on`. */
  timeBasis: Field<TimeBasis, "">;
  /** Output tokens a second of the whole deployment. Null without `on`, and if the batch does not fit. */
  tokensPerSecond: Field<number, "">;
  /** Output tokens a second for each accelerator. Null without `on`, and if the batch does not fit. */
  tokensPerSecondPerAccelerator: Field<number, "">;
  /** Output tokens a second that one user sees after the first. Null also for an answer of one token. Null without `on`, and if the batch does not fit. */
  tokensPerSecondPerUser: Field<number, "">;
  /** The time to the first token in seconds, where an answer begins as soon as another one ends and none waits for a place. Null without `on`, and if the batch does not fit. */
  ttft: Field<number, "">;
  /** The same at the 95th percentile, in seconds. Null without `on`, and if the batch does not fit. */
  ttftP95: Field<number, "">;
  /** The memory of all weights in that format, in bytes. */
  weights: Field<number, "!">;
}
/** A page of models. */
export interface ModelConnection {
  __typename: Field<string, "!">;
  /** The rows of the page, each with its cursor. */
  edges: Field<ModelEdge, "[!]!">;
  /** The rows of the page, without their cursors. */
  nodes: Field<Model, "[!]!">;
  /** The position of the page in its list. */
  pageInfo: Field<PageInfo, "!">;
  /** The number of rows of the whole list that match, on all its pages. It is counted only when it is asked for. */
  totalCount: Field<number, "!">;
}
/** A row of a page. */
export interface ModelEdge {
  __typename: Field<string, "!">;
  /** The position of this row in the list, to be given as `after` or `before`. */
  cursor: Field<string, "!">;
  /** The row. */
  node: Field<Model, "!">;
}
/** A file of a model, as OpenSSF Model Signing names it. */
export interface ModelFile {
  __typename: Field<string, "!">;
  /** Its path in the folder of the model. */
  name: Field<string, "!">;
  /** Other digests that runs of the same model name for a file of this name: these runs did not measure the same weights. Empty if all agree. */
  otherDigests: Field<string, "[!]!">;
  /** Its SHA-256 in 64 hexadecimal digits. */
  sha256: Field<string, "!">;
}
/** The operations that change the store. */
export interface Mutation {
  __typename: Field<string, "!">;
  /** Accepts submitted runs that wait: the runs are stored with their models and benchmarks, all of them or none. The configs of models that came without one are read from the hub. Models and benchmarks belong to all labs, so the token must be bound to none. */
  acceptSubmissions: Field<HeldSubmission, "[!]!", {
    /** The ids of held submissions: 100 at most. */
    ids: readonly string[];
    /** True to store models with open weights also without a config. Their FLOPs then stay unknown. */
    withoutArchitecture?: boolean | null;
  }>;
  /** Adds a model from its published config, or updates it. Models belong to all labs, so the token must be bound to none. */
  addModel: Field<Model, "!", {
    /** The text of its config.json, at most 262144 characters. */
    config: string;
    /** The developer of the model. By default the first part of the slug. */
    developer?: string | null;
    /** The series to which the model belongs. */
    family?: string | null;
    /** The text of its generation_config.json, at most 65536 characters: the sampling that its makers state. If it is left out, what the store has of it stays. */
    generationConfig?: string | null;
    /** The day of the model's release. */
    releasedOn?: string | null;
    /** The model's id on the hub, such as Qwen/Qwen3-8B. */
    slug: string;
    /** The address at which the config was published, by https. It is shown as the source of the figures. */
    source?: string | null;
  }>;
  /** Follows the feed of another lab and pins its key. The token must be bound to no lab, as for all mutations of peers. */
  addPeer: Field<Peer, "!", {
    /** The id of its key, as the lab says it elsewhere. Without it the present one is pinned. */
    key?: string | null;
    /** The most bytes that its records may take. 10 GiB unless given. */
    mostBytes?: number | null;
    /** The address of its folder, as the server reaches it. */
    url: string;
  }>;
  /** Cancels a run that has not ended. Its stored samples are kept. The token must hold for the lab of the run. */
  cancelRun: Field<CancelRunResult, "!", {
    /** The global id of the run. */
    id: string;
  }>;
  /** Compares another lab's run with an own one of the same model, benchmark and protocol, problem by problem, and keeps the verdict, which the next publishing signs. The token must hold for the lab. */
  countersignRun: Field<Countersigned, "!", {
    /** The content hash of the other lab's run. */
    contentHash: string;
    /** The slug of the lab that says so. */
    lab: string;
    /** What it adds in words: 10,000 characters at most. */
    note?: string | null;
    /** The content hash of the own run. */
    run: string;
  }>;
  /** Makes a link that signs a browser in for 12 hours, with rights within those of the caller's own token. It is valid for 10 minutes, and what it gave ends with the token that made it. */
  createSignInLink: Field<SignInLink, "!", {
    /** The lab to which the browser is bound. By default that of the caller's token. */
    lab?: string | null;
    /** The rights of the browser. By default those of the caller's token. */
    scope?: Scope | null;
  }>;
  /** Makes a token. A token that is bound to a lab makes tokens of that lab. */
  createToken: Field<CreateTokenResult, "!", {
    /** The time at which it expires. By default it never does. */
    expiresAt?: string | null;
    /** The slug of the lab to which it is bound. `submit` and `measure` need one. */
    lab?: string | null;
    /** Its purpose, at most 200 characters. */
    note?: string | null;
    /** Its rights. */
    scope: Scope;
  }>;
  /** Demands that one of these CI jobs signed each record of a peer by Sigstore, beside the key. An empty list demands none. */
  pinPeerIdentities: Field<Peer, "!", {
    /** The jobs: 100 at most. */
    identities: readonly SignerInput[];
    /** The address or the lab of the peer. */
    peer: string;
  }>;
  /** Reads what the feeds have since they were read last, and takes it, for ten seconds at most. `isCut` says where there is more. */
  pullPeers: Field<PeerPull, "[!]!", {
    /** The address or the lab of the peer. All without it. */
    peer?: string | null;
  }>;
  /** Refuses submitted runs that wait. The same run is not held again unless it describes its model or benchmark otherwise. The token must be bound to no lab. */
  refuseSubmissions: Field<HeldSubmission, "[!]!", {
    /** The ids of held submissions: 100 at most. */
    ids: readonly string[];
    /** The reason, which the lab may read. */
    reason: string;
  }>;
  /** Grades the stored outputs of a run again with the grader of today. If something changes, a new version supersedes a run that was measured here and for whose lab the token holds. Of any other run a result of the caller's own lab is derived. */
  regradeRun: Field<RegradeRunResult, "!", {
    /** True to be told only what would change. */
    dryRun?: boolean | null;
    /** Another benchmark that grades, with the same problems. */
    grader?: string | null;
    /** The global id of the run. */
    id: string;
    /** The lab of a derived result. By default that of the caller's token, or `local`. */
    lab?: string | null;
  }>;
  /** Takes records out of quarantine: the next pull takes them. Gives their number. */
  releaseFeedRecords: Field<number, "!", {
    /** The digests of records: 100 at most. All in quarantine without them. */
    digests?: readonly string[] | null;
    /** The address or the lab of the peer. */
    peer: string;
  }>;
  /** Follows a feed no longer. What it brought stays. */
  removePeer: Field<Peer, "!", {
    /** The address or the lab of the peer. */
    peer: string;
  }>;
  /** Queues a run that asks the same as one that was measured here: its recipe and its decoding. The token must hold for the lab of the run, and only an operator runs again what only an operator may ask for. */
  rerunRun: Field<StartRunResult, "!", {
    /** The global id of the run. */
    id: string;
  }>;
  /** Lets a run that failed or was canceled go on from its stored answers: only requests that failed are asked again. A run that waits is taken as soon as a worker is free. The token must hold for the lab of the run, and only an operator resumes what only an operator may ask for. */
  resumeRun: Field<Run, "!", {
    /** The global id of the run. */
    id: string;
    /** The seconds for which it waits for its engine from now on. By default as long as it was asked with. */
    waitEngine?: number | null;
  }>;
  /** Takes back a run that succeeded. It counts in no answer any more and is kept with the reason. The token must hold for the lab of the run. */
  retractRun: Field<Run, "!", {
    /** The global id of the run. */
    id: string;
    /** The reason, which everybody may read. */
    reason: string;
    /** The global id of the corrected run that replaces it: of the same model, mode, benchmark and lab. */
    supersededBy?: string | null;
  }>;
  /** Takes nothing more of a peer until another key is pinned. */
  revokePeerKey: Field<Peer, "!", {
    /** The address or the lab of the peer. */
    peer: string;
  }>;
  /** Revokes a token, and those that were made from it by sign-in links. They are refused from now on, by every process. */
  revokeToken: Field<Token, "!", {
    /** The id of the token. */
    id: string;
  }>;
  /** Says what is done with runs of a peer, of a lab or on a benchmark. The policy that names most holds, and of several such the strictest. */
  setPeerPolicy: Field<PeerAction, "!", {
    /** What is done. */
    action: PeerAction;
    /** The slug of the benchmark of the runs. Any without it. */
    benchmark?: string | null;
    /** The slug of the lab of the runs. Any without it. */
    lab?: string | null;
    /** The address or the lab of the peer. Any without it. */
    peer?: string | null;
  }>;
  /** Queues runs. A worker that has the runner measures them. The token must hold for the lab of the runs; a token that is bound to a lab measures for that lab if none is given. */
  startRun: Field<StartRunResult, "!", {
    /** True to go on with the runs of the same request that was made before, as long as one of them has no result: those that failed or were canceled are resumed, and those that have results are left as they are. */
    goOn?: boolean | null;
    /** The runs to measure. */
    input: StartRunInput;
  }>;
  /** Submits a run of the token's lab with its samples. It is stored whole or refused with an error. */
  submitRun: Field<SubmissionResult, "!", {
    /** The run, in the form of `submission.schema.json`, which comes with the package. The lab is that of the token where it is left out. */
    run: unknown;
  }>;
  /** Submits runs of the token's lab with their samples. Each is stored whole or refused for itself; the results are in the order of the runs. */
  submitRuns: Field<SubmissionResult, "[!]!", {
    /** At most 100 runs, each in the form of `submission.schema.json`, which comes with the package. The lab is that of the token where it is left out. */
    runs: readonly unknown[];
  }>;
  /** Pins another key of a peer, after the former one was revoked or lost. */
  trustPeerKey: Field<Peer, "!", {
    /** The id of the key, as the lab says it elsewhere. */
    key: string;
    /** The address or the lab of the peer. */
    peer: string;
  }>;
}
/** A value that a filter can ask for. */
export interface Name {
  __typename: Field<string, "!">;
  /** The number of models that have it. Null for modes and runners, which are names of runs. */
  modelCount: Field<number, "">;
  /** The value, as filters take it. */
  name: Field<string, "!">;
}
/** A page of values that a filter can ask for. */
export interface NameConnection {
  __typename: Field<string, "!">;
  /** The rows of the page, each with its cursor. */
  edges: Field<NameEdge, "[!]!">;
  /** The rows of the page, without their cursors. */
  nodes: Field<Name, "[!]!">;
  /** The position of the page in its list. */
  pageInfo: Field<PageInfo, "!">;
  /** The number of rows of the whole list that match, on all its pages. It is counted only when it is asked for. */
  totalCount: Field<number, "!">;
}
/** A row of a page. */
export interface NameEdge {
  __typename: Field<string, "!">;
  /** The position of this row in the list, to be given as `after` or `before`. */
  cursor: Field<string, "!">;
  /** The row. */
  node: Field<Name, "!">;
}
/** An object that has a global id. */
export interface Node {
  __typename: Field<string, "!">;
  /** The global id. */
  id: Field<string, "!">;
}
/** A metric that a frontier trades. */
export interface Objective {
  __typename: Field<string, "!">;
  /** The direction that is wanted. */
  direction: Field<Direction, "!">;
  /** The metric. */
  metric: Field<Metric, "!">;
  /** The axis on which it is traded. */
  scale: Field<Scale, "!">;
}
/** A setting of test-time compute. If all fields are null, there is one answer a problem, as long as the run allowed. The accuracy is the expectation over all choices of answers. */
export interface OperatingPoint {
  __typename: Field<string, "!">;
  /** The number of answers of which the best one counts. This is an upper bound and occurs only in `upperBounds`. */
  bestOf: Field<number, "">;
  /** The model that answers once if the votes do not all agree (a cascade). */
  fallback: Field<CascadeFallback, "">;
  /** The number of output tokens at which an answer is cut off. An answer that is not finished by then counts as wrong and costs the cap. */
  tokenCap: Field<number, "">;
  /** The number of answers that vote. The answer with the most votes is taken, at that many times the cost of one answer. */
  votes: Field<number, "">;
}
/** The position of a page in its list. */
export interface PageInfo {
  __typename: Field<string, "!">;
  /** The cursor of the last row of the page. Null if the page is empty. */
  endCursor: Field<string, "">;
  /** True if rows follow this page. */
  hasNextPage: Field<boolean, "!">;
  /** True if rows come before this page. */
  hasPreviousPage: Field<boolean, "!">;
  /** The cursor of the first row of the page. Null if the page is empty. */
  startCursor: Field<string, "">;
}
/** The difference of two models, modes or operating points on the problems that both answered. */
export interface PairedComparison {
  __typename: Field<string, "!">;
  /** The first side. */
  a: Field<ComparedSide, "!">;
  /** The difference of the accuracies. */
  accuracy: Field<PairedDifference, "!">;
  /** The second side. */
  b: Field<ComparedSide, "!">;
  /** The benchmark. */
  benchmark: Field<Benchmark, "!">;
  /** The differences of the costs that are known of single answers of both sides: output tokens, compute, dollars and seconds. Each is over the problems with a value on both sides, counted in `difference`. */
  costs: Field<PairedDifference, "[!]!">;
  /** The version of the data that it was computed from. */
  dataVersion: Field<string, "!">;
  /** The problems on which they differ, those first that differ most. */
  differing: Field<DifferingProblemConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
  }>;
  /** The exact McNemar test of the verdicts. */
  mcnemar: Field<McNemar, "!">;
  /** The number of problems that both answered. */
  problemCount: Field<number, "!">;
  /** What the two sides differ in beside their answers, such as the lab, the grader or the prompt. */
  warnings: Field<Warning, "[!]!">;
}
/** The difference of two sides on the same problems, each of which counts alike. */
export interface PairedDifference {
  __typename: Field<string, "!">;
  /** The mean of the first side over these problems, in the metric's unit. */
  a: Field<number, "!">;
  /** The mean of the second side over these problems, in the metric's unit. */
  b: Field<number, "!">;
  /** The mean of a - b over problems, with its 95 % interval: of an accuracy Tango's score interval, clustered by problem where there are repeats; of a cost by a bootstrap over problems. */
  difference: Field<Estimate, "!">;
  /** The metric. */
  metric: Field<Metric, "!">;
  /** The prices that gave dollars to tokens, where a side states no cost of its own. Null elsewhere. */
  note: Field<string, "">;
  /** The side that is better. `TIED` unless the interval leaves out 0, and for an accuracy of single answers unless the exact McNemar p is below 0.05 too. */
  verdict: Field<PairedVerdict, "!">;
}
/** The peak rate of an accelerator's matrix units in a number format, dense, without sparsity. */
export interface PeakRate {
  __typename: Field<string, "!">;
  /** The rate, in FLOP/s. */
  flops: Field<number, "!">;
  /** The number format. */
  format: Field<NumberFormat, "!">;
}
/** The feed of another lab, which this store follows. */
export interface Peer {
  __typename: Field<string, "!">;
  /** The bytes that its records and their runs took. */
  bytes: Field<number, "!">;
  /** What was wrong the last time, as a sentence. */
  error: Field<string, "">;
  /** The code of what was wrong the last time. Null if nothing was. docs/errors.md lists the codes. */
  errorCode: Field<string, "">;
  /** The CI jobs of which one must have signed each record. None where the key alone counts. */
  identities: Field<Signer, "[!]!">;
  /** The id of the key that an operator pinned. Null while none is, after it was revoked. */
  key: Field<string, "">;
  /** The slug of the lab that it speaks for. */
  lab: Field<string, "!">;
  /** The number of manifests that it had more when it was read last. */
  lag: Field<number, "!">;
  /** The most bytes that they may take. */
  mostBytes: Field<number, "!">;
  /** The time of that manifest, by the clock of the lab. Null before the first. */
  publishedAt: Field<string, "">;
  /** The time at which it was last read without a fault. Null if it never was. */
  pulledAt: Field<string, "">;
  /** The number of the last manifest that was taken. */
  sequence: Field<number, "!">;
  /** The time at which it was last tried. Null if it never was. */
  triedAt: Field<string, "">;
  /** The address of its folder. */
  url: Field<string, "!">;
}
/** What is done with runs of peers. */
export interface PeerPolicy {
  __typename: Field<string, "!">;
  /** What is done. */
  action: Field<PeerAction, "!">;
  /** The slug of the benchmark of the runs. Null for all benchmarks. */
  benchmark: Field<string, "">;
  /** The slug of the lab of the runs. Null for all labs. */
  lab: Field<string, "">;
  /** The lab of the feed that it is about. Null for all feeds. */
  peer: Field<string, "">;
}
/** What a pull of a feed did. */
export interface PeerPull {
  __typename: Field<string, "!">;
  /** What was wrong with the feed, as a sentence. */
  error: Field<string, "">;
  /** The code of what was wrong with the feed. Null if nothing was. docs/errors.md lists the codes. */
  errorCode: Field<string, "">;
  /** The number of runs that wait for an operator, since they bring a model or a benchmark. */
  held: Field<number, "!">;
  /** Whether there is more, so that another pull goes on. */
  isCut: Field<boolean, "!">;
  /** The feed. */
  peer: Field<Peer, "!">;
  /** The number of runs that a policy put into quarantine. */
  quarantined: Field<number, "!">;
  /** The number of records that were refused. */
  refused: Field<number, "!">;
  /** The number of records that were taken. */
  taken: Field<number, "!">;
  /** The number of records that are read again with the next pull. */
  waiting: Field<number, "!">;
}
/** A runner, benchmark, meter, importer, architecture, metric, exporter or estimator that is installed. */
export interface Plugin {
  __typename: Field<string, "!">;
  /** The version of the plugin contract for which it is written. */
  apiVersion: Field<string, "!">;
  /** A sentence that describes the plugin. */
  description: Field<string, "!">;
  /** The kind of the plugin, e.g. a runner or a benchmark. */
  kind: Field<PluginKind, "!">;
  /** The name of the plugin in queries and commands. */
  name: Field<string, "!">;
  /** The JSON Schema of the plugin's options. */
  optionsSchema: Field<unknown, "">;
  /** The package that the plugin comes from, or `built in`. The path of a file is shown to callers with the scope `operate` alone. */
  source: Field<string, "!">;
  /** The version of the plugin. */
  version: Field<string, "!">;
}
/** A plugin that is left out, with the reason. Callers without the scope `operate` see no paths in it. */
export interface PluginProblem {
  __typename: Field<string, "!">;
  /** The code of the reason. docs/errors.md lists the codes. */
  code: Field<string, "!">;
  /** The reason, and what would help. */
  message: Field<string, "!">;
  /** The package or file that should have brought the plugin. */
  source: Field<string, "!">;
  /** How far it came. */
  stage: Field<PluginStage, "!">;
}
/** A problem of a benchmark and who solved it. Its question is not served: the store does not hold it, as licences and canaries of datasets forbid it for some. */
export interface Problem {
  __typename: Field<string, "!">;
  /** The benchmark. */
  benchmark: Field<Benchmark, "!">;
  /** The mean, over models in their modes, of the mean score of their answers, between 0 and 1: a low one is that of a hard problem. Null if no answer to it was graded. */
  meanScore: Field<number, "">;
  /** The id of the problem within its benchmark. */
  problemId: Field<string, "!">;
  /** The models that answered it, those first that solve it most often. */
  results: Field<ProblemResult, "[!]!">;
  /** The parts of the benchmark that it belongs to. Empty if no run here has loaded the benchmark. */
  strata: Field<ProblemStratum, "[!]!">;
}
/** A page of problems. */
export interface ProblemConnection {
  __typename: Field<string, "!">;
  /** The rows of the page, each with its cursor. */
  edges: Field<ProblemEdge, "[!]!">;
  /** The rows of the page, without their cursors. */
  nodes: Field<Problem, "[!]!">;
  /** The position of the page in its list. */
  pageInfo: Field<PageInfo, "!">;
  /** The number of rows of the whole list that match, on all its pages. It is counted only when it is asked for. */
  totalCount: Field<number, "!">;
}
/** A row of a page. */
export interface ProblemEdge {
  __typename: Field<string, "!">;
  /** The position of this row in the list, to be given as `after` or `before`. */
  cursor: Field<string, "!">;
  /** The row. */
  node: Field<Problem, "!">;
}
/** The answers of a model in a mode to one problem, over all its runs. */
export interface ProblemResult {
  __typename: Field<string, "!">;
  /** The mode. */
  mode: Field<string, "!">;
  /** The model that answered. */
  model: Field<Model, "!">;
  /** The number of right answers. */
  right: Field<number, "!">;
  /** The number of answers, without those that failed. One that could not be decided counts as wrong. */
  total: Field<number, "!">;
}
/** A part of a benchmark to which a problem belongs. */
export interface ProblemStratum {
  __typename: Field<string, "!">;
  /** What the parts differ in, e.g. `subject` or `level`. */
  name: Field<string, "!">;
  /** The part, e.g. `Algebra`. */
  value: Field<string, "!">;
}
/** A package of plugins that others published, as the register of this release has it. */
export interface PublishedPlugin {
  __typename: Field<string, "!">;
  /** The commit of its source that was looked at. */
  commit: Field<string, "!">;
  /** A sentence that describes it. */
  description: Field<string, "!">;
  /** What it brings: benchmark, runner, metric, importer, exporter, meter or architecture. */
  kind: Field<string, "!">;
  /** The licence of the package, as an SPDX expression. */
  license: Field<string, "!">;
  /** The name of the package, which `npm install` takes. */
  name: Field<string, "!">;
  /** The address of its source. */
  repository: Field<string, "!">;
  /** Whether the published scores of two models or more were measured again and met within the 95 % interval of the difference. */
  reproduced: Field<boolean, "!">;
  /** The addresses of the runs that measured published scores again. */
  reproductionRuns: Field<string, "[!]!">;
}
/** The queries that the API answers from the results in its store. Each answer names its sources. */
export interface Query {
  __typename: Field<string, "!">;
  /** An accelerator by its slug. Null if the store does not hold it: the error then names the nearest slugs. */
  accelerator: Field<Hardware, "", {
    /** The slug, e.g. `H100-SXM`. */
    slug: string;
  }>;
  /** The accelerators of the store in the order of their slugs. */
  accelerators: Field<HardwareConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
  }>;
  /** A benchmark by its slug. Null if the store does not hold it: the error then names the nearest slugs. */
  benchmark: Field<Benchmark, "", {
    /** The slug, e.g. `gpqa-diamond`. */
    slug: string;
  }>;
  /** The benchmarks of the store in the order of their slugs. */
  benchmarks: Field<BenchmarkConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
  }>;
  /** The difference of two models, modes or operating points on the same problems of a benchmark. Of several experiments those two are taken that share most problems, where such that were asked alike count twice. */
  compare: Field<PairedComparison, "", {
    /** The first side. */
    a: ComparedInput;
    /** The second side. */
    b: ComparedInput;
    /** The slug of the benchmark, e.g. `gpqa-diamond`. */
    benchmark: string;
    /** What the runs of both sides must meet, such as a lab or a protocol. Its fields `benchmark`, `model` and `mode` and those of models have no effect. */
    where?: RunFilter | null;
  }>;
  /** A comparison of groups of candidates, for example of mixtures of experts with dense models. */
  comparison: Field<Comparison, "", {
    /** Use only models that were released by this day. */
    asOf?: string | null;
    /** The property that candidates are grouped by. */
    by: ComparisonKey;
    /** Limits that every candidate must meet. */
    constraints?: readonly ConstraintInput[] | null;
    /** The kind of the candidates. */
    grain?: CandidateGrain | null;
    /** The objectives to trade. Without any, accuracy is traded against compute. */
    objectives?: readonly ObjectiveInput[] | null;
    /** The deployment that the models would be served on. */
    on?: DeploymentInput | null;
    /** The runs to use. It must name at least one benchmark. */
    where?: RunFilter | null;
  }>;
  /** The developers of the models of the store. In the order of their names. */
  developers: Field<NameConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
  }>;
  /** The families of the models of the store. In the order of their names. */
  families: Field<NameConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
  }>;
  /** The records of a feed that were refused, wait or are in quarantine, in the order of the feed: the first 1000. */
  feedRecords: Field<FeedRecord, "[!]!", {
    /** The address or the lab of the peer. */
    peer: string;
  }>;
  /** The Pareto frontier over the runs that match. Over several benchmarks, the value of a candidate is the mean over all of them, each with the same weight. */
  frontier: Field<Frontier, "", {
    /** Use only models that were released by this day. */
    asOf?: string | null;
    /** True to leave out candidates that are not better than chance (`FrontierPoint.betterThanChance`): they do not compete. */
    betterThanChance?: boolean | null;
    /** Limits that every candidate must meet. Candidates that do not meet them do not compete. */
    constraints?: readonly ConstraintInput[] | null;
    /** An earlier version of the data to answer from. It stands for `where.dataVersion`. */
    dataVersion?: string | null;
    /** The kind of the candidates. */
    grain?: CandidateGrain | null;
    /** A confidence between 0 and 1. The points are then all candidates whose `membership` is at least this, also those that are dominated at their values. The field `undecided` holds the points of the frontier that have no membership. */
    minMembership?: number | null;
    /** The objectives to trade. Without any, accuracy is traded against compute (`flops`). */
    objectives?: readonly ObjectiveInput[] | null;
    /** The deployment that the models would be served on. Latency, TTFT, throughput, GPU time and memory, energy and cost are then those of the deployment. Models that do not fit are left out. */
    on?: DeploymentInput | null;
    /** The runs to use. It must name at least one benchmark. */
    where?: RunFilter | null;
  }>;
  /** The submitted runs that wait for an operator and those that were decided, the newest first. A token that is bound to a lab lists those of its lab. */
  heldSubmissions: Field<HeldSubmissionConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
    /** Only those of this status. */
    status?: HeldStatus | null;
  }>;
  /** A lab by its slug. Null if the store does not hold it: the error then names the nearest slugs. */
  lab: Field<Lab, "", {
    /** The slug, e.g. `epoch`. */
    slug: string;
  }>;
  /** The labs of the store in the order of their slugs. */
  labs: Field<LabConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
  }>;
  /** The licences of the models of the store. In the order of their names. */
  licenses: Field<NameConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
  }>;
  /** Every metric that may be an objective. Built-in metrics come first. */
  metrics: Field<Metric, "[!]!">;
  /** A model by its slug. Null if the store does not hold it: the error then names the nearest slugs. */
  model: Field<Model, "", {
    /** The slug, e.g. `Qwen/Qwen3-30B-A3B`. */
    slug: string;
  }>;
  /** The models of the store. */
  models: Field<ModelConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
    /** The order of the models. By default they are in the order of their slugs, and those of a search with the best match first. */
    orderBy?: ModelOrder | null;
    /** Words that the slug, the name, the developer or the family must all hold, in upper or lower case, e.g. `gpt-oss-120b` or `llama 70b`. If no model holds them, the few with the nearest names are returned. At most 200 characters. */
    search?: string | null;
    /** Return only models that match. */
    where?: ModelFilter | null;
  }>;
  /** The modes of the runs of the store. In the order of their names. */
  modes: Field<NameConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
  }>;
  /** The object with a global id. Null if there is none. */
  node: Field<Node, "", {
    /** A global id, as the field `id` of a node returns it. */
    id: string;
  }>;
  /** The objects with the given global ids, in their order. Null for an id without an object. */
  nodes: Field<Node, "[]!", {
    /** Global ids, as the field `id` of nodes returns them: 100 at most. */
    ids: readonly string[];
  }>;
  /** What operators said about runs of peers, in the order in which they said it: the first 1000. A run that none is about is accepted. */
  peerPolicies: Field<PeerPolicy, "[!]!">;
  /** The feeds of other labs that this store follows, in the order in which they were added. */
  peers: Field<Peer, "[!]!">;
  /** The plugins that are left out, each with the reason. The others work. */
  pluginProblems: Field<PluginProblem, "[!]!">;
  /** The installed plugins, ordered by kind and name. */
  plugins: Field<Plugin, "[!]!">;
  /** A problem of a benchmark. Null if the store holds no answer to it and no stratum of it. */
  problem: Field<Problem, "", {
    /** The slug of the benchmark, e.g. `math500`. */
    benchmark: string;
    /** The id of the problem, as `problemId` of a sample gives it. */
    id: string;
  }>;
  /** Packages of plugins that others published and that need not be installed here, ordered by name. */
  publishedPlugins: Field<PublishedPlugin, "[!]!", {
    /** Words of the name, the kind or the description, all of which must be there. */
    search?: string | null;
  }>;
  /** A run by its global id. Null if the store does not hold it. */
  run: Field<Run, "", {
    /** The global id of a run. */
    id: string;
  }>;
  /** The engines that served the models of the store's runs. In the order of their names. */
  runners: Field<NameConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
  }>;
  /** The runs of the store. */
  runs: Field<RunConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
    /** The order of the runs. By default the latest finished run comes first. */
    orderBy?: RunOrder | null;
    /** Return only runs that match. */
    where?: RunFilter | null;
  }>;
  /** The newest tokens, at most 1000. A token that is bound to a lab lists those of its lab. */
  tokens: Field<Token, "[!]!">;
  /** The movement of the frontier over the release dates of the models. */
  trajectory: Field<Trajectory, "", {
    /** Limits that every candidate must meet. */
    constraints?: readonly ConstraintInput[] | null;
    /** The first day to return. The frontier of that day includes all models released before it. */
    from?: string | null;
    /** The objectives to trade. Without any, accuracy is traded against compute (`flops`). */
    objectives?: readonly ObjectiveInput[] | null;
    /** The last day. */
    to?: string | null;
    /** The runs to use. It must name at least one benchmark. */
    where?: RunFilter | null;
  }>;
  /** The caller and its rights. */
  viewer: Field<Viewer, "!">;
  /** The cost of wrong answers compared with right ones, over the samples of the runs that match. */
  wrongAnswers: Field<WrongAnswers, "", {
    /** The metric of the cost: `output_tokens` or `flops`. */
    metric?: string | null;
    /** The runs to use. */
    where?: RunFilter | null;
  }>;
}
/** A 95 % confidence interval. */
export interface Range {
  __typename: Field<string, "!">;
  /** Its upper end. */
  high: Field<number, "!">;
  /** Its lower end. */
  low: Field<number, "!">;
}
/** The records over time: each day on which the best value so far was beaten. */
export interface Reach {
  __typename: Field<string, "!">;
  /** The halving time of a cost. Null for records of an accuracy. */
  halvingTime: Field<HalvingTime, "">;
  /** The records in order of their days. */
  records: Field<DatedPoint, "[!]!">;
  /** The trend of the records over years: of the value, or of log10 of a cost. Null for fewer than two records. */
  trend: Field<Trend, "">;
}
/** What came of grading a run again. */
export interface RegradeRunResult {
  __typename: Field<string, "!">;
  /** The number of answers of the run. */
  answers: Field<number, "!">;
  /** Those that changed. */
  changeCount: Field<number, "!">;
  /** The answers that changed, at most 1000. */
  changes: Field<GradeChange, "[!]!">;
  /** Those that could not be graded again, because their output or their problem is not there. */
  kept: Field<number, "!">;
  /** The new version, or the derived run. Null if nothing changed, or if it was only asked what would change. */
  run: Field<Run, "">;
}
/** One model in one mode on one benchmark, by one lab. */
export interface Run {
  __typename: Field<string, "!">;
  /** The version of the data from which on it counted. Null if it never did. */
  addedVersion: Field<string, "">;
  /** What its lab says of it in its feed, as far as this store can show it: REPRODUCED only while the store holds the other lab's run, too, and a countersignature that counts. Null if the lab says nothing. */
  assurance: Field<Assurance, "">;
  /** The benchmark whose problems were answered. */
  benchmark: Field<Benchmark, "!">;
  /** The SHA-256 of its content. The same submission has the same hash in every store. */
  contentHash: Field<string, "!">;
  /** The US dollars of a problem: as its source states them, else its tokens at the price in force (`Model.prices`), as candidates have them, else its GPU time at the price in force of an hour of its accelerator. A price makes it estimated, and the note says which. Null if none is known. */
  cost: Field<Measure, "">;
  /** What other labs signed of it, in the order of their slugs. */
  countersignatures: Field<Countersignature, "[!]!">;
  /** The share of the benchmark's problems that it answered, between 0 and 1. Null if their number is not known. */
  coverage: Field<number, "">;
  /** The sampling settings of its answers. */
  decoding: Field<Decoding, "!">;
  /** The settings of the server (parallelism, precision, batch), named as in the source. */
  deployment: Field<unknown, "">;
  /** The run whose stored answers were graded or judged again to make this one. Null if there is none, or if this store does not hold it. */
  derivedFrom: Field<Run, "">;
  /** Whether another lab signed that it got something else with a run of its own, which was not taken back. */
  disputed: Field<boolean, "!">;
  /** The reason why it failed, or why it waits for another attempt. */
  error: Field<string, "">;
  /** The code of that reason, for programs. docs/errors.md lists the codes. */
  errorCode: Field<string, "">;
  /** What went wrong in full. Null for callers who may not measure for the lab of the run. */
  errorDetails: Field<string, "">;
  /** The time at which it ended. */
  finishedAt: Field<string, "">;
  /** What judged its answers: the grader that its source states, or the benchmark's plugin with its version and the judge. Null if it is not known. */
  grader: Field<string, "">;
  /** The accelerator that it was served on. */
  hardware: Field<Hardware, "">;
  /** The number of accelerators. */
  hardwareCount: Field<number, "">;
  /** The global id. It changes once, when a run that is measured ends; its earlier id stays valid. */
  id: Field<string, "!">;
  /** The CI job that signed it by Sigstore, in the feed that brought it. Null if none did, or if the server has no trusted root (`SIGSTORE_TRUSTED_ROOT`). */
  identity: Field<Signer, "">;
  /** Its judges, with their errors and their agreement. Null if no answer was judged. */
  judging: Field<JudgingReport, "">;
  /** The lab that ran or published it. */
  lab: Field<Lab, "!">;
  /** The licence of the source. */
  license: Field<string, "">;
  /** The expected accuracy of a majority of k answers, over all choices of k of its samples. Null if a problem has fewer than k answers. */
  majorityVote: Field<ClusteredMean, "", {
    /** The number of answers that vote, at least 1. */
    k: number;
  }>;
  /** Its measure of one metric. Null if it has none. */
  measure: Field<Measure, "", {
    /** The name of the metric, e.g. `flops`. */
    metric: string;
  }>;
  /** All its measures, measured and estimated ones. */
  measures: Field<Measure, "[!]!">;
  /** The name of what changes answers and price: reasoning effort, tools, selection or precision. It is `default` if nothing was chosen. */
  mode: Field<string, "!">;
  /** The model that answered. */
  model: Field<Model, "!">;
  /** The files of its model, as the run names them or the record by which its lab published it. Null if neither does. */
  modelFiles: Field<ModelFile, "[!]">;
  /** Further remarks of the source, and assumptions made when it was imported. */
  notes: Field<string, "">;
  /** The unbiased estimate of pass@k, the probability that at least one of k answers to a problem is right (Chen et al. 2021), over its samples. Null if a problem has fewer than k answers. */
  passAtK: Field<ClusteredMean, "", {
    /** The number of answers to a problem, at least 1. */
    k: number;
  }>;
  /** The number of its problems. */
  problemCount: Field<number, "">;
  /** The name of how it was asked and graded: a digest of prompt, shots, extraction, grader, judge and class of temperature. Null if it is not known. */
  protocol: Field<string, "">;
  /** The way in which it came into this store. */
  provenance: Field<Provenance, "!">;
  /** The request and the plugins that served it, enough to run it again. Null if it was not measured here. Callers who may not measure for its lab see no options of plugins, addresses or files in it. */
  recipe: Field<unknown, "">;
  /** Whether another lab signed that it got the same with a run of its own, which was not taken back. */
  reproduced: Field<boolean, "!">;
  /** The version of the data from which on it counted no more, because it was taken back. Null if it was not. */
  retiredVersion: Field<string, "">;
  /** The reason why it was taken back. Null if it was not. */
  retractionReason: Field<string, "">;
  /** The engine that served the model. */
  runner: Field<string, "">;
  /** The version of the engine. */
  runnerVersion: Field<string, "">;
  /** The number of its answers, repeats included. */
  sampleCount: Field<number, "">;
  /** Its answers in order of problem and repeat. The list is empty if the source gives only totals. */
  samples: Field<SampleConnection, "!", {
    /** Return only rows after this cursor. */
    after?: string | null;
    /** Return only rows before this cursor. */
    before?: string | null;
    /** Return only answers with this verdict. */
    correct?: boolean | null;
    /** Return only answers of which this became. */
    fate?: AnswerFate | null;
    /** The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20. */
    first?: number | null;
    /** The number of rows to return from the end of the list, or up to `before`: 1 to 100. */
    last?: number | null;
  }>;
  /** The provider or the engine, with the precision of weights and cache. Null if it is not known. */
  servedAs: Field<string, "">;
  /** The facts of how the model was served, as far as they are known. */
  serving: Field<Serving, "!">;
  /** The address at which it was published. */
  sourceUrl: Field<string, "">;
  /** The time at which it began. */
  startedAt: Field<string, "">;
  /** The stage that it has reached. */
  status: Field<RunStatus, "!">;
  /** Its accuracy on each part of the benchmark, such as a subject or a level, in the order of their names. A problem can belong to several parts. Empty if it has no samples, or if no run here has loaded the benchmark. */
  strata: Field<StratumResult, "[!]!", {
    /** Return only parts of this name, e.g. `subject`. */
    name?: string | null;
  }>;
  /** The corrected run that replaces it. Null if there is none. */
  supersededBy: Field<Run, "">;
  /** Whether its lab signed it, in a feed that this store reads. */
  verified: Field<boolean, "!">;
  /** Whether the caller may measure for its lab: rerun it, cancel it, let it go on, or take it back. */
  viewerMayMeasure: Field<boolean, "!">;
}
/** A page of runs. */
export interface RunConnection {
  __typename: Field<string, "!">;
  /** The rows of the page, each with its cursor. */
  edges: Field<RunEdge, "[!]!">;
  /** The rows of the page, without their cursors. */
  nodes: Field<Run, "[!]!">;
  /** The position of the page in its list. */
  pageInfo: Field<PageInfo, "!">;
  /** The number of rows of the whole list that match, on all its pages. It is counted only when it is asked for. */
  totalCount: Field<number, "!">;
}
/** A row of a page. */
export interface RunEdge {
  __typename: Field<string, "!">;
  /** The position of this row in the list, to be given as `after` or `before`. */
  cursor: Field<string, "!">;
  /** The row. */
  node: Field<Run, "!">;
}
/** The progress of a run that is measured. */
export interface RunProgress {
  __typename: Field<string, "!">;
  /** The number of stored answers that are correct. */
  correct: Field<number, "!">;
  /** The US dollars of the answers so far whose price is known; null where none is. Judges are no part of it. */
  cost: Field<number, "">;
  /** The number of answers that are stored. */
  done: Field<number, "!">;
  /** The number of answers whose request or grading failed. They are no part of the accuracy. */
  errors: Field<number, "!">;
  /** The upper end of the 95 % interval of the accuracy so far; null before the first answer. */
  high: Field<number, "">;
  /** The number of requests that the engine is working on. */
  inFlight: Field<number, "!">;
  /** The number of answers that a judge decided. */
  judged: Field<number, "!">;
  /** The lower end of the 95 % interval of the accuracy so far; null before the first answer. */
  low: Field<number, "">;
  /** A message for people, for example what a worker waits for; null where there is none, and for callers who may not measure for the lab of the run. `Run.error` says to everybody why a run failed. */
  message: Field<string, "">;
  /** The output tokens of the answers so far, as far as they are known. */
  outputTokens: Field<number, "!">;
  /** The seconds that remain at the rate so far; null where the rate is not known. */
  remaining: Field<number, "">;
  /** The status of the run. */
  status: Field<RunStatus, "!">;
  /** The output tokens a second since the worker began with the run; null before its first answer, and after the end. */
  tokensPerSecond: Field<number, "">;
  /** The number of answers that the run will have. */
  total: Field<number, "!">;
  /** The number of answers that were cut by a limit of tokens or time. They count as wrong. */
  truncated: Field<number, "!">;
  /** The number of answers that could not be decided. They count as wrong. */
  undecided: Field<number, "!">;
}
/** One answer to one problem in a run. */
export interface Sample {
  __typename: Field<string, "!">;
  /** Tokens that a draft model proposed and the model took. Null if the engine does not say. */
  acceptedDraftTokens: Field<number, "">;
  /** The final answer as it was extracted. */
  answer: Field<string, "">;
  /** Seconds to the first token of the answer itself, behind its reasoning. Null if it is not known. */
  answerTtft: Field<number, "">;
  /** Tokens of the prompt that the engine had in its cache. Null if it does not say. */
  cachedPromptTokens: Field<number, "">;
  /** The verdict. Null with an error if the request or its grading failed, and without one if the answer could not be decided. */
  correct: Field<boolean, "">;
  /** Output tokens of failed attempts at this answer. The costs of the run count them. */
  discardedTokens: Field<number, "">;
  /** The reason why there is no verdict. */
  error: Field<string, "">;
  /** The code of that error, one of those in docs/errors.md. */
  errorCode: Field<string, "">;
  /** The gold answer. */
  expected: Field<string, "">;
  /** What became of it. */
  fate: Field<AnswerFate, "!">;
  /** The reason why generation ended, as the engine reported it. */
  finishReason: Field<string, "">;
  /** The global id. */
  id: Field<string, "!">;
  /** What a judge said of it, if it was asked. The verdict is that of the judge only if the parse could not decide. */
  judgement: Field<Judgement, "">;
  /** The cost of this answer, and its values of metrics that plugins add. */
  measures: Field<Measure, "[!]!">;
  /** The whole completion, if it is kept. A canary string of the dataset in it is left out. */
  output: Field<string, "">;
  /** The id of the problem within its benchmark. */
  problemId: Field<string, "!">;
  /** The SHA-256 of the prompt. */
  promptHash: Field<string, "">;
  /** Seconds that the request waited in the engine. Null if the engine does not say. */
  queueTime: Field<number, "">;
  /** Tokens that a draft model proposed and the model refused. Null if the engine does not say. */
  rejectedDraftTokens: Field<number, "">;
  /** The number of this answer among the answers to its problem, from 0. */
  repeat: Field<number, "!">;
  /** The score between 0 and 1, if there is partial credit. */
  score: Field<number, "">;
}
/** A page of samples. */
export interface SampleConnection {
  __typename: Field<string, "!">;
  /** The rows of the page, each with its cursor. */
  edges: Field<SampleEdge, "[!]!">;
  /** The rows of the page, without their cursors. */
  nodes: Field<Sample, "[!]!">;
  /** The position of the page in its list. */
  pageInfo: Field<PageInfo, "!">;
  /** The number of rows of the whole list that match, on all its pages. It is counted only when it is asked for. */
  totalCount: Field<number, "!">;
}
/** A row of a page. */
export interface SampleEdge {
  __typename: Field<string, "!">;
  /** The position of this row in the list, to be given as `after` or `before`. */
  cursor: Field<string, "!">;
  /** The row. */
  node: Field<Sample, "!">;
}
/** The budget beyond which more compute stops paying. A budget is the highest cost that an answer may have, and an answer that is not finished within it counts as wrong. The curve accuracy = asymptote · Φ(steepness · log10(budget / midpoint)), where Φ is the normal distribution function, is fitted by least squares. */
export interface Saturation {
  __typename: Field<string, "!">;
  /** The curve's accuracy at the saturation point. */
  accuracy: Field<number, "!">;
  /** The accuracy that the curve tends to, between 0 and 1. */
  asymptote: Field<number, "!">;
  /** The saturation point, in the metric's unit: beyond it, ten times the budget adds less than the gain. */
  budget: Field<number, "!">;
  /** Its 95 % interval by a bootstrap over problems. Null for a single problem. */
  budgetInterval: Field<Range, "">;
  /** The accuracy that ten times the budget has to add to be worth it. */
  gain: Field<number, "!">;
  /** The metric of the budget. */
  metric: Field<Metric, "!">;
  /** The budget at which half of the asymptote is reached, in the metric's unit. */
  midpoint: Field<number, "!">;
  /** The mode of the model. Null if models are pooled. */
  mode: Field<string, "">;
  /** The number of models in a mode that the curve is the mean of. */
  modelCount: Field<number, "!">;
  /** The saturation point of the points themselves, without a curve, in the metric's unit. */
  observedBudget: Field<number, "!">;
  /** The points that the curve was fitted to. */
  points: Field<CurvePoint, "[!]!">;
  /** The position of the saturation point relative to the budgets in the data. */
  position: Field<SaturationPosition, "!">;
  /** True if the budgets in the data go beyond it. */
  reached: Field<boolean, "!">;
  /** The share of resamples in which the budgets in the data go beyond the saturation point. Null for a single problem. */
  reachedShare: Field<number, "">;
  /** The root mean squared distance of the points from the curve, as accuracy. */
  residual: Field<number, "!">;
  /** The number of standard deviations of Φ for a tenfold increase of the budget. */
  steepness: Field<number, "!">;
}
/** How a model was served: as its source states it, or as its runner, its deployment, its mode and the words of `servedAs` say it. What nobody said is null. */
export interface Serving {
  __typename: Field<string, "!">;
  /** The precision of the KV cache, as the source states it. */
  cachePrecision: Field<string, "">;
  /** The day of that version, or on which it was served, as the source states it. */
  date: Field<string, "">;
  /** How much the model was told to reason, e.g. `high`, `off` or `budget-32`. */
  effort: Field<string, "">;
  /** The engine, in lower case, e.g. `vllm`. */
  engine: Field<string, "">;
  /** The precision of the weights by its usual name, e.g. `bf16` or `fp8`. */
  precision: Field<string, "">;
  /** The provider that served it over the network, in lower case, e.g. `together`. */
  provider: Field<string, "">;
  /** The version of the model that the provider named. */
  version: Field<string, "">;
}
/** The plan of serving a model on one of the deployments that were asked for, or why there is none. */
export interface ServingOutcome {
  __typename: Field<string, "!">;
  /** The deployment that was asked for, as `2 × RTX-4090`: one machine. */
  deployment: Field<string, "!">;
  /** The plan; null where there is none. */
  plan: Field<ServingPlan, "">;
  /** Why there is no plan; null where there is one. */
  refusal: Field<ServingRefusal, "">;
}
/** How a load is carried with the fewest machines. Times are in seconds and hold for a full batch; docs/deployment.md has the formulas and their limits. */
export interface ServingPlan {
  __typename: Field<string, "!">;
  /** The accelerators of all machines. */
  accelerators: Field<number, "!">;
  /** Groups of them that attend for their own part of the batch. */
  attentionParallel: Field<number, "!">;
  /** The most answers that each replica runs at the same time. */
  batch: Field<number, "!">;
  /** The slug of the checkpoint that is published in that format. Null where none is known. */
  checkpoint: Field<string, "">;
  /** US dollars for 730 hours of all accelerators. Where the model's answers were not measured, `low` and `high` are those of the least and the most spread lengths that models have; else they are null. Null without a price. */
  dollarsPerMonth: Field<Estimate, "">;
  /** What estimated the other times. */
  estimator: Field<EstimatorUsed, "!">;
  /** Groups of accelerators that each hold whole experts. */
  expertParallel: Field<number, "!">;
  /** The time between two tokens, at the 95th percentile. */
  itlP95: Field<number, "!">;
  /** Joules of all accelerators for each answer, idling included. Null where the accelerator's power is not known. */
  joulesPerAnswer: Field<number, "">;
  /** The answers that it counts with. */
  lengths: Field<AnswerLengths, "!">;
  /** The number of machines, each with the accelerators of `on`. */
  machines: Field<number, "!">;
  /** The answers that run at the same time on each replica on average, by Little's law. */
  meanRunning: Field<number, "!">;
  /** Stages of layers that follow each other. */
  pipelineParallel: Field<number, "!">;
  /** The number format of the weights. */
  precision: Field<Precision, "!">;
  /** The tokens of a prompt that it counts with. */
  promptTokens: Field<number, "!">;
  /** What was chosen and why, in whole sentences. */
  reason: Field<string, "!">;
  /** The copies of the model on all machines. */
  replicas: Field<number, "!">;
  /** One replica in words: accelerators, split, batch and engine. */
  servedAs: Field<string, "!">;
  /** Accelerators that cut each layer among them. */
  tensorParallel: Field<number, "!">;
  /** Whether the time between tokens was measured in this configuration. */
  timeBasis: Field<TimeBasis, "!">;
  /** The time to the first token with the wait for a place, at the 95th percentile. */
  ttftP95: Field<number, "!">;
  /** The share of all places that would be taken if each answer took as long as in a full batch: at most 0.95. */
  utilisation: Field<number, "!">;
  /** The time until a place is free, at the 95th percentile, by Erlang's C formula. */
  waitP95: Field<number, "!">;
  /** What to know before relying on it, in whole sentences. */
  warnings: Field<string, "[!]!">;
}
/** Why there is no plan of serving a model on a deployment. */
export interface ServingRefusal {
  __typename: Field<string, "!">;
  /** The kind of reason. */
  code: Field<ServingRefusalCode, "!">;
  /** The reason in whole sentences, with what to change. */
  message: Field<string, "!">;
}
/** A link that signs a browser in, once. */
export interface SignInLink {
  __typename: Field<string, "!">;
  /** The code alone, which `POST /sign-in` exchanges for a token. */
  code: Field<string, "!">;
  /** The time until which it can be used. */
  expiresAt: Field<string, "!">;
  /** The link after the address of the server, such as https://example.org. It works once. */
  path: Field<string, "!">;
}
/** Who signed by Sigstore, as the certificate says. */
export interface Signer {
  __typename: Field<string, "!">;
  /** The issuer of its token, such as `https://token.actions.githubusercontent.com`. */
  issuer: Field<string, "!">;
  /** Who it is, of a CI job the address of its workflow with the branch or the tag. */
  subject: Field<string, "!">;
}
/** The place where some of the runs behind an answer were published. Name it wherever the answer is shown. */
export interface Source {
  __typename: Field<string, "!">;
  /** The lab that published the runs. */
  lab: Field<Lab, "!">;
  /** The licence of the source. */
  license: Field<string, "">;
  /** The number of runs from this source. */
  runCount: Field<number, "!">;
  /** The address of the source. */
  url: Field<string, "">;
}
/** The runs that were queued. */
export interface StartRunResult {
  __typename: Field<string, "!">;
  /** The runs, one for each benchmark and each way of thinking. */
  runs: Field<Run, "[!]!">;
}
/** The results of a run on the problems of one part of its benchmark. */
export interface StratumResult {
  __typename: Field<string, "!">;
  /** The mean over its problems of the share of right answers, between 0 and 1. */
  accuracy: Field<number, "!">;
  /** The number of answers to them, without those that failed. */
  answerCount: Field<number, "!">;
  /** What the parts differ in, e.g. `subject` or `level`. */
  name: Field<string, "!">;
  /** The number of its problems that were answered. */
  problemCount: Field<number, "!">;
  /** The part, e.g. `Algebra`. */
  value: Field<string, "!">;
}
/** The reason for which a run was refused. */
export interface SubmissionError {
  __typename: Field<string, "!">;
  /** The code of the failure, as `docs/errors.md` lists it. */
  code: Field<string, "!">;
  /** The path of the field at fault, such as `samples.3.correct`. */
  field: Field<string, "">;
  /** What was wrong, and what is allowed. */
  message: Field<string, "!">;
}
/** What became of a submitted run. */
export interface SubmissionResult {
  __typename: Field<string, "!">;
  /** The SHA-256 of its content. Null if it was refused. */
  contentHash: Field<string, "">;
  /** The reason for which it was refused. Null if it was not. */
  error: Field<SubmissionError, "">;
  /** The run as it is stored. Null if it was refused, waits for an operator or was deleted for good. */
  run: Field<Run, "">;
  /** What became of it. */
  status: Field<SubmissionStatus, "!">;
}
/** The events that are sent as they happen, by server-sent events. */
export interface Subscription {
  __typename: Field<string, "!">;
  /** The frontier of these arguments now, and again whenever what is selected of it has changed: a change of the data that leaves it as it was sends nothing, and neither does another `dataVersion` alone. At most once a second, until the token with which it was asked ends. */
  frontierChanged: Field<Frontier, "!", {
    /** Use only models that were released by this day. */
    asOf?: string | null;
    /** True to leave out candidates that are not better than chance (`FrontierPoint.betterThanChance`): they do not compete. */
    betterThanChance?: boolean | null;
    /** Limits that every candidate must meet. Candidates that do not meet them do not compete. */
    constraints?: readonly ConstraintInput[] | null;
    /** An earlier version of the data to answer from. It stands for `where.dataVersion`. */
    dataVersion?: string | null;
    /** The kind of the candidates. */
    grain?: CandidateGrain | null;
    /** A confidence between 0 and 1. The points are then all candidates whose `membership` is at least this, also those that are dominated at their values. The field `undecided` holds the points of the frontier that have no membership. */
    minMembership?: number | null;
    /** The objectives to trade. Without any, accuracy is traded against compute (`flops`). */
    objectives?: readonly ObjectiveInput[] | null;
    /** The deployment that the models would be served on. Latency, TTFT, throughput, GPU time and memory, energy and cost are then those of the deployment. Models that do not fit are left out. */
    on?: DeploymentInput | null;
    /** The runs to use. It must name at least one benchmark. */
    where?: RunFilter | null;
  }>;
  /** The progress of a run from now on, at most four times a second, until the run ends, or the token with which it was asked. */
  runProgress: Field<RunProgress, "!", {
    /** The global id of the run. */
    id: string;
  }>;
}
/** A token, without its secret. */
export interface Token {
  __typename: Field<string, "!">;
  /** The time at which it was made. */
  createdAt: Field<string, "!">;
  /** The time at which it expires; null where it never does. */
  expiresAt: Field<string, "">;
  /** The first characters of the token. */
  hint: Field<string, "!">;
  /** The number by which it is revoked. */
  id: Field<string, "!">;
  /** The slug of the lab to which it is bound; null where it is bound to none. */
  lab: Field<string, "">;
  /** Its purpose, in the words of its maker. */
  note: Field<string, "">;
  /** The time at which it was revoked; null where it was not. */
  revokedAt: Field<string, "">;
  /** Its rights. */
  scope: Field<Scope, "!">;
  /** True for the code of a sign-in link that has not been used. */
  singleUse: Field<boolean, "!">;
}
/** What a provider asks for the tokens of a model, in US dollars per million tokens. */
export interface TokenPrice {
  __typename: Field<string, "!">;
  /** US dollars per million prompt tokens that the provider had in its cache. Null if no source states it. */
  cached: Field<number, "">;
  /** The day, or the month as `2025-02`, for which the source states it. */
  date: Field<string, "!">;
  /** US dollars per million prompt tokens. */
  input: Field<number, "!">;
  /** The licence of the source. Null if none is stated. */
  license: Field<string, "">;
  /** What the source says about it, e.g. a mean of several providers. */
  note: Field<string, "">;
  /** US dollars per million output tokens, those of the reasoning included. */
  output: Field<number, "!">;
  /** The provider. Null if the source names none. */
  provider: Field<string, "">;
  /** Where the price is stated. */
  source: Field<string, "!">;
}
/** The movement of the frontier over the release dates of the models. */
export interface Trajectory {
  __typename: Field<string, "!">;
  /** The efficiency S_eff over time. The objectives must be accuracy and flops. */
  efficiency: Field<Efficiency, "">;
  /** The frontier over models of all dates. */
  frontier: Field<Frontier, "!">;
  /** The trend, along the last frontier, of the first maximised objective over log10 of the first minimised one. */
  gainPerTenfold: Field<Trend, "">;
  /** The lowest first minimised objective that reached a target on the first maximised one, over time. */
  needed: Field<Reach, "", {
    /** The target, in the unit of the first maximised objective. */
    target: number;
  }>;
  /** The highest first maximised objective within a budget of the first minimised one, over time. */
  reachable: Field<Reach, "", {
    /** The budget, in the unit of the first minimised objective. */
    budget: number;
  }>;
  /** The days on which the frontier changed. */
  steps: Field<TrajectoryStep, "[!]!">;
  /** The number of candidates without a release date, which are left out. */
  undated: Field<number, "!">;
}
/** The frontier as of a day on which it changed. */
export interface TrajectoryStep {
  __typename: Field<string, "!">;
  /** The number of candidates released by that day. */
  candidateCount: Field<number, "!">;
  /** The day. */
  date: Field<string, "!">;
  /** The points that joined the frontier on this day. */
  entered: Field<FrontierPoint, "[!]!">;
  /** The hypervolume, between 0 and 1, normalised within the bounds of all candidates so that days can be compared. */
  hypervolume: Field<number, "!">;
  /** The points of the frontier. Their ranks are those among models of all dates. */
  points: Field<FrontierPoint, "[!]!">;
  /** The number of them whose answers are stored one by one. The others are, at least in part, means that a source published. */
  sampledCount: Field<number, "!">;
}
/** A straight line through points by least squares. Records and frontiers depend on one another, so that the slope is less certain than the interval says. */
export interface Trend {
  __typename: Field<string, "!">;
  /** The value of y at x = 0. */
  intercept: Field<number, "!">;
  /** The points that the fit used. */
  points: Field<TrendPoint, "[!]!">;
  /** The growth of y for each unit of x. */
  slope: Field<number, "!">;
  /** Student's 95 % interval of the slope. Null for two points. */
  slopeInterval: Field<Range, "">;
}
/** A point that a trend was fitted to. */
export interface TrendPoint {
  __typename: Field<string, "!">;
  /** The time in years (2025.5 is the middle of 2025), or log10 of a cost. */
  x: Field<number, "!">;
  /** The value that the trend describes. */
  y: Field<number, "!">;
}
/** A candidate that is in no group of a comparison. */
export interface UngroupedCandidate {
  __typename: Field<string, "!">;
  /** The mode. */
  mode: Field<string, "!">;
  /** The model. */
  model: Field<Model, "!">;
  /** The reason, as a sentence. */
  reason: Field<string, "!">;
}
/** The caller, as far as its token says who it is. */
export interface Viewer {
  __typename: Field<string, "!">;
  /** The slug of the lab to which its token is bound. Null where it is bound to none. */
  lab: Field<string, "">;
  /** The rights of its token. Null for a caller without one. */
  scope: Field<Scope, "">;
}
/** A model in a mode that a warning is about. */
export interface WarnedCandidate {
  __typename: Field<string, "!">;
  /** The mode. */
  mode: Field<string, "!">;
  /** The model. */
  model: Field<Model, "!">;
}
/** What to know before comparing candidates. */
export interface Warning {
  __typename: Field<string, "!">;
  /** The candidates that it is about: of a mixture those that are unlike most others, or all where no group is the largest. */
  candidates: Field<WarnedCandidate, "[!]!">;
  /** The kind of warning. */
  code: Field<WarningCode, "!">;
  /** The warning in whole sentences, with what to do about it. */
  message: Field<string, "!">;
}
/** The cost of the wrong answers of a model in a mode on a benchmark compared with its right ones. */
export interface WrongAnswerPair {
  __typename: Field<string, "!">;
  /** The benchmark. */
  benchmark: Field<Benchmark, "!">;
  /** The mode. */
  mode: Field<string, "!">;
  /** The model. */
  model: Field<Model, "!">;
  /** The mean cost of all wrong answers divided by that of all right ones. Null if one kind is missing. */
  pooled: Field<Estimate, "">;
  /** The number of right answers. */
  right: Field<number, "!">;
  /** The same ratio within problems that have both right and wrong answers. Null if no problem has both. */
  withinProblem: Field<Estimate, "">;
  /** The number of wrong answers. */
  wrong: Field<number, "!">;
}
/** The cost of wrong answers compared with right ones. The pooled ratio includes that hard problems bring both long answers and errors. The ratio within problems that a model answered both ways cannot be explained by difficulty. */
export interface WrongAnswers {
  __typename: Field<string, "!">;
  /** The figures of each model in a mode on a benchmark. */
  pairs: Field<WrongAnswerPair, "[!]!">;
  /** The mean cost of wrong answers divided by that of right ones, as the geometric mean over pairs. */
  pooled: Field<Estimate, "">;
  /** The share of pairs of a model in a mode and a benchmark that spend more on wrong answers, over all problems. */
  shareOfPairs: Field<Estimate, "">;
  /** The share of pairs that spend more on wrong answers within the same problem. */
  shareOfPairsWithinProblem: Field<Estimate, "">;
  /** The same ratio within problems that have both kinds: the geometric mean over problems, clustered by problem. */
  withinProblem: Field<Estimate, "">;
}
/** The type of each field that is an object or has arguments, and the types of its arguments. */
export const FIELDS: Record<string, Record<string, { type: string; args?: Record<string, string> }>> = {
  Benchmark: {
    frontier: { type: "Frontier", args: { asOf: "Date", betterThanChance: "Boolean", constraints: "[ConstraintInput!]", dataVersion: "String", grain: "CandidateGrain", minMembership: "Float", objectives: "[ObjectiveInput!]", on: "DeploymentInput", where: "RunFilter" } },
    problems: { type: "ProblemConnection", args: { after: "String", before: "String", first: "Int", last: "Int" } },
    runs: { type: "RunConnection", args: { after: "String", before: "String", first: "Int", last: "Int", orderBy: "RunOrder", where: "RunFilter" } },
    saturation: { type: "Saturation", args: { gain: "Float", metric: "String", where: "RunFilter" } },
    subsetOf: { type: "Benchmark" },
    trajectory: { type: "Trajectory", args: { constraints: "[ConstraintInput!]", from: "Date", objectives: "[ObjectiveInput!]", to: "Date", where: "RunFilter" } },
  },
  BenchmarkConnection: {
    edges: { type: "BenchmarkEdge" },
    nodes: { type: "Benchmark" },
    pageInfo: { type: "PageInfo" },
  },
  BenchmarkEdge: {
    node: { type: "Benchmark" },
  },
  CancelRunResult: {
    run: { type: "Run" },
  },
  CascadeFallback: {
    model: { type: "Model" },
  },
  CheapestServing: {
    point: { type: "FrontierPoint" },
    serving: { type: "ServingOutcome" },
  },
  ComparedSide: {
    model: { type: "Model" },
  },
  Comparison: {
    groups: { type: "ComparisonGroup" },
    pairs: { type: "ComparisonPair" },
    segments: { type: "FrontierSegment" },
    stretches: { type: "FrontierStretch" },
    ungroupedCandidates: { type: "UngroupedCandidate" },
  },
  ComparisonGroup: {
    accuracyGapAtEqualCompute: { type: "Measure" },
    frontierShareInterval: { type: "Range" },
    gapRange: { type: "GapRange" },
    hypervolumeInterval: { type: "Range" },
    regression: { type: "GroupRegression" },
  },
  ComparisonPair: {
    a: { type: "ComparisonPairSide" },
    accuracy: { type: "PairedDifference" },
    b: { type: "ComparisonPairSide" },
    benchmark: { type: "Benchmark" },
    costs: { type: "PairedDifference" },
    mcnemar: { type: "McNemar" },
    model: { type: "Model" },
  },
  Countersignature: {
    run: { type: "Run" },
  },
  CreateTokenResult: {
    details: { type: "Token" },
  },
  DataSheet: {
    peaks: { type: "PeakRate" },
  },
  DatedPoint: {
    point: { type: "FrontierPoint" },
  },
  Deployment: {
    memory: { type: "MemoryBreakdown" },
  },
  DifferingProblemConnection: {
    edges: { type: "DifferingProblemEdge" },
    nodes: { type: "DifferingProblem" },
    pageInfo: { type: "PageInfo" },
  },
  DifferingProblemEdge: {
    node: { type: "DifferingProblem" },
  },
  Efficiency: {
    points: { type: "DatedPoint" },
    trend: { type: "Trend" },
  },
  Experiment: {
    benchmark: { type: "Benchmark" },
  },
  Frontier: {
    band: { type: "FrontierBandPoint" },
    best: { type: "FrontierPoint", args: { constraints: "[ConstraintInput!]!" } },
    cheapestServing: { type: "CheapestServing", args: { estimator: "String", load: "LoadInput!", on: "[DeploymentInput!]!" } },
    dominated: { type: "FrontierPointConnection", args: { after: "String", before: "String", first: "Int", last: "Int" } },
    hypervolume: { type: "Float", args: { reference: "[ReferenceInput!]" } },
    knee: { type: "FrontierPoint" },
    leftOut: { type: "LeftOut" },
    leftOutCounts: { type: "LeftOutCount" },
    objectives: { type: "Objective" },
    points: { type: "FrontierPoint" },
    protocols: { type: "FrontierProtocol" },
    sources: { type: "Source" },
    undecided: { type: "FrontierPoint" },
    upperBounds: { type: "FrontierPoint" },
    warnings: { type: "Warning" },
  },
  FrontierPoint: {
    corrected: { type: "Estimate" },
    dominatedBy: { type: "FrontierPoint" },
    experiments: { type: "Experiment" },
    measures: { type: "Measure" },
    model: { type: "Model" },
    operatingPoint: { type: "OperatingPoint" },
    run: { type: "Run" },
    servingPlans: { type: "ServingOutcome", args: { estimator: "String", load: "LoadInput!", on: "[DeploymentInput!]!" } },
  },
  FrontierPointConnection: {
    edges: { type: "FrontierPointEdge" },
    nodes: { type: "FrontierPoint" },
    pageInfo: { type: "PageInfo" },
  },
  FrontierPointEdge: {
    node: { type: "FrontierPoint" },
  },
  GradeChange: {
    after: { type: "GradedState" },
    before: { type: "GradedState" },
  },
  GroupRegression: {
    gap: { type: "Coefficient" },
    perTenfold: { type: "Coefficient" },
    perYear: { type: "Coefficient" },
  },
  Hardware: {
    dataSheet: { type: "DataSheet" },
  },
  HardwareConnection: {
    edges: { type: "HardwareEdge" },
    nodes: { type: "Hardware" },
    pageInfo: { type: "PageInfo" },
  },
  HardwareEdge: {
    node: { type: "Hardware" },
  },
  HeldSubmission: {
    run: { type: "Run" },
  },
  HeldSubmissionConnection: {
    edges: { type: "HeldSubmissionEdge" },
    nodes: { type: "HeldSubmission" },
    pageInfo: { type: "PageInfo" },
  },
  HeldSubmissionEdge: {
    node: { type: "HeldSubmission" },
  },
  Judgement: {
    second: { type: "Judgement" },
  },
  JudgingReport: {
    judges: { type: "JudgeReport" },
  },
  Lab: {
    runs: { type: "RunConnection", args: { after: "String", before: "String", first: "Int", last: "Int", orderBy: "RunOrder", where: "RunFilter" } },
  },
  LabConnection: {
    edges: { type: "LabEdge" },
    nodes: { type: "Lab" },
    pageInfo: { type: "PageInfo" },
  },
  LabEdge: {
    node: { type: "Lab" },
  },
  LeftOut: {
    model: { type: "Model" },
  },
  Measure: {
    metric: { type: "Metric" },
  },
  Model: {
    compute: { type: "ModelCompute", args: { on: "DeploymentInput", outputTokens: "Float!", promptTokens: "Float!" } },
    deployment: { type: "Deployment", args: { contextTokens: "Int", on: "DeploymentInput!" } },
    generationDefaults: { type: "Decoding" },
    prices: { type: "TokenPrice" },
    runs: { type: "RunConnection", args: { after: "String", before: "String", first: "Int", last: "Int", orderBy: "RunOrder", where: "RunFilter" } },
    saturation: { type: "Saturation", args: { benchmark: "String!", gain: "Float", metric: "String", mode: "String" } },
    sources: { type: "FigureSource" },
  },
  ModelCompute: {
    parts: { type: "FlopPart" },
  },
  ModelConnection: {
    edges: { type: "ModelEdge" },
    nodes: { type: "Model" },
    pageInfo: { type: "PageInfo" },
  },
  ModelEdge: {
    node: { type: "Model" },
  },
  Mutation: {
    acceptSubmissions: { type: "HeldSubmission", args: { ids: "[ID!]!", withoutArchitecture: "Boolean" } },
    addModel: { type: "Model", args: { config: "String!", developer: "String", family: "String", generationConfig: "String", releasedOn: "Date", slug: "String!", source: "String" } },
    addPeer: { type: "Peer", args: { key: "String", mostBytes: "Float", url: "String!" } },
    cancelRun: { type: "CancelRunResult", args: { id: "ID!" } },
    countersignRun: { type: "Countersigned", args: { contentHash: "String!", lab: "String!", note: "String", run: "String!" } },
    createSignInLink: { type: "SignInLink", args: { lab: "String", scope: "Scope" } },
    createToken: { type: "CreateTokenResult", args: { expiresAt: "DateTime", lab: "String", note: "String", scope: "Scope!" } },
    pinPeerIdentities: { type: "Peer", args: { identities: "[SignerInput!]!", peer: "String!" } },
    pullPeers: { type: "PeerPull", args: { peer: "String" } },
    refuseSubmissions: { type: "HeldSubmission", args: { ids: "[ID!]!", reason: "String!" } },
    regradeRun: { type: "RegradeRunResult", args: { dryRun: "Boolean", grader: "String", id: "ID!", lab: "String" } },
    releaseFeedRecords: { type: "Int", args: { digests: "[String!]", peer: "String!" } },
    removePeer: { type: "Peer", args: { peer: "String!" } },
    rerunRun: { type: "StartRunResult", args: { id: "ID!" } },
    resumeRun: { type: "Run", args: { id: "ID!", waitEngine: "Float" } },
    retractRun: { type: "Run", args: { id: "ID!", reason: "String!", supersededBy: "ID" } },
    revokePeerKey: { type: "Peer", args: { peer: "String!" } },
    revokeToken: { type: "Token", args: { id: "ID!" } },
    setPeerPolicy: { type: "PeerAction", args: { action: "PeerAction!", benchmark: "String", lab: "String", peer: "String" } },
    startRun: { type: "StartRunResult", args: { goOn: "Boolean", input: "StartRunInput!" } },
    submitRun: { type: "SubmissionResult", args: { run: "JSON!" } },
    submitRuns: { type: "SubmissionResult", args: { runs: "[JSON!]!" } },
    trustPeerKey: { type: "Peer", args: { key: "String!", peer: "String!" } },
  },
  NameConnection: {
    edges: { type: "NameEdge" },
    nodes: { type: "Name" },
    pageInfo: { type: "PageInfo" },
  },
  NameEdge: {
    node: { type: "Name" },
  },
  Objective: {
    metric: { type: "Metric" },
  },
  OperatingPoint: {
    fallback: { type: "CascadeFallback" },
  },
  PairedComparison: {
    a: { type: "ComparedSide" },
    accuracy: { type: "PairedDifference" },
    b: { type: "ComparedSide" },
    benchmark: { type: "Benchmark" },
    costs: { type: "PairedDifference" },
    differing: { type: "DifferingProblemConnection", args: { after: "String", before: "String", first: "Int", last: "Int" } },
    mcnemar: { type: "McNemar" },
    warnings: { type: "Warning" },
  },
  PairedDifference: {
    difference: { type: "Estimate" },
    metric: { type: "Metric" },
  },
  Peer: {
    identities: { type: "Signer" },
  },
  PeerPull: {
    peer: { type: "Peer" },
  },
  Problem: {
    benchmark: { type: "Benchmark" },
    results: { type: "ProblemResult" },
    strata: { type: "ProblemStratum" },
  },
  ProblemConnection: {
    edges: { type: "ProblemEdge" },
    nodes: { type: "Problem" },
    pageInfo: { type: "PageInfo" },
  },
  ProblemEdge: {
    node: { type: "Problem" },
  },
  ProblemResult: {
    model: { type: "Model" },
  },
  Query: {
    accelerator: { type: "Hardware", args: { slug: "String!" } },
    accelerators: { type: "HardwareConnection", args: { after: "String", before: "String", first: "Int", last: "Int" } },
    benchmark: { type: "Benchmark", args: { slug: "String!" } },
    benchmarks: { type: "BenchmarkConnection", args: { after: "String", before: "String", first: "Int", last: "Int" } },
    compare: { type: "PairedComparison", args: { a: "ComparedInput!", b: "ComparedInput!", benchmark: "String!", where: "RunFilter" } },
    comparison: { type: "Comparison", args: { asOf: "Date", by: "ComparisonKey!", constraints: "[ConstraintInput!]", grain: "CandidateGrain", objectives: "[ObjectiveInput!]", on: "DeploymentInput", where: "RunFilter" } },
    developers: { type: "NameConnection", args: { after: "String", before: "String", first: "Int", last: "Int" } },
    families: { type: "NameConnection", args: { after: "String", before: "String", first: "Int", last: "Int" } },
    feedRecords: { type: "FeedRecord", args: { peer: "String!" } },
    frontier: { type: "Frontier", args: { asOf: "Date", betterThanChance: "Boolean", constraints: "[ConstraintInput!]", dataVersion: "String", grain: "CandidateGrain", minMembership: "Float", objectives: "[ObjectiveInput!]", on: "DeploymentInput", where: "RunFilter" } },
    heldSubmissions: { type: "HeldSubmissionConnection", args: { after: "String", before: "String", first: "Int", last: "Int", status: "HeldStatus" } },
    lab: { type: "Lab", args: { slug: "String!" } },
    labs: { type: "LabConnection", args: { after: "String", before: "String", first: "Int", last: "Int" } },
    licenses: { type: "NameConnection", args: { after: "String", before: "String", first: "Int", last: "Int" } },
    metrics: { type: "Metric" },
    model: { type: "Model", args: { slug: "String!" } },
    models: { type: "ModelConnection", args: { after: "String", before: "String", first: "Int", last: "Int", orderBy: "ModelOrder", search: "String", where: "ModelFilter" } },
    modes: { type: "NameConnection", args: { after: "String", before: "String", first: "Int", last: "Int" } },
    node: { type: "Node", args: { id: "ID!" } },
    nodes: { type: "Node", args: { ids: "[ID!]!" } },
    peerPolicies: { type: "PeerPolicy" },
    peers: { type: "Peer" },
    pluginProblems: { type: "PluginProblem" },
    plugins: { type: "Plugin" },
    problem: { type: "Problem", args: { benchmark: "String!", id: "String!" } },
    publishedPlugins: { type: "PublishedPlugin", args: { search: "String" } },
    run: { type: "Run", args: { id: "ID!" } },
    runners: { type: "NameConnection", args: { after: "String", before: "String", first: "Int", last: "Int" } },
    runs: { type: "RunConnection", args: { after: "String", before: "String", first: "Int", last: "Int", orderBy: "RunOrder", where: "RunFilter" } },
    tokens: { type: "Token" },
    trajectory: { type: "Trajectory", args: { constraints: "[ConstraintInput!]", from: "Date", objectives: "[ObjectiveInput!]", to: "Date", where: "RunFilter" } },
    viewer: { type: "Viewer" },
    wrongAnswers: { type: "WrongAnswers", args: { metric: "String", where: "RunFilter" } },
  },
  Reach: {
    halvingTime: { type: "HalvingTime" },
    records: { type: "DatedPoint" },
    trend: { type: "Trend" },
  },
  RegradeRunResult: {
    changes: { type: "GradeChange" },
    run: { type: "Run" },
  },
  Run: {
    benchmark: { type: "Benchmark" },
    cost: { type: "Measure" },
    countersignatures: { type: "Countersignature" },
    decoding: { type: "Decoding" },
    derivedFrom: { type: "Run" },
    hardware: { type: "Hardware" },
    identity: { type: "Signer" },
    judging: { type: "JudgingReport" },
    lab: { type: "Lab" },
    majorityVote: { type: "ClusteredMean", args: { k: "Int!" } },
    measure: { type: "Measure", args: { metric: "String!" } },
    measures: { type: "Measure" },
    model: { type: "Model" },
    modelFiles: { type: "ModelFile" },
    passAtK: { type: "ClusteredMean", args: { k: "Int!" } },
    samples: { type: "SampleConnection", args: { after: "String", before: "String", correct: "Boolean", fate: "AnswerFate", first: "Int", last: "Int" } },
    serving: { type: "Serving" },
    strata: { type: "StratumResult", args: { name: "String" } },
    supersededBy: { type: "Run" },
  },
  RunConnection: {
    edges: { type: "RunEdge" },
    nodes: { type: "Run" },
    pageInfo: { type: "PageInfo" },
  },
  RunEdge: {
    node: { type: "Run" },
  },
  Sample: {
    judgement: { type: "Judgement" },
    measures: { type: "Measure" },
  },
  SampleConnection: {
    edges: { type: "SampleEdge" },
    nodes: { type: "Sample" },
    pageInfo: { type: "PageInfo" },
  },
  SampleEdge: {
    node: { type: "Sample" },
  },
  Saturation: {
    budgetInterval: { type: "Range" },
    metric: { type: "Metric" },
    points: { type: "CurvePoint" },
  },
  ServingOutcome: {
    plan: { type: "ServingPlan" },
    refusal: { type: "ServingRefusal" },
  },
  ServingPlan: {
    dollarsPerMonth: { type: "Estimate" },
    estimator: { type: "EstimatorUsed" },
    lengths: { type: "AnswerLengths" },
  },
  Source: {
    lab: { type: "Lab" },
  },
  StartRunResult: {
    runs: { type: "Run" },
  },
  SubmissionResult: {
    error: { type: "SubmissionError" },
    run: { type: "Run" },
  },
  Subscription: {
    frontierChanged: { type: "Frontier", args: { asOf: "Date", betterThanChance: "Boolean", constraints: "[ConstraintInput!]", dataVersion: "String", grain: "CandidateGrain", minMembership: "Float", objectives: "[ObjectiveInput!]", on: "DeploymentInput", where: "RunFilter" } },
    runProgress: { type: "RunProgress", args: { id: "ID!" } },
  },
  Trajectory: {
    efficiency: { type: "Efficiency" },
    frontier: { type: "Frontier" },
    gainPerTenfold: { type: "Trend" },
    needed: { type: "Reach", args: { target: "Float!" } },
    reachable: { type: "Reach", args: { budget: "Float!" } },
    steps: { type: "TrajectoryStep" },
  },
  TrajectoryStep: {
    entered: { type: "FrontierPoint" },
    points: { type: "FrontierPoint" },
  },
  Trend: {
    points: { type: "TrendPoint" },
    slopeInterval: { type: "Range" },
  },
  UngroupedCandidate: {
    model: { type: "Model" },
  },
  WarnedCandidate: {
    model: { type: "Model" },
  },
  Warning: {
    candidates: { type: "WarnedCandidate" },
  },
  WrongAnswerPair: {
    benchmark: { type: "Benchmark" },
    model: { type: "Model" },
    pooled: { type: "Estimate" },
    withinProblem: { type: "Estimate" },
  },
  WrongAnswers: {
    pairs: { type: "WrongAnswerPair" },
    pooled: { type: "Estimate" },
    shareOfPairs: { type: "Estimate" },
    shareOfPairsWithinProblem: { type: "Estimate" },
    withinProblem: { type: "Estimate" },
  },
};
