import { z } from "zod";
import { CodedError, expectedFailure } from "../../../errors/codedError.ts";
import { ERRORS, type ErrorCode, type ErrorKind } from "../../../errors/errorTable.ts";
import type { Generation } from "../../contract/runner.ts";
import { isRunnerError, RunnerError, type RunnerErrorCode } from "../../contract/runnerError.ts";
import { reasonOf } from "../pluginFailed.ts";

const LONGEST_MESSAGE = 10_000;

/** What a plugin threw: the failure of a code of ours with what belongs to it, else the message alone. */
export const crossedFailure = z.object({
  kind: z.string().nullable(),
  code: z.string(),
  message: z.string().max(LONGEST_MESSAGE),
  retryAfter: z.number().nullable(),
  /** The part of an answer that came before the failure. It is checked where the answer would be. */
  partial: z.unknown(),
});

export type CrossedFailure = z.infer<typeof crossedFailure>;

export function packFailure(error: unknown): CrossedFailure {
  const known = expectedFailure(error);
  const message = (known?.message ?? reasonOf(error)).slice(0, LONGEST_MESSAGE);
  if (!known) return { kind: null, code: "", message, retryAfter: null, partial: null };
  const { kind, code, retryAfter } = known;
  return { kind, code, message, retryAfter, partial: isRunnerError(error) ? error.partial : null };
}

export function unpackFailure({ kind, code, message, retryAfter, partial }: CrossedFailure): Error {
  if (kind === null || !Object.hasOwn(ERRORS, kind) || !Object.hasOwn(ERRORS[kind as ErrorKind], code)) {
    return new Error(message);
  }
  if (kind !== "runner") {
    return new CodedError(kind as ErrorKind, code as ErrorCode<ErrorKind>, message, { retryAfter });
  }
  return new RunnerError(code as RunnerErrorCode, message, { retryAfter, partial: partial as Generation | null });
}
