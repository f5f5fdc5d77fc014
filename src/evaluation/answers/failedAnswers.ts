import type { ErrorCode } from "../../errors/errorTable.ts";
import { ERRORS } from "../../errors/errorTable.ts";
import { printable } from "../../errors/printable.ts";

/** So many answers at the start that all fail in the same way end a run. */
const FIRST = 5;

/** Why an answer failed: the code, and for operators what was said. */
export interface AnswerFailure {
  code: string;
  problem: string;
  details: string;
}

/** The failure of a run of which too many answers failed. */
export class FailedAnswers extends Error {
  /** The code of most of its failures. */
  readonly code: string;
  /** How many failed and in which ways, in a sentence that everybody may read. */
  readonly summary: string;
  /** Whether it may help to try the run again, with the engine opened anew. */
  readonly retry: boolean;

  constructor(failures: readonly AnswerFailure[], sentence: string, mayRetry: boolean) {
    const byCode = [...Map.groupBy(failures, ({ code }) => code)].sort(([, a], [, b]) => b.length - a.length);
    const [code, examples] = byCode[0]!;
    const ways = byCode.map(([code, { length }]) => `${length} × ${code}`).join(", ");
    const summary = `${meaningOf(code)} ${sentence}: ${ways}.`;
    const { problem, details } = examples.find(({ details }) => details !== "") ?? examples[0]!;
    super(`${summary} For example problem ${printable(problem).slice(0, 100)}: ${details}`);
    this.name = "FailedAnswers";
    this.code = code;
    this.summary = summary;
    this.retry = mayRetry && code !== "TIMED_OUT" && (codes[code]?.retry ?? false);
  }
}

const codes: Record<string, { meaning: string; retry: boolean }> = {
  ...ERRORS.runner,
  INTERNAL_SERVER_ERROR: ERRORS.request.INTERNAL_SERVER_ERROR,
} satisfies Record<ErrorCode<"runner"> | "INTERNAL_SERVER_ERROR", unknown>;

const meaningOf = (code: string) => codes[code]?.meaning ?? "Answers failed.";

/**
 * Counts the answers that fail and throws `FailedAnswers` once a run cannot become a result: when its first five answers, or
 * all if it has fewer, failed with the same code, or when more failed than the allowed share. One failure among several
 * answers is always allowed, unless the share is 0.
 *
 * @param total the number of answers that the run will have.
 * @param stored the number of answers that it has from before and that did not fail.
 */
export function createFailureCount(total: number, stored: number, share: number) {
  const failures: AnswerFailure[] = [];
  // A share such as 0.29 of 100 must not lose one to rounding.
  const allowed = share === 0 ? 0 : Math.max(1, Math.floor(share * total + 1e-9));
  /** The codes of the answers that were asked for first, null for one that did not fail. Refusals come before answers. */
  const first: (string | null | undefined)[] = Array(Math.min(FIRST, total)).fill(undefined);
  let done = stored;
  return {
    /**
     * Takes one more answer, with its failure if it failed.
     *
     * @param place its place among those that are asked for, from 0.
     */
    add(failure: AnswerFailure | null, place: number): void {
      done++;
      if (failure) failures.push(failure);
      if (place < first.length) first[place] = failure?.code ?? null;
      const code = failures[0]?.code;
      const isOneWay = code !== undefined && failures.length === done && failures.every((one) => one.code === code);
      if (isOneWay && first.every((one) => one === code)) {
        throw new FailedAnswers(failures, `The first ${done} of ${total} answers all failed`, true);
      }
      // Whether it is the engine or single answers shows by the first five.
      if (isOneWay && share > 0) return;
      if (failures.length > allowed) {
        const limit = `${Number((100 * share).toFixed(3))} % are allowed`;
        throw new FailedAnswers(failures, `${failures.length} of ${done} answers failed, ${limit}`, false);
      }
    },
  };
}
