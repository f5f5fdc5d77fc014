import type { Reach } from "../../network/connector.ts";
import type { Message, PromptMessage } from "./message.ts";
import type { Plugin } from "./plugin.ts";
import type { PublishedScore } from "./publishedScore.ts";

/** A set of problems, the prompts that ask them and the grading of answers. Its name is the slug of the benchmark. */
export interface BenchmarkPlugin<Options = unknown> extends Plugin<Options> {
  kind: "benchmark";
  /** The display name, e.g. `GPQA Diamond`. */
  title: string;
  /** What the problems are about, e.g. `math` or `science`. */
  domain: string;
  /** The address where the problems are published (null where they are generated), and their licence. */
  source: { url: string | null; license: string };
  /**
   * The version of its problems. It changes where ids, questions or gold answers do; results of different versions are
   * never pooled. Where it is left out, it is the version of the plugin. Version 1 has no mark in the benchmark's slug.
   */
  problemsVersion?: string;
  /**
   * The names of the options that change which problems there are or what they ask, such as `subset`, `language` or the
   * seed of a sample. Runs that differ in them answer different benchmarks; all others belong to the prompt. Where it is
   * left out, every option counts as one.
   */
  problemOptions?: readonly string[];
  /**
   * Scores that others published. A benchmark is known to work once it gives them again: without one nobody can tell a
   * working benchmark from a broken one.
   */
  published?: readonly PublishedScore[];
  /**
   * How many options every question has, from 2 to 26, where the answer is the letter of an option. `grade` must then
   * return letters as `answer` and `expected`, and where the options move between repeats they must rotate: only then
   * can a majority vote tell that two letters of different repeats are the same option. Where it is left out, an answer
   * votes as its text.
   */
  optionCount?: number;
  /**
   * The accuracy of guessing, from 0 to below 1, where it is not one of `optionCount` options, such as with questions of
   * different numbers of options. Where both are left out it is 0.
   */
  chanceLevel?: number;
  /**
   * How many answers to each problem a run usually has, where one answer to each says little, as with 30 problems. A run
   * that does not ask for a number has so many; it is 1 where it is left out.
   */
  usualRepeats?: number;
  /**
   * The names of the details of a problem that say to which part of the benchmark it belongs, such as `subject` or
   * `level`. Runs are broken down by them. A detail is a text, a number or a list of them.
   */
  strata?: readonly string[];
  /**
   * The options by which its variants differ, with all their values: `subset` and `language` choose problems, `shots` and
   * `systemPrompt` the way of asking. The schema of the options must take each value. A run with another value than the
   * default answers a benchmark of its own, such as `capitals/shots=5`, and any caller may choose it.
   */
  variants?: Readonly<Partial<Record<VariantOption, readonly (string | number)[]>>>;
  /** What is to be kept from others of its data. */
  data?: {
    /**
     * Whether the texts of its problems must not leave the lab. Then prompts, answers, gold answers and what the plugin
     * prints or throws are neither stored nor shown: of a run only ids of problems, tags, verdicts and figures are kept.
     * Its answers cannot be graded or judged again later, and cannot vote.
     */
    private?: boolean;
    /** The canary of its data, where `load` gives none (`DatasetIdentity.canary`). */
    canary?: string;
  };
  /**
   * Whether `grade` asks a judge. It is called once without one and, where it then cannot decide (`correct: null`) and the
   * run names a judge, again with `tools.judge` when all answers are there.
   */
  asksJudge?: boolean;
  /**
   * Returns all problems in an order that never changes. Throws a `BenchmarkDataError` if they cannot be loaded. It is
   * called once for each run, before its engine is asked, and again when stored answers are graded again.
   */
  load(options: Options, context: BenchmarkContext): Promise<LoadedProblems>;
  /**
   * Returns the prompt of a problem. The same problem, options and repeat always give the same prompt. It is called for
   * each answer, several at a time, and again for an answer that is asked for again.
   */
  prompt(
    problem: Problem,
    options: Options,
    repeat: number,
  ): readonly PromptMessage[] | Promise<readonly PromptMessage[]>;
  /**
   * Judges an answer, which comes without its reasoning. A text that was cut off is no answer (`isCutOff` of
   * `paretograph/grading`). It is called for each answer when it is there, several at a time, and must depend on nothing but
   * what it is given: it is called again, in another process and years later, when stored answers are graded again.
   */
  grade(
    problem: Problem,
    answer: string,
    options: Options,
    repeat: number,
    ending?: AnswerEnding,
    tools?: GradeTools,
  ): Grade | Promise<Grade>;
}

