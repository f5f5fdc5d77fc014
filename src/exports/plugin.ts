// `paretograph/plugin`: what the author of a benchmark, a runner, an importer or a metric needs.
export type { Direction, Metric } from "../frontier/metrics.ts";
export { optionOrder } from "../plugins/benchmarks/parts/optionOrder.ts";
export type { ArchitecturePlugin } from "../plugins/contract/architecture.ts";
export type {
  AnswerEnding,
  BenchmarkContext,
  BenchmarkPlugin,
  DatasetIdentity,
  Grade,
  GraderJudge,
  GradeTools,
  LoadedProblems,
  Problem,
  VariantOption,
} from "../plugins/contract/benchmark.ts";
export { BenchmarkDataError, type BenchmarkDataErrorCode } from "../plugins/contract/benchmarkDataError.ts";
export type { AnyPlugin } from "../plugins/contract/checkPlugin.ts";
export {
  defineArchitecture,
  defineBenchmark,
  defineEstimator,
  defineExporter,
  defineImporter,
  defineMeter,
  defineMetric,
  definePlugin,
  defineRunner,
  type Prompting,
} from "../plugins/contract/definePlugin.ts";
export type { EstimatorError, EstimatorPlugin, ServingRequest, ServingTimes } from "../plugins/contract/estimator.ts";
export type { ExportContext, ExportedRun, ExporterPlugin } from "../plugins/contract/exporter.ts";
export { ImportError, type ImportErrorCode } from "../plugins/contract/importError.ts";
export type {
  Disagreement,
  FileSet,
  ImportContext,
  Imported,
  ImportedBenchmark,
  ImportedModel,
  ImportedRequest,
  ImportedRun,
  ImportedSample,
  ImportedSpeed,
  ImportedTimes,
  ImporterPlugin,
  ImportFile,
  LeftOut,
} from "../plugins/contract/importer.ts";
export type {
  ContentPart,
  FilePart,
  ImagePart,
  InputKind,
  Message,
  PromptMessage,
  TextPart,
} from "../plugins/contract/message.ts";
export type { Gpu, GpuProcess, GpuReading, GpuSource, GpuState, MeterPlugin } from "../plugins/contract/meter.ts";
export type { MeasuredRunFacts, MetricPlugin } from "../plugins/contract/metric.ts";
export { PLUGIN_API_VERSION, type Plugin } from "../plugins/contract/plugin.ts";
export { PluginError, type PluginErrorCode } from "../plugins/contract/pluginError.ts";
export { digestOfText, type PromptDigests, promptsOf } from "../plugins/contract/promptDigests.ts";
export type { PublishedScore } from "../plugins/contract/publishedScore.ts";
export type {
  Engine,
  EngineIdentity,
  EngineLoad,
  EngineUse,
  Generation,
  GenerationRequest,
  RunnerContext,
  RunnerPlugin,
  Thinking,
} from "../plugins/contract/runner.ts";
export { isRunnerError, RunnerError, type RunnerErrorCode } from "../plugins/contract/runnerError.ts";
export { decodingOf } from "../plugins/importers/fields/decodingOf.ts";
export { Fields } from "../plugins/importers/fields/fields.ts";
export { amountAt, countAt, numberAt, shareAt } from "../plugins/importers/fields/figures.ts";
export { disagreement, leftOut, TOLERANCE } from "../plugins/importers/fields/found.ts";
export { byFolder, type Folder, nameOf } from "../plugins/importers/fields/givenTogether.ts";
export { modelNamed } from "../plugins/importers/fields/modelName.ts";
export { checkedAt } from "../plugins/importers/fields/place.ts";
export { statedAccuracy } from "../plugins/importers/fields/statedAccuracy.ts";
export { labelAt, shortened, textOf } from "../plugins/importers/fields/texts.ts";
export type { SampleSubmission } from "../recording/submitted/submission.ts";
export { attachToOpenai as attachToChatServer, openaiOptions as chatServerOptions } from "../runners/openai.ts";
