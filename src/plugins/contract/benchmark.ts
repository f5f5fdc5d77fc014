import type { Plugin } from "./plugin.ts";
import type { Message } from "./runner.ts";

/** A set of problems, how to ask them and how to grade answers. Its name is the benchmark's slug. */
export interface BenchmarkPlugin<Options = unknown> extends Plugin<Options> {
  kind: "benchmark";
  title: string;
  domain: string;
  /** Where the problems are published, null where they are made, and under which licence. */
  source: { url: string | null; license: string };
  /** All problems, in a stable order. Throws a `BenchmarkDataError` where they can't be had. */
  load(options: Options, context: BenchmarkContext): Promise<LoadedProblems>;
  /** What to ask. The same problem, options and repeat always give the same prompt. */
  prompt(problem: Problem, options: Options, repeat: number): Message[];
  /** Judges an answer (without its reasoning). `correct` is null where the parse can't decide: a judge may. */
  grade(problem: Problem, answer: string, options: Options, repeat: number): Grade | Promise<Grade>;
}

export interface BenchmarkContext {
  /** A folder that lasts: data is fetched once and kept with its checksum. */
  cacheFolder: string;
  /** Data to take instead of fetching any. */
  dataFile?: string | undefined;
  /** The Hugging Face hub or a mirror of it (`HF_ENDPOINT`); left out or empty, https://huggingface.co. */
  hubUrl?: string | undefined;
  /** A token for gated data on the hub (`HF_TOKEN`). */
  token?: string | undefined;
  signal: AbortSignal;
}

export interface LoadedProblems {
  problems: Problem[];
  dataset: DatasetIdentity;
}

/** What the problems were read from, for a run to record: enough to tell whether another run had the same ones. */
export interface DatasetIdentity {
  /** The file's address, the name of a local file, or how the problems were made. */
  source: string;
  /** The commit at which the file was taken; null where it has none. */
  revision: string | null;
  /** Of the file's bytes, hexadecimal; of the problems as JSON Lines where they were made. */
  sha256: string;
}

export interface Problem {
  /** Unique within the benchmark, the same in every load. */
  id: string;
  question: string;
  /** The gold answer. */
  expected: string;
  /** What else the benchmark needs of it, such as options to choose from. */
  details?: Record<string, unknown>;
}

export interface Grade {
  correct: boolean | null;
  /** The final answer as it was extracted; null where there is none. */
  answer: string | null;
  /** What the answer was held against, where that depends on the prompt, as a letter after shuffling. */
  expected?: string;
}
