import { isErrorOf } from "../../errors/codedError.ts";
import type {
  AnswerEnding,
  BenchmarkContext,
  BenchmarkPlugin,
  Grade,
  GraderJudge,
  LoadedProblems,
  Problem,
} from "../contract/benchmark.ts";
import type { Message } from "../contract/message.ts";
import { checkedResult, invalidResult } from "./checkedResult.ts";
import { pluginFailed, privatelyFailed } from "./pluginFailed.ts";

/**
 * The code of a benchmark, as the rest of the program calls it. What it gives is of the shape that the contract asks for.
 * Whatever else the plugin does is a `PluginError`: `PLUGIN_FAILED` where it throws, ends itself, takes too long or takes
 * too much memory, and `INVALID_RESULT` where a result has another shape. `load` also throws what the plugin says of its
 * data, a `BenchmarkDataError`. Where the data are private, no error holds a word of the plugin.
 */
export interface BenchmarkCode {
  load(options: unknown, context: BenchmarkContext): Promise<LoadedProblems>;
  prompt(problem: Problem, options: unknown, repeat: number): Promise<Message[]>;
  grade(
    problem: Problem,
    answer: string,
    options: unknown,
    repeat: number,
    ending?: AnswerEnding,
    judge?: GraderJudge,
  ): Promise<Grade>;
  /** Ends what was started for it. */
  close(): Promise<void>;
}

/** What the plugin of the code declares, as far as its calls need it. */
export type DeclaredOfCode = Pick<BenchmarkPlugin, "name" | "version" | "metrics" | "data">;

/** The code of a plugin that is only there as an object of this process, which it can hold up and end. */
export function codeInProcess(plugin: BenchmarkPlugin): BenchmarkCode {
  const isPrivate = plugin.data?.private === true;
  const call = async <Method extends "load" | "prompt" | "grade">(method: Method, work: () => unknown) => {
    let value: unknown;
    try {
      value = await work();
    } catch (error) {
      if (isPrivate) throw privatelyFailed(plugin, method, error);
      throw isErrorOf("data", error) ? error : pluginFailed(plugin, method, error);
    }
    return checkedResult(plugin, method, value, isPrivate);
  };
  return {
    load: (options, context) =>
      call("load", () => plugin.load(options, context)).then((all) => withCanary(plugin, all)),
    prompt: (problem, options, repeat) => call("prompt", () => plugin.prompt(problem, options, repeat)),
    grade: (problem, answer, options, repeat, ending, judge) =>
      call("grade", () => plugin.grade(problem, answer, options, repeat, ending, judge ? { judge } : {})).then(
        (grade) => requireDeclared(plugin, grade),
      ),
    close: async () => {},
  };
}

/** The verdict, unless it has a value of a metric that the plugin does not declare: nobody would know its unit. */
export function requireDeclared(declared: DeclaredOfCode, grade: Grade): Grade {
  const { metrics = [] } = declared;
  const unknown = Object.keys(grade.scores ?? {}).find((score) => !metrics.some((metric) => metric.name === score));
  if (unknown === undefined) return grade;
  const known = metrics.map((metric) => metric.name).join(", ") || "none";
  throw invalidResult(
    declared,
    "grade",
    `scores.${unknown.slice(0, 100)}: it is no metric that the plugin declares in metrics (${known})`,
  );
}

/** The problems with the canary that the plugin declares, where the data bring none. */
export function withCanary({ data }: DeclaredOfCode, { problems, dataset }: LoadedProblems): LoadedProblems {
  return { problems, dataset: { ...(data?.canary !== undefined && { canary: data.canary }), ...dataset } };
}
