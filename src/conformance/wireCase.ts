import type { Generation, GenerationRequest } from "../plugins/contract/runner.ts";
import { isRunnerError, type RunnerError } from "../plugins/contract/runnerError.ts";
import { quoted } from "./conformanceCase.ts";
import type { Behaviour, ScriptedEngine } from "./scripted/scriptedEngine.ts";
import type { Step } from "./scripted/scriptedStream.ts";

/** A way in which servers behave, and what a runner must make of it. */
export interface WireCase {
  area: "failures" | "answers" | "counts" | "streaming" | "models";
  holds: string;
  why: string;
  /** How the server answers; well where it is left out. */
  serve?: Behaviour;
  /** What other paths of the server answer. */
  pages?: Record<string, unknown>;
  /** What is asked for beside the prompt. */
  request?: Partial<GenerationRequest>;
  /** The number of answers that are asked for, one after another; 1 where it is left out. */
  asks?: number;
  /** Is called before each answer that is asked for. */
  before?(ask: number, server: ScriptedEngine): Promise<void>;
  /** The milliseconds after which the answer is given up, as when its time is over. */
  timeout?: number;
  /** Options beside the address, and the options that the runner must have for that. */
  options?: Record<string, unknown>;
  /** What is wrong with what came, as a sentence; null where all is well. */
  judge(tried: Tried): string | null;
}

/** What came of the answers that were asked for, each an answer or what was thrown. */
export interface Tried {
  results: (Generation | { thrown: unknown })[];
  /** What was thrown instead of an engine. */
  openThrew?: unknown;
  server: ScriptedEngine;
}

export const GOOD_USAGE = { prompt_tokens: 90, completion_tokens: 6, total_tokens: 96 };
export const FIVE: Step = { delta: { content: "It is \\boxed{5}" } };

/** A whole answer with the given usage after the given steps. */
export const answered = (steps: Step[], usage: unknown = GOOD_USAGE, finish = "stop"): Step[] => [
  ...steps,
  { finish },
  { usage },
];

export const answerWell: Behaviour = ({ stream }) => stream(answered([FIVE]));

/** A check of one field of an answer. */
type Check = (value: never) => boolean;

/** What is wrong with an answer, which must have these fields: a value, or what says whether one is right. */
export function wrongIn(
  result: Tried["results"][number] | undefined,
  wanted: Partial<Record<keyof Generation, unknown>>,
): string | null {
  if (result === undefined) return "There is no answer.";
  if ("thrown" in result) return `It threw instead of an answer: ${sayError(result.thrown)}`;
  for (const [field, want] of Object.entries(wanted)) {
    const value = result[field as keyof Generation] ?? null;
    const isRight = typeof want === "function" ? (want as Check)(value as never) : value === want;
    if (!isRight) {
      return `${field} is ${quoted(value)}${typeof want === "function" ? "" : `, not ${quoted(want)}`}.`;
    }
  }
  return null;
}

interface WantedFailure {
  codes: string[];
  retry?: boolean;
  /** The seconds to wait, within five. */
  retryAfter?: number;
  /** What the partial answer must hold; null where there must be none. */
  partial?: string | null;
}

/** What is wrong with a failure, which must be a RunnerError with one of these codes. */
export function wrongFailure(result: Tried["results"][number] | undefined, wanted: WantedFailure): string | null {
  if (result === undefined) return "There is no failure.";
  if (!("thrown" in result))
    return `It gave the answer ${quoted(result.answer)} instead of an error ${wanted.codes[0]}.`;
  return wrongError(result.thrown, wanted);
}

export function wrongError(thrown: unknown, { codes, retry, retryAfter, partial }: WantedFailure): string | null {
  if (!isRunnerError(thrown)) return `What it threw is no RunnerError: ${sayError(thrown)}`;
  const error: RunnerError = thrown;
  if (!codes.includes(error.code)) return `It has the code ${error.code}, not ${codes.join(" or ")}: ${error.message}`;
  if (retry !== undefined && error.retry !== retry) return `It says retry: ${error.retry}.`;
  if (retryAfter !== undefined && !(Math.abs((error.retryAfter ?? 0) - retryAfter) <= 5)) {
    return `It says retryAfter: ${error.retryAfter}, and the server asked for ${retryAfter} s.`;
  }
  if (partial === null && error.partial !== null)
    return `It has the partial answer ${quoted(error.partial)}, and nothing came.`;
  if (typeof partial === "string" && !error.partial?.answer.includes(partial)) {
    return `It keeps ${quoted(error.partial)} of what came, not ${quoted(partial)}.`;
  }
  return null;
}

const sayError = (thrown: unknown) => {
  const { code, message } = (thrown ?? {}) as { code?: unknown; message?: unknown };
  return `${typeof code === "string" ? `${code}: ` : ""}${typeof message === "string" ? message : String(thrown)}`.slice(
    0,
    500,
  );
};
