import { isDeepStrictEqual } from "node:util";
import { DEADLINES } from "../plugins/boundary/pluginProcess.ts";
import type { Grade, Problem } from "../plugins/contract/benchmark.ts";
import { writtenForms } from "./answerForms.ts";
import { EMPTY_ANSWERS, HOSTILE_ANSWERS, wrongAnswersTo } from "./answersToGrade.ts";
import type { BENCHMARK_RULES } from "./benchmarkRules.ts";
import { type BenchmarkSetup, type BenchmarkSubject, spread } from "./benchmarkSubject.ts";
import { type ConformanceCase, type casesOf, quoted, sayThrown } from "./conformanceCase.ts";

/** The fewest common forms in which a gold answer must be right. */
const FEWEST_FORMS = 3;
const SLOW_MS = DEADLINES.grade;

/** The cases of how a benchmark grades. */
export function gradingCases(
  add: ReturnType<typeof casesOf<keyof typeof BENCHMARK_RULES>>,
  subject: BenchmarkSubject,
  setup: BenchmarkSetup,
): ConformanceCase[] {
  const { loaded, each, optionCount, repeats } = subject;
  return [
    add("GOLD_NOT_RIGHT", () =>
      each(async (problem) => {
        const own = setup.rightAnswers?.(problem);
        for (let repeat = 0; repeat < repeats; repeat++) {
          const forms =
            own?.map((text): [string, string] => [quoted(text), text]) ??
            writtenForms(await subject.goldOf(problem, repeat));
          const missed: string[] = [];
          for (const [form, text] of forms) if (!(await subject.isRight(problem, text, repeat))) missed.push(form);
          const isEnough = own ? missed.length === 0 : forms.length - missed.length >= FEWEST_FORMS;
          if (!isEnough)
            return `The gold answer ${quoted(problem.expected)} of ${quoted(problem.id)} is not right in these forms: ${missed.join(", ")}.`;
        }
        return null;
      }),
    ),
    add("EMPTY_RIGHT", () =>
      each(async (problem) => {
        for (const text of EMPTY_ANSWERS)
          if (await subject.isRight(problem, text, 0)) return `${quoted(text)} is right for ${quoted(problem.id)}.`;
        return null;
      }),
    ),
    add("WRONG_RIGHT", () =>
      each(async (problem) => {
        const gold = await subject.goldOf(problem, 0);
        const own = setup.wrongAnswers?.(problem);
        const wrong =
          own ??
          wrongAnswersTo(gold, await subject.othersThan(problem), optionCount).flatMap((answer) =>
            writtenForms(answer).map(([, text]) => text),
          );
        for (const text of wrong)
          if (await subject.isRight(problem, text, 0))
            return `${quoted(text)} is right for ${quoted(problem.id)}, whose gold answer is ${quoted(gold)}.`;
        return null;
      }),
    ),
    add("HEDGE_RIGHT", () =>
      each(async (problem) => {
        const gold = await subject.goldOf(problem, 0);
        const wrong = wrongAnswersTo(gold, await subject.othersThan(problem), optionCount);
        if (wrong.length === 0) return null;
        const hedged = `It is ${wrong[0]} or ${gold}, one of ${[...wrong, gold].join(", ")}. I am not sure which.`;
        return (await subject.isRight(problem, hedged, 0))
          ? `${quoted(hedged)} is right for ${quoted(problem.id)}.`
          : null;
      }),
    ),
    add("GRADE_NOT_REPEATABLE", async () => {
      const { problems } = await loaded.orUntried();
      const few = spread(problems, 20);
      const texts = async (problem: Problem) => [
        ...writtenForms(await subject.goldOf(problem, 0)).map(([, text]) => text),
        "42",
        "B",
      ];
      const first = new Map<string, Grade>();
      const before = structuredClone(few);
      for (const problem of few)
        for (const text of await texts(problem))
          first.set(`${problem.id}\n${text}`, await subject.grade(problem, text, 0));
      for (const problem of few.toReversed()) {
        for (const text of (await texts(problem)).toReversed()) {
          const [one, two] = [first.get(`${problem.id}\n${text}`), await subject.grade(problem, text, 0)];
          if (!isDeepStrictEqual(one, two))
            return `${quoted(text)} for ${quoted(problem.id)} was graded ${quoted(one)} and then ${quoted(two)}.`;
        }
      }
      const changed = few.find((problem, i) => !isDeepStrictEqual(problem, before[i]));
      return changed && `Problem ${quoted(changed.id)} was changed while its answers were graded.`;
    }),
    add("GRADE_NOT_BOUNDED", async () => {
      const { problems } = await loaded.orUntried();
      for (const problem of spread(problems, 2)) {
        for (const [what, text] of Object.entries(HOSTILE_ANSWERS)) {
          const begun = performance.now();
          try {
            await subject.grade(problem, text, 0);
          } catch (error) {
            return `The grading of ${what} failed: ${sayThrown(error)}`;
          }
          const ms = performance.now() - begun;
          if (ms > SLOW_MS)
            return `The grading of ${what} took ${(ms / 1000).toFixed(1)} s; ${SLOW_MS / 1000} s are allowed.`;
        }
      }
      return null;
    }),
    add(
      "LETTERS_DO_NOT_ROTATE",
      () =>
        each(async (problem) => {
          const letters: string[] = [];
          for (let repeat = 0; repeat < repeats; repeat++) letters.push(await subject.goldOf(problem, repeat));
          const highest = String.fromCharCode(64 + optionCount!);
          const none = letters.find((letter) => !/^[A-Z]$/.test(letter) || letter > highest);
          if (none !== undefined)
            return `The gold answer of ${quoted(problem.id)} is ${quoted(none)}, which is no letter from A to ${highest}.`;
          const distinct = new Set(letters).size;
          return distinct === 1 || distinct === optionCount
            ? null
            : `The right option of ${quoted(problem.id)} stands at ${letters.join(", ")} over ${repeats} repeats.`;
        }),
      optionCount === undefined ? "It declares no optionCount." : undefined,
    ),
  ];
}
