import { expectedFailure } from "../../errors/codedError.ts";
import type { BenchmarkContext, Problem } from "../contract/benchmark.ts";
import { BenchmarkDataError, type BenchmarkDataErrorCode } from "../contract/benchmarkDataError.ts";
import type { AnyPlugin } from "../contract/checkPlugin.ts";
import type { ServingRequest } from "../contract/estimator.ts";
import type { Message } from "../contract/message.ts";
import type { MeasuredRunFacts } from "../contract/metric.ts";
import { PluginError, type PluginErrorCode } from "../contract/pluginError.ts";
import type { Results } from "./checkedResult.ts";
import { type NamedPlugin, pluginFailed } from "./pluginFailed.ts";

/** What the process of a plugin is started with. */
export interface PluginOrigin {
  /**
   * The address of the module that brings the plugin, alone, in a list or in the config of a project; null where the process
   * only tries modules.
   */
  module: string | null;
  /** The name of the plugin; null where the module is only tried. */
  name: string | null;
  /** The version of the plugin, for errors. */
  version?: string;
  /** The kind of the plugin; a benchmark where it is left out. */
  kind?: AnyPlugin["kind"];
  /** Whether nothing that the plugin prints or throws may be shown. */
  isPrivate?: boolean;
}

/** A problem by its place among those that the plugin loaded, so that it crosses once, or as it is. */
export type ProblemReference = number | Problem;

/** What a method is called with. */
export type Call =
  | { method: "load"; options: unknown; context: Omit<BenchmarkContext, "signal"> }
  | { method: "prompt"; problem: ProblemReference; options: unknown; repeat: number }
  | {
      method: "grade";
      problem: ProblemReference;
      answer: string;
      options: unknown;
      repeat: number;
      ending?: unknown;
      /** The name of the judge that may be asked. */
      judge?: string | undefined;
    }
  | { method: "try"; module: string }
  | { method: "estimate"; requests: readonly ServingRequest[]; options: unknown }
  | { method: "compute"; rows: Record<string, number>[]; options: unknown; about: MeasuredRunFacts };

/** A question of a grader to the judge. */
export interface JudgeQuestion {
  prompt: string | readonly Message[];
  schema?: Record<string, unknown> | undefined;
}

/** A message to the process of a plugin. */
export type ToPlugin =
  | { id: number; call: Call }
  | { abort: number }
  | { problems: Problem[] }
  | { reply: number; text: string }
  | { reply: number; failure: string };

/** A grader asks the judge, in the call of the id `for`. */
export interface Asking {
  asking: number;
  for: number;
  question: JudgeQuestion;
}

/** A message from it. `died` is the reason that it gives before it ends itself. */
export type FromPlugin =
  | { ready: true }
  | { died: string }
  | Asking
  | { id: number; value: Results[keyof Results] }
  | { id: number; error: CrossedError };

/** A failure that the caller of a plugin knows by its code, without what cannot cross between processes. */
export interface CrossedError {
  kind: "data" | "plugin";
  code: string;
  message: string;
}

const LONGEST_MESSAGE = 10_000;

/** What a plugin threw: a failure of its data stays one, and everything else is a failure of the plugin. */
export function packError(error: unknown, plugin: NamedPlugin, method: string): CrossedError {
  const given = expectedFailure(error);
  const isKnown = given?.kind === "data" || given?.kind === "plugin";
  const { kind, code, message } = isKnown ? given : expectedFailure(pluginFailed(plugin, method, error))!;
  return { kind: kind as CrossedError["kind"], code, message: message.slice(0, LONGEST_MESSAGE) };
}

export function unpackError({ kind, code, message }: CrossedError): Error {
  return kind === "data"
    ? new BenchmarkDataError(code as BenchmarkDataErrorCode, message)
    : new PluginError(code as PluginErrorCode, message);
}
