// `paretograph/testing`: the cases that a plugin is held against, for any test runner.
export { benchmarkCases } from "../conformance/benchmarkCases.ts";
export type { BenchmarkSetup } from "../conformance/benchmarkSubject.ts";
export type { Rule } from "../conformance/conformanceCase.ts";
export { type ConformanceCase, ConformanceFailure, type Outcome } from "../conformance/conformanceCase.ts";
export { type EstimatorSetup, estimatorCases } from "../conformance/estimatorCases.ts";
export { type ImporterSetup, importerCases } from "../conformance/importerCases.ts";
export { type MetricSetup, type MetricToTry, metricCases } from "../conformance/metricCases.ts";
export { pluginCases } from "../conformance/pluginCases.ts";
export { explained, RULES } from "../conformance/rules.ts";
export { type RunnerSetup, runnerCases } from "../conformance/runnerCases.ts";
export {
  type Behaviour,
  type ScriptedEngine,
  type ScriptedReply,
  startScriptedEngine,
} from "../conformance/scripted/scriptedEngine.ts";
export { type Step, streamOf } from "../conformance/scripted/scriptedStream.ts";
