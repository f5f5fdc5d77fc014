// `paretograph/testing`: the cases that a plugin is held against, for any test runner.
export { benchmarkCases } from "../conformance/benchmarkCases.ts";
export type { BenchmarkSetup } from "../conformance/benchmarkSubject.ts";
export { type ConformanceCase, ConformanceFailure, type Outcome } from "../conformance/conformanceCase.ts";
export { pluginCases } from "../conformance/pluginCases.ts";
export type { Rule } from "../conformance/rule.ts";
export { explained, RULES } from "../conformance/rules.ts";
