import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchmarkCode, codeInProcess } from "../plugins/boundary/benchmarkCode.ts";
import { DEADLINES } from "../plugins/boundary/pluginProcess.ts";
import { separateCode } from "../plugins/boundary/separateCode.ts";
import type { BenchmarkContext, BenchmarkPlugin, LoadedProblems, Problem } from "../plugins/contract/benchmark.ts";
import { Untried } from "./conformanceCase.ts";
import { checkedOptions } from "./pluginCases.ts";

/** What the kit needs to try a benchmark, beside the plugin. */
export interface BenchmarkSetup {
  /** The options of a run; the defaults where they are left out. */
  options?: unknown;
  /** The path of a file to read the problems from. Without it the benchmark loads them from where it has them. */
  dataFile?: string;
  /** A folder that is kept, so that data is downloaded once; a new one where it is left out. */
  cacheFolder?: string;
  /** The address of the Hugging Face hub or of a mirror, and a token for gated data. */
  hubUrl?: string;
  token?: string;
  /**
   * The address of the module that brings the plugin. Its code then runs in a process of its own, so that one that loops or
   * ends its process is a failure and does not hold up the checks.
   */
  module?: string;
  /** Right answers to a problem, written as models write them; common forms of the gold answer where it is left out. */
  rightAnswers?(problem: Problem): string[];
  /** Wrong answers to a problem; others' gold answers and neighbouring numbers where it is left out. */
  wrongAnswers?(problem: Problem): string[];
  /** The most problems whose prompts and grades are tried, evenly spread; 300 where it is left out. */
  problems?: number;
}

const MOST_PROBLEMS = 300;

export type BenchmarkSubject = ReturnType<typeof openSubject>;

/** Some of a list, evenly spread. */
export function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)]!);
}

/** The benchmark with its problems, as the cases ask it. */
export function openSubject(plugin: BenchmarkPlugin, setup: BenchmarkSetup) {
  const open = (): BenchmarkCode =>
    setup.module === undefined ? codeInProcess(plugin) : separateCode(setup.module, plugin);
  const { dataFile, hubUrl, token } = setup;
  const cacheFolder = once(() => setup.cacheFolder ?? mkdtempSync(join(tmpdir(), "paretograph-check-")));
  const context = (): BenchmarkContext => ({
    cacheFolder: cacheFolder(),
    dataFile,
    hubUrl,
    token,
    signal: AbortSignal.timeout(DEADLINES.load),
  });
  const options = once(() => checkedOptions(plugin, setup.options));
  const code = once(open);
  const load = once(async (): Promise<LoadedProblems> => code().load(options(), context()));
  const orUntried = () => load().catch(untried);
  const grade = (problem: Problem, text: string, repeat: number) =>
    code().grade(problem, text, options(), repeat, { finishReason: "stop" });
  return {
    ...{ optionCount: plugin.optionCount, repeats: plugin.optionCount ?? 1 },
    loaded: { get: load, orUntried },
    /** Loads in another process, where the plugin's module is known. */
    async loadAgain() {
      const other = open();
      return other.load(options(), context()).finally(() => other.close());
    },
    grade,
    isRight: async (problem: Problem, text: string, repeat: number) =>
      (await grade(problem, text, repeat)).correct === true,
    /** The gold answer as it is asked for, such as the letter of the right option. */
    goldOf: async (problem: Problem, repeat: number) => (await grade(problem, "", repeat)).expected ?? problem.expected,
    /** The gold answers of the problems after this one. */
    async othersThan({ id }: Problem) {
      const { problems } = await orUntried();
      const at = problems.findIndex((problem) => problem.id === id);
      return [1, 2, 3].map((step) => problems[(at + step) % problems.length]!.expected);
    },
    /** Tries problems one by one until one shows a fault. */
    async each(trial: (problem: Problem, code: BenchmarkCode, options: unknown) => Promise<string | null>) {
      const { problems } = await orUntried();
      for (const problem of spread(problems, setup.problems ?? MOST_PROBLEMS)) {
        const fault = await trial(problem, code(), options());
        if (fault) return fault;
      }
      return null;
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export const untried = (error: unknown): never => {
  throw error instanceof Untried ? error : new Untried("Its problems cannot be loaded.");
};
