import type { Rule } from "./conformanceCase.ts";

const plugins = "docs/benchmarks.md#plugins";
const grading = "docs/benchmarks.md";

/** What a benchmark must keep to. */
export const BENCHMARK_RULES = {
  LOAD_FAILED: {
    area: "data",
    holds: "its problems can be loaded",
    why: "A run cannot begin without its problems. A failure must be a BenchmarkDataError that says what would help.",
    read: plugins,
  },
  LOAD_NOT_REPEATABLE: {
    area: "data",
    holds: "each load gives the same problems in the same order",
    why: "A run that was stopped goes on with the problems that it loads anew, and two runs are compared problem by problem.",
    read: plugins,
  },
  IDS_NOT_UNIQUE: {
    area: "data",
    holds: "each problem has an id of its own",
    why: "Answers are stored by the id of their problem: of two problems with one id, one loses its answers.",
    read: plugins,
  },
  PROBLEM_EMPTY: {
    area: "data",
    holds: "each problem has a question and a gold answer",
    why: "An empty gold answer makes every answer wrong, and an empty question asks nothing: both lower the accuracy in silence.",
    read: plugins,
  },
  CHECKSUM_NOT_PINNED: {
    area: "data",
    holds: "its dataset states the SHA-256 of what it was read from",
    why: "Whoever publishes the data can change it. Only by the checksum can two runs be seen to have asked the same.",
    read: plugins,
  },
  REVISION_NOT_PINNED: {
    area: "data",
    holds: "data from an address is of a stated revision",
    why: "An address without a commit or version gives other data tomorrow, and the run cannot be repeated.",
    read: plugins,
    isAdvice: true,
  },
  STRATA_NOT_THERE: {
    area: "data",
    holds: "each part by which results are broken down is a detail of some problem",
    why: "A stratum whose name is misspelt is missing in every breakdown.",
    read: plugins,
    isAdvice: true,
  },
  PROMPT_NOT_REPEATABLE: {
    area: "prompts",
    holds: "the same problem, options and repeat give the same prompt",
    why: "A run records a digest of each prompt, and a run that is repeated must ask the same.",
    read: plugins,
  },
  PROMPTS_ALIKE: {
    area: "prompts",
    holds: "problems with different questions have different prompts",
    why: "A prompt that lacks its question asks every problem the same.",
    read: plugins,
  },
  PROMPT_HOLDS_ANSWER: {
    area: "prompts",
    holds: "no prompt holds the gold answer beside its question",
    why: "A model that reads the answer in its prompt gets it right: the accuracy says nothing.",
    read: plugins,
  },
  GOLD_NOT_RIGHT: {
    area: "grading",
    holds: "each gold answer is right in several of the forms in which models write answers",
    why: "A right answer that is graded as wrong makes every model look worse, and some more than others.",
    read: grading,
  },
  EMPTY_RIGHT: {
    area: "grading",
    holds: "an answer that states nothing is not right",
    why: "Models that say nothing would look good.",
    read: grading,
  },
  WRONG_RIGHT: {
    area: "grading",
    holds: "another answer in the same forms is not right",
    why: "A grader that accepts wrong answers hides what models cannot do.",
    read: grading,
  },
  HEDGE_RIGHT: {
    area: "grading",
    holds: "an answer that names the gold answer beside others is not right",
    why: "A model that lists every possibility would be right without knowing anything.",
    read: grading,
    isAdvice: true,
  },
  GRADE_NOT_REPEATABLE: {
    area: "grading",
    holds: "the same answer gets the same grade, whatever was graded before, and no problem is changed by it",
    why: "Answers are graded in any order, by several processes, and again years later.",
    read: grading,
  },
  GRADE_NOT_BOUNDED: {
    area: "grading",
    holds: "any text is graded without an error and in time",
    why: "Models write endless repetitions and broken marks. An answer whose grading fails or takes too long has no verdict.",
    read: grading,
  },
  LETTERS_DO_NOT_ROTATE: {
    area: "grading",
    holds: "over the repeats of a choice, the right option stands in each place once",
    why: "Only then can a majority vote tell that two letters of different repeats are the same option, and no place is favoured.",
    read: plugins,
  },
  NO_PUBLISHED_SCORE: {
    area: "reproduction",
    holds: "it states a published score of a named model",
    why: "Without one, nobody can tell a working benchmark from a broken one: state `published`, measure that model, and compare.",
    read: "docs/plugins/conformance.md#published-scores",
    isAdvice: true,
  },
} satisfies Record<string, Rule>;