/** What the variants of a benchmark can differ in. */
export type VariantOption = "subset" | "language" | "shots" | "systemPrompt";

/** Where a benchmark may read its data from, and when to stop. */
export interface BenchmarkContext {
  /** A folder that is kept between runs: a benchmark downloads data once and keeps it here with its checksum. */
  cacheFolder: string;
  /** The path of a file to read the problems from instead of downloading them. */
  dataFile?: string | undefined;
  /** The address of the Hugging Face hub or of a mirror (`HF_ENDPOINT`). The default is https://huggingface.co. */
  hubUrl?: string | undefined;
  /** A token for gated data on the hub (`HF_TOKEN`). */
  token?: string | undefined;
  /** The addresses to which a server may redirect: any (where it is left out), or only those of the public internet. */
  reach?: Reach;
  /** Aborted when the run is canceled. */
  signal: AbortSignal;
}

/** What `load` gives: all problems, and what they were read from. */
export interface LoadedProblems {
  /** The problems, in an order that never changes. */
  problems: Problem[];
  /** The data that they were read from. */
  dataset: DatasetIdentity;
}

/** Identifies the data that the problems were read from. A run records it, so that two runs can be seen to share it. */
export interface DatasetIdentity {
  /** The address of the file, the name of a local file, or a description of how the problems were generated. */
  source: string;
  /** The commit at which the file was read; null where it has none. */
  revision: string | null;
  /** The SHA-256 of the file's bytes, or of generated problems as JSON Lines, in hexadecimal. */
  sha256: string;
  /**
   * The text by which those who published the data recognise copies of it. It is kept with the run, and the API never
   * serves it.
   */
  canary?: string;
}

/** One problem of a benchmark, as `load` gives it and as `prompt` and `grade` get it. */
export interface Problem {
  /** Identifies the problem within the benchmark. It is the same in every load. */
  id: string;
  /** The text of the problem, without any instruction. */
  question: string;
  /** The gold answer. */
  expected: string;
  /**
   * The parts of the benchmark to which it belongs, by what the parts differ in, e.g. `{ subject: "Algebra" }`; a list alone
   * is of the name `tag`. Runs are broken down by them, as by the details that `strata` names.
   */
  tags?: Readonly<Record<string, string | readonly string[]>> | readonly string[];
  /** How hard it is, as its makers say, e.g. `hard` or 4. Runs are broken down by it. */
  difficulty?: string | number;
  /** The language of the question as a code such as `de`, whose decimal sign the grader then reads; English if left out. */
  language?: string;
  /**
   * Further data that `prompt` and `grade` need, such as the options of the question: JSON. They must need nothing else of
   * what `load` did, since they may run in another process than it.
   */
  details?: Record<string, unknown>;
}

/** How an answer came to its end. */
export interface AnswerEnding {
  /** Why the engine stopped, such as `stop`, or `length` and `timeout` where it was cut off; null where it is not known. */
  finishReason: string | null;
}

/** What `grade` may use. */
export interface GradeTools {
  /** The judge model of the run; absent where there is none, and in the first call. */
  judge?: GraderJudge;
}

/** A judge model that a grader can ask. What it says is written by a model that has read the answer. */
export interface GraderJudge {
  /** The name of the model. */
  model: string;
  /**
   * What the judge replies, without its reasoning. Throws where its engine fails.
   *
   * @param options.schema the JSON Schema of the reply, which an engine that cannot be held to one leaves out.
   */
  ask(prompt: string | readonly Message[], options?: { schema?: Record<string, unknown> }): Promise<string>;
}

/** The verdict on one answer. */
export interface Grade {
  /** Whether the answer is right; null where the rules cannot decide, so that a judge model may. */
  correct: boolean | null;
  /**
   * Partial credit from 0 to 1, which then counts in the accuracy instead of `correct`. It must not contradict it: a right
   * answer has more than 0, and a wrong one less than 1.
   */
  score?: number;
  /**
   * Values of this answer by the names of metrics that the plugin declares in `metrics`, such as `{ bleu: 0.41 }`. The run
   * has their mean over its answers.
   */
  scores?: Readonly<Record<string, number>>;
  /** The final answer that was extracted from the text; null where the text states none. */
  answer: string | null;
  /** The answer that would have been right, where that depends on the prompt, e.g. a letter after shuffling. */
  expected?: string;
}
