import { ERRORS } from "../../errors/errorTable.ts";
import { isRunnerError, RunnerError, type RunnerErrorCode } from "../../plugins/contract/runnerError.ts";
import { splitReasoning } from "../../plugins/grading/thought/reasoning.ts";
import { asStorableText } from "../../recording/submitted/storable.ts";
import type { SampleSubmission } from "../../recording/submitted/submission.ts";
import { databaseFailure } from "../../store/database/databaseFailure.ts";
import { CUT } from "../../store/sampleFate.ts";
import type { Judgement } from "../../store/tables.ts";
import { concernsTheRun } from "../answers/concernsTheRun.ts";
import type { Judge, JudgedAnswer, JudgeReply } from "../answers/judge.ts";
import { withRetries } from "../answers/retry.ts";
import { askedOf } from "./askedOf.ts";

/** A judge's verdict has this many seconds, and so many milliseconds together with all attempts and waits. */
const VERDICT_SECONDS = 120;
const PATIENCE_MS = 10 * 60_000;
const IN_FLIGHT = 8;
/** So many failures without a verdict between them show that the judge is of no use now. */
const FAILURES_IN_A_ROW = 8;

/** The prices of a judge's tokens, in US dollars for a million. */
export interface JudgePrice {
  prompt: number;
  output: number;
}

export interface Judging {
  /** One judge, or two that must agree. */
  judges: Judge[];
  price?: JudgePrice | undefined;
  /** Whether the benchmark's own grader asks: it knows what it decided without a judge, so that this is no check of the judge. */
  isGrader?: boolean;
  /** The text of a problem by its id; null where it is not known. */
  questionOf(problem: string): string | null;
  signal: AbortSignal;
  log(line: string): void;
  /** Keeps a judged answer. */
  store(sample: SampleSubmission): Promise<void>;
}

/** What became of judging. */
export interface JudgingOutcome {
  /** The undecided answers that the judge was to decide, and those that it did. */
  asked: number;
  decided: number;
  /** The undecided answers that remain, with the code of the failure because of which judging ended early. */
  left: number;
  stoppedBy: string | null;
}

/**
 * Asks judges about the stored answers of a run and keeps each verdict when it is there. A judge that fails costs no answer:
 * what it gave no verdict on stays undecided. Only an aborted signal and a failure of the database are thrown.
 */
export async function judgeAnswers(samples: readonly SampleSubmission[], judging: Judging): Promise<JudgingOutcome> {
  const { undecided, checks } = askedOf(samples);
  const waiting = [...undecided, ...(judging.isGrader ? [] : checks)];
  const outcome: JudgingOutcome = { asked: undecided.length, decided: 0, left: 0, stoppedBy: null };
  let inARow = 0;
  const work = async () => {
    for (let sample = waiting.shift(); sample && outcome.stoppedBy === null; sample = waiting.shift()) {
      const isCheck = sample.correct != null;
      try {
        const judged = await judgedBy(judging, sample, isCheck);
        const hasVerdict = judged.judgement!.correct !== null;
        inARow = hasVerdict || judged.judgement!.errorCode === "JUDGE_FAILED" ? 0 : inARow + 1;
        if (inARow >= FAILURES_IN_A_ROW) outcome.stoppedBy ??= judged.judgement!.errorCode!;
        if (!isCheck && judged.correct != null) outcome.decided++;
        await judging.store(judged);
      } catch (error) {
        if (judging.signal.aborted || databaseFailure(error) || !isRunnerError(error)) throw error;
        outcome.stoppedBy ??= error.code;
        judging.log(`The judge: ${error.code}, ${error.message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  outcome.left = outcome.asked - outcome.decided;
  return outcome;
}

/** What a run's notes say of judging; null where there is nothing to say. */
export function noteOn({ left, stoppedBy }: JudgingOutcome): string | null {
  if (stoppedBy === null) return left === 0 ? null : `the judge left ${left} answers undecided`;
  const answers = left === 0 ? "" : `, which left ${left} answers undecided`;
  return `the judge failed (${stoppedBy})${answers}: paretograph judge goes on`;
}

/**
 * The answer with the verdict of all judges: that in which they agree, and none where they differ. A failure that is the
 * answer's own is its judgement; one of the engine is thrown.
 */
async function judgedBy(judging: Judging, sample: SampleSubmission, isCheck: boolean): Promise<SampleSubmission> {
  const shown = shownOf(sample, judging);
  const said = await Promise.all(judging.judges.map((judge) => verdictOf(judge, shown, judging)));
  const [first, second] = said.map(({ graded: _, ...judgement }) => judgement);
  const judgement: Judgement = { ...first!, ...(isCheck && { isCheck }), ...(second && { second }) };
  if (isCheck) return { ...sample, judgement };
  const agreed = second && second.correct !== first!.correct ? null : first!.correct;
  return { ...sample, ...(agreed !== null && said[0]!.graded), correct: agreed, judgement };
}

function shownOf(
  { problem, repeat, expected, answer, output, finishReason = null }: SampleSubmission,
  { questionOf }: Judging,
): JudgedAnswer {
  const cut = finishReason != null && CUT.includes(finishReason);
  const text = splitReasoning(output!, { cut }).answer;
  const asked = { problem, repeat, finishReason };
  return { ...asked, question: questionOf(problem), expected: expected ?? "", candidate: answer ?? null, text };
}

async function verdictOf(
  judge: Judge,
  shown: JudgedAnswer,
  { price, signal, log }: Judging,
): Promise<Judgement & Pick<JudgeReply, "graded">> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    const { reason, ...said } = await withRetries(() => askInTime(judge, shown, patience), patience, {
      onRetry: ({ code, message }) => log(`The judge: ${code}, trying again: ${message}`),
    });
    return {
      ...said,
      reason: asStorableText(reason),
      ...costOf(said, price),
      ...(said.correct === null && { errorCode: "JUDGE_FAILED" }),
    };
  } catch (error) {
    if (signal.aborted) throw error;
    const failure = patience.aborted
      ? new RunnerError("TIMED_OUT", "The judge gave no verdict in ten minutes.")
      : error;
    if (isRunnerError(failure) && concernsTheRun(failure)) throw failure;
    const code: RunnerErrorCode = isRunnerError(failure) ? failure.code : "JUDGE_FAILED";
    log(`The judge gave no verdict: ${code}, ${failure}`);
    return { correct: null, reason: ERRORS.runner[code].meaning, model: judge.model, errorCode: code };
  }
}

async function askInTime(judge: Judge, shown: JudgedAnswer, patience: AbortSignal) {
  const timeout = AbortSignal.timeout(VERDICT_SECONDS * 1000);
  try {
    return await judge.ask(shown, AbortSignal.any([patience, timeout]));
  } catch (error) {
    if (!timeout.aborted || patience.aborted) throw error;
    throw new RunnerError("TIMED_OUT", `No verdict within ${VERDICT_SECONDS} s.`, { cause: error });
  }
}

function costOf(
  { promptTokens, outputTokens }: { promptTokens: number | null; outputTokens: number | null },
  price: JudgePrice | undefined,
): { cost?: number } {
  if (!price || promptTokens === null || outputTokens === null) return {};
  return { cost: (promptTokens * price.prompt + outputTokens * price.output) / 1e6 };
}
