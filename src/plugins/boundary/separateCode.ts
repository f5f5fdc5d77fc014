import type { BenchmarkContext, Problem } from "../contract/benchmark.ts";
import { type BenchmarkCode, type DeclaredOfCode, requireDeclared, withCanary } from "./benchmarkCode.ts";
import { checkedResult } from "./checkedResult.ts";
import type { ProblemReference } from "./crossing.ts";
import { createPluginProcess, DEADLINES } from "./pluginProcess.ts";

/**
 * The code of a plugin in a process of its own, so that nothing that it does ends or holds up this one. The process keeps
 * the problems that were loaded, so that prompts and verdicts only name them.
 *
 * @param module the address of the module that brings it.
 */
export function separateCode(module: string, declared: DeclaredOfCode, deadlines = DEADLINES): BenchmarkCode {
  const { name, version } = declared;
  const isPrivate = declared.data?.private === true;
  const plugin = createPluginProcess({ module, name, version, isPrivate }, deadlines);
  const places = new Map<Problem, number>();
  const referenceTo = (problem: Problem): ProblemReference => places.get(problem) ?? problem;
  return {
    async load(options, { signal, ...context }: BenchmarkContext) {
      const given = await plugin.call({ method: "load", options, context }, signal);
      const loaded = withCanary(declared, checkedResult(declared, "load", given, isPrivate));
      plugin.know(loaded.problems);
      places.clear();
      for (const [place, problem] of loaded.problems.entries()) places.set(problem, place);
      return loaded;
    },
    async prompt(problem, options, repeat) {
      const call = { method: "prompt", problem: referenceTo(problem), options, repeat } as const;
      return checkedResult(declared, "prompt", await plugin.call(call), isPrivate);
    },
    async grade(problem, answer, options, repeat, ending, judge) {
      const asked = { problem: referenceTo(problem), answer, options, repeat, ending, judge: judge?.model };
      const given = await plugin.call(
        { method: "grade", ...asked },
        undefined,
        judge && (({ prompt, schema }) => judge.ask(prompt, schema && { schema })),
      );
      return requireDeclared(declared, checkedResult(declared, "grade", given, isPrivate));
    },
    close: plugin.close,
  };
}
