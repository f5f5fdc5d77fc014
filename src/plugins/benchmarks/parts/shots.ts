import { createHash } from "node:crypto";
import { z } from "zod";
import type { LoadedProblems, Problem } from "../../contract/benchmark.ts";
import { BenchmarkDataError } from "../../contract/benchmarkDataError.ts";
import type { Message } from "../../contract/runner.ts";

const MOST_SHOTS = 8;

/** The option of a benchmark that says how many worked examples stand before each problem. */
export const shots = z.int().nonnegative().max(MOST_SHOTS).optional();

/** The same, where the examples are problems of the benchmark itself. */
export const shotsFromTheSameFile = shots.describe(
  "How many worked examples stand before each problem. They are problems of the same file, which are then not asked. " +
    "By default none.",
);

/**
 * Puts worked examples before every problem: `promptWithShots` shows them. A problem that asks the same as an example is
 * left out, so that no answer is scored that the prompt gives away.
 */
export function putShotsBefore(examples: readonly Problem[], { problems, dataset }: LoadedProblems): LoadedProblems {
  if (examples.length === 0) return { problems, dataset };
  const shown = new Set(examples.map(wording));
  const scored = problems.filter((problem) => !shown.has(wording(problem)));
  if (scored.length === 0) {
    throw new BenchmarkDataError(
      "UNREADABLE",
      `${dataset.source} holds ${problems.length} problems: with ${examples.length} of them as examples, none is left to ask. Give fewer shots.`,
    );
  }
  return {
    problems: scored.map((problem) => ({ ...problem, details: { ...problem.details, shots: examples } })),
    dataset,
  };
}

/**
 * Takes examples out of the problems and puts them before the others. The same problems always give the same examples,
 * and fewer examples are the first of more.
 */
export function holdOutShots(count: number | undefined, loaded: LoadedProblems): LoadedProblems {
  if (!count) return loaded;
  const rank = ({ id }: Problem) => createHash("sha256").update(`shot ${id}`).digest("hex");
  const ranked = loaded.problems.map((problem) => ({ problem, rank: rank(problem) }));
  const examples = ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, count);
  return putShotsBefore(
    examples.map(({ problem }) => problem),
    loaded,
  );
}

/** The prompt of a problem after its examples, each of which is a turn of the user and one of the assistant. */
export function promptWithShots(
  problem: Problem,
  ask: (problem: Problem) => string,
  answer: (example: Problem) => string,
): Message[] {
  const examples = (problem.details?.shots ?? []) as readonly Problem[];
  return [
    ...examples.flatMap((example): Message[] => [
      { role: "user", content: ask(example) },
      { role: "assistant", content: answer(example) },
    ]),
    { role: "user", content: ask(problem) },
  ];
}

/** What a problem asks, so that differences of blanks and letter case don't hide that two are the same. */
function wording({ question }: Problem): string {
  return question.replace(/\s+/g, " ").trim().toLowerCase();
}
