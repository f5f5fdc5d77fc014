import type { RunSubmissionInput, SampleSubmission } from "../../recording/submitted/submission.ts";
import type { Plugin } from "./plugin.ts";
import type { PromptDigests } from "./promptDigests.ts";

/** A way to read the result files of another tool. */
export interface ImporterPlugin<Options = unknown> extends Plugin<Options> {
  kind: "importer";
  /** The name of the format for people, e.g. `lm-evaluation-harness`. */
  title: string;
  /** The versions of the format that were tried, in words. */
  versions: string;
  /**
   * The files of this format among those that were given, as sets that are read together, such as a file of results with
   * its files of samples. It decides by names and beginnings, and takes no file that may be of another format.
   */
  find(files: readonly ImportFile[], options: Options): Promise<FileSet[]>;
  /**
   * Reads a set. What the format does not state is left out: unknown is not 0. Each run is whole. What has no place in a
   * run is given as `leftOut`, never dropped in silence.
   *
   * @throws ImportError for a file that is damaged, of a version that is not read, or holds a figure out of its range.
   */
  read(set: FileSet, options: Options, context: ImportContext): AsyncIterable<Imported>;
}

/** What an importer is told beside the files. */
export interface ImportContext {
  /** Aborted when the import is ended. */
  signal: AbortSignal;
  /** Whether the requests of samples are wanted, to join a record of the metering proxy with them. Otherwise they are left out. */
  requests?: boolean;
}

/** Files that are read together. */
export interface FileSet {
  /** The path of the file after which the set is named. */
  name: string;
  /** The files of the set. */
  files: readonly ImportFile[];
  /** Whether the set is read only where no importer takes any of the given files for sure, as a table of unknown columns is. */
  isLastResort?: boolean;
}

/** A file that was given, or that stands in a folder that was given. A file `*.gz` or `*.zst` is shown as what it holds, without that ending. */
export interface ImportFile {
  /** The path within what was given, with `/`, e.g. `openai__gpt-oss-20b/results_2026-08-01.json`. No two files have the same. */
  path: string;
  /** The first characters of a text, at most 65,536. */
  head(): Promise<string>;
  /** All bytes. Throws an `ImportError` for more than 256 MiB. */
  bytes(): Promise<Uint8Array>;
  /** The whole text. Throws as `bytes` does, and for a text that is no UTF-8. */
  text(): Promise<string>;
  /** The value of a file of JSON. `NaN`, which JSON lacks, is read as null, `Infinity` as the number. */
  json(): Promise<unknown>;
  /** The lines of a text that are not blank, counted from 1, read as a stream. A line has at most 16 MiB. */
  lines(): AsyncIterable<{ number: number; text: string }>;
  /** The lines of a file of JSON Lines, each as `json` reads one. Throws an `ImportError` for a line that is no JSON. */
  jsonLines(): AsyncIterable<{ number: number; value: unknown }>;
}

/** What an importer gives: a run, a measurement of speed, or what it found and could not give. */
export type Imported =
  | { kind: "run"; run: ImportedRun }
  | { kind: "speed"; speed: ImportedSpeed }
  | { kind: "leftOut"; leftOut: LeftOut }
  | { kind: "disagreement"; disagreement: Disagreement };

/** Something of a file that has no place in a run, such as a metric that is no accuracy. */
export interface LeftOut {
  /** The file and the path in it, e.g. `results.json: results.hellaswag.acc_norm`. */
  place: string;
  /** Why it is left out, in a whole sentence. */
  reason: string;
  /** How many of them there are; 1 where it is left out. */
  count?: number;
}

/** Two statements of a file that do not agree, such as its score and the mean of its samples. Neither is changed. */
export interface Disagreement {
  /** The file and the path in it. */
  place: string;
  /** What the two say, in a whole sentence with both figures. */
  statement: string;
}

/** The model as the file names it. */
export interface ImportedModel {
  /**
   * The name, without that of an engine or provider before it; the id on the Hugging Face hub where that is known. It is
   * empty where the files do not name the model: the person who imports them then names it.
   */
  name: string;
  /** The revision of the weights, where it is stated. */
  revision?: string;
}

/** The benchmark as the file names it. A known benchmark is found by name or by data set; others are added with what is given. */
export interface ImportedBenchmark {
  /** The tool's own name of the task, e.g. `gsm8k_cot` or `inspect_evals/gpqa_diamond`. */
  name: string;
  /** The data set that was asked, such as its id on the hub, e.g. `openai/gsm8k`. */
  dataset?: string;
  /** The part of the data set, e.g. `main`. */
  subset?: string;
  /** The split of the data set, e.g. `test`. */
  split?: string;
  /** The language of the questions as a code such as `de`. */
  language?: string;
  /** The version that the tool gives the task. */
  version?: string;
  /** What the problems are about, e.g. `math`. */
  domain?: string;
  /** The number of problems of the whole benchmark, where the file states it. A run of fewer states `problemCount` itself. */
  problemCount?: number;
  /** How many options every question has, where all have the same number. */
  optionCount?: number;
  /** The accuracy of guessing, from 0 to below 1. */
  chanceLevel?: number;
  /** The address where the problems are published. */
  url?: string;
  /** The licence of the problems, where it is stated. */
  license?: string;
}

