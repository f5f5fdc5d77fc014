import { isErrorOf } from "../../errors/codedError.ts";
import type {
  AnswerEnding,
  BenchmarkContext,
  BenchmarkPlugin,
  Grade,
  LoadedProblems,
  Problem,
} from "../contract/benchmark.ts";
import type { Message } from "../contract/runner.ts";
import { checkedResult } from "./checkedResult.ts";
import { pluginFailed } from "./pluginFailed.ts";

/**
 * The code of a benchmark, as the rest of the program calls it. What it gives is of the shape that the contract asks for.
 * Whatever else the plugin does is a `PluginError`: `PLUGIN_FAILED` where it throws, ends itself, takes too long or takes
 * too much memory, and `INVALID_RESULT` where a result has another shape. `load` also throws what the plugin says of its
 * data, a `BenchmarkDataError`.
 */
export interface BenchmarkCode {
  load(options: unknown, context: BenchmarkContext): Promise<LoadedProblems>;
  prompt(problem: Problem, options: unknown, repeat: number): Promise<Message[]>;
  grade(problem: Problem, answer: string, options: unknown, repeat: number, ending?: AnswerEnding): Promise<Grade>;
  /** Ends what was started for it. */
  close(): Promise<void>;
}

/** The code of a plugin that is only there as an object of this process, which it can hold up and end. */
export function codeInProcess(plugin: BenchmarkPlugin): BenchmarkCode {
  const call = async <Method extends "load" | "prompt" | "grade">(method: Method, work: () => unknown) => {
    let value: unknown;
    try {
      value = await work();
    } catch (error) {
      throw isErrorOf("data", error) ? error : pluginFailed(plugin.name, method, error);
    }
    return checkedResult(plugin.name, method, value);
  };
  return {
    load: (options, context) => call("load", () => plugin.load(options, context)),
    prompt: (problem, options, repeat) => call("prompt", () => plugin.prompt(problem, options, repeat)),
    grade: (problem, answer, options, repeat, ending) =>
      call("grade", () => plugin.grade(problem, answer, options, repeat, ending)),
    close: async () => {},
  };
}
