import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { ID_AGAIN } from "../plugins/boundary/checkedResult.ts";
import type { BenchmarkPlugin, Problem } from "../plugins/contract/benchmark.ts";
import { BENCHMARK_RULES } from "./benchmarkRules.ts";
import { type BenchmarkSetup, openSubject, untried } from "./benchmarkSubject.ts";
import { type ConformanceCase, casesOf, quoted, Untried } from "./conformanceCase.ts";
import { gradingCases } from "./gradingCases.ts";
import { pluginCases } from "./pluginCases.ts";
import { leakIn } from "./promptLeaks.ts";

/** The cases of a benchmark. The first one that needs the problems loads them. */
export function benchmarkCases(plugin: BenchmarkPlugin, setup: BenchmarkSetup = {}): ConformanceCase[] {
  const { data } = plugin as { data?: { private?: boolean } };
  const add = casesOf(String(plugin?.name), BENCHMARK_RULES, data?.private === true);
  const subject = openSubject(plugin, setup);
  const { loaded, each, optionCount } = subject;
  return [
    ...pluginCases(plugin, setup.options),
    add("LOAD_FAILED", async () => {
      try {
        await loaded.get();
      } catch (error) {
        if (error instanceof Untried || saysIdsRepeat(error)) throw new Untried((error as Error).message);
        throw error;
      }
    }),
    add("IDS_NOT_UNIQUE", () =>
      loaded.get().then(
        () => null,
        (error) => (saysIdsRepeat(error) ? error.message : untried(error)),
      ),
    ),
    add("LOAD_NOT_REPEATABLE", async () => {
      const first = await loaded.orUntried();
      const again = await subject.loadAgain();
      if (isDeepStrictEqual(first, again)) return null;
      const at = first.problems.findIndex((problem, i) => !isDeepStrictEqual(problem, again.problems[i]));
      return at === -1
        ? `The datasets of two loads differ: ${quoted(first.dataset)} and ${quoted(again.dataset)}, ${first.problems.length} and ${again.problems.length} problems.`
        : `Problem ${at + 1} of two loads differs: ${quoted(first.problems[at])} and ${quoted(again.problems[at])}.`;
    }),
    add("PROBLEM_EMPTY", async () => {
      const { problems } = await loaded.orUntried();
      const empty = problems.find(({ question, expected }) => question.trim() === "" || expected.trim() === "");
      return (
        empty &&
        `Problem ${quoted(empty.id)} has an empty ${empty.question.trim() === "" ? "question" : "gold answer"}.`
      );
    }),
    add("CHECKSUM_NOT_PINNED", async () => {
      const { sha256 } = (await loaded.orUntried()).dataset;
      if (!/^[0-9a-f]{64}$/.test(sha256) || /^(.)\1*$/.test(sha256))
        return `Its dataset has the SHA-256 ${quoted(sha256)}.`;
      if (setup.dataFile === undefined) return null;
      const own = createHash("sha256").update(readFileSync(setup.dataFile)).digest("hex");
      return own === sha256 ? null : `The SHA-256 of ${setup.dataFile} is ${own}, and its dataset states ${sha256}.`;
    }),
    add("REVISION_NOT_PINNED", async () => {
      const { source, revision } = (await loaded.orUntried()).dataset;
      return /^https?:/.test(source) && revision === null
        ? `Its dataset comes from ${quoted(source)} without a revision.`
        : null;
    }),
    add("STRATA_NOT_THERE", async () => {
      const { problems } = await loaded.orUntried();
      const missing = (plugin.strata ?? []).find((name) => !problems.some(({ details }) => details?.[name] != null));
      return missing === undefined ? null : `No problem has the detail ${quoted(missing)}.`;
    }),
    add("PROMPT_NOT_REPEATABLE", () =>
      each(async (problem, code, options) => {
        for (const repeat of [0, 1]) {
          const [one, two] = [await code.prompt(problem, options, repeat), await code.prompt(problem, options, repeat)];
          if (!isDeepStrictEqual(one, two))
            return `Two prompts of ${quoted(problem.id)} differ: ${quoted(one)} and ${quoted(two)}.`;
        }
        return null;
      }),
    ),
    add("PROMPTS_ALIKE", async () => {
      const prompts = new Map<string, Problem>();
      return each(async (problem, code, options) => {
        const prompt = JSON.stringify(await code.prompt(problem, options, 0));
        const other = prompts.get(prompt);
        prompts.set(prompt, problem);
        const isAlike =
          other !== undefined &&
          (other.question !== problem.question || !isDeepStrictEqual(other.details, problem.details));
        return isAlike
          ? `The problems ${quoted(other.id)} and ${quoted(problem.id)} have the same prompt: ${quoted(prompt)}.`
          : null;
      });
    }),
    add("PROMPT_HOLDS_ANSWER", async () => {
      const asked: Parameters<typeof leakIn>[0][number][] = [];
      await each(async (problem, code, options) => {
        const { id, question } = problem;
        asked.push({
          id,
          question,
          gold: await subject.goldOf(problem, 0),
          messages: await code.prompt(problem, options, 0),
        });
        return null;
      });
      return leakIn(asked, optionCount !== undefined || plugin.chanceLevel !== undefined);
    }),
    ...gradingCases(add, subject, setup),
    add("NO_PUBLISHED_SCORE", () => ((plugin.published?.length ?? 0) > 0 ? null : "It declares no `published` score.")),
  ];
}

const saysIdsRepeat = (error: unknown) => error instanceof Error && error.message.includes(ID_AGAIN);