/** The fields of a submitted run that the importer does not decide: the host knows model, benchmark and lab. */
type Decided = "model" | "benchmark" | "lab" | "provenance" | "derivedFrom" | "supersedes" | "recipe";

/** A run of another tool: one model in one mode on one benchmark. */
export interface ImportedRun extends Omit<RunSubmissionInput, Decided> {
  /** The file and the path in it from which the run was read. */
  place: string;
  /** The model that answered. */
  model: ImportedModel;
  /** What it was asked. */
  benchmark: ImportedBenchmark;
  /** The hardware by its driver's name or ours, where the file states it. The host finds or adds it. */
  accelerator?: { name: string; count: number };
  /** The version of the tool that asked and graded, where the file states it. */
  toolVersion?: string;
  /** Its answers; left out where the files state the figures of the whole run alone. */
  samples?: ImportedSample[];
}

/** One answer of an imported run. */
export interface ImportedSample extends SampleSubmission {
  /** The requests that the file says were made for the sample, in their order. */
  requests?: ImportedRequest[];
}

/** A request that a tool made, as its file states it, with the digests that `promptsOf` and `digestOfText` give. */
export interface ImportedRequest extends Partial<PromptDigests> {
  /** What each of its answers was; several where the same was asked several times. Without those that the file lacks. */
  answers: string[];
  /** Whether it answered the problem, graded an answer, or was part of a try that was given up. */
  purpose: "answer" | "grade" | "given up";
  /** The model as it was asked. */
  model?: string;
}

/** A distribution over requests, in seconds. */
export interface ImportedTimes {
  /** The arithmetic mean. */
  mean?: number;
  /** Half of the requests took no longer. */
  median?: number;
  /** 90 % of the requests took no longer. */
  p90?: number;
  /** 95 % of the requests took no longer. */
  p95?: number;
  /** 99 % of the requests took no longer. */
  p99?: number;
}

/** The speed of one engine under one load, whatever tool measured it. All times are in seconds, all rates in tokens per second. */
export interface ImportedSpeed {
  /** The file and the path in it from which it was read. */
  place: string;
  /** The model that was served. */
  model: ImportedModel;
  /** The engine that served it, e.g. `vllm`. */
  engine?: string;
  /** The version of the engine. */
  engineVersion?: string;
  /** The tool that sent the load, e.g. `vllm bench serve`. */
  tool: string;
  /** The hardware by its driver's name or ours, and how many there were. */
  accelerator?: { name: string; count: number };
  /** The number format of the weights, e.g. `fp8`. */
  precision?: string;
  /** The number format of the KV cache. */
  cachePrecision?: string;
  /** Over how many accelerators it was split, and how. */
  parallelism?: { tensor?: number; pipeline?: number; expert?: number; data?: number };
  /** The data set of the prompts, e.g. `random` or `sharegpt`. */
  dataset?: string;
  /** The most requests at the same time; null where there was no limit. */
  concurrency?: number | null;
  /** The mean number of requests at the same time, as it was. */
  meanConcurrency?: number;
  /** Requests per second as they were sent; null where all were sent at once. */
  requestRate?: number | null;
  /** Requests that were answered. */
  completed?: number;
  /** Requests that were not. */
  failed?: number;
  /** Seconds. */
  duration?: number;
  /** Mean tokens of a prompt. */
  promptTokens?: number;
  /** Mean tokens of an answer. */
  outputTokens?: number;
  /** Output tokens per second of all accelerators together. */
  throughput?: number;
  /** Seconds from sending a request to its first token (TTFT). */
  ttft?: ImportedTimes;
  /** Seconds between two tokens, of one request on average (TPOT). */
  timePerOutputToken?: ImportedTimes;
  /** Seconds between two tokens, of all gaps of all requests (ITL). */
  interTokenLatency?: ImportedTimes;
  /** Seconds of a whole request. */
  latency?: ImportedTimes;
  /** Joules of an output token. */
  energyPerToken?: number;
  /** Watts of all accelerators together. */
  power?: number;
  /** When the load began, as RFC 3339. */
  startedAt?: string;
  /** When it ended, as RFC 3339. */
  finishedAt?: string;
  /** What else the file states of how it was measured, by its own names: texts and numbers. */
  settings?: Record<string, string | number>;
  /** The address where the measurement is published. */
  sourceUrl?: string;
  /** The licence of the measurement. */
  license?: string;
  /** What else is to be known of it, in sentences. */
  notes?: string;
}
