import type { BenchmarkContext, Problem } from "../contract/benchmark.ts";
import type { BenchmarkCode } from "./benchmarkCode.ts";
import { checkedResult } from "./checkedResult.ts";
import type { PluginOrigin, ProblemReference } from "./crossing.ts";
import { createPluginProcess, DEADLINES } from "./pluginProcess.ts";

/**
 * The code of a plugin in a process of its own, so that nothing that it does ends or holds up this one. The process keeps
 * the problems that were loaded, so that prompts and verdicts only name them.
 */
export function separateCode(origin: PluginOrigin & { name: string }, deadlines = DEADLINES): BenchmarkCode {
  const plugin = createPluginProcess(origin, deadlines);
  const places = new Map<Problem, number>();
  const referenceTo = (problem: Problem): ProblemReference => places.get(problem) ?? problem;
  return {
    async load(options, { signal, ...context }: BenchmarkContext) {
      const loaded = checkedResult(
        origin.name,
        "load",
        await plugin.call({ method: "load", options, context }, signal),
      );
      plugin.know(loaded.problems);
      places.clear();
      for (const [place, problem] of loaded.problems.entries()) places.set(problem, place);
      return loaded;
    },
    async prompt(problem, options, repeat) {
      const call = { method: "prompt", problem: referenceTo(problem), options, repeat } as const;
      return checkedResult(origin.name, "prompt", await plugin.call(call));
    },
    async grade(problem, answer, options, repeat, ending) {
      const call = { method: "grade", problem: referenceTo(problem), answer, options, repeat, ending } as const;
      return checkedResult(origin.name, "grade", await plugin.call(call));
    },
    close: plugin.close,
  };
}
