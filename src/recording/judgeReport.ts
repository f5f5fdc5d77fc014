import { cohensKappa } from "../frontier/statistics/cohensKappa.ts";
import { wilsonInterval } from "../frontier/statistics/intervals.ts";
import type { Judgement } from "../store/tables.ts";

/** A judged answer of a run. */
export interface JudgedSample {
  correct: boolean | null;
  judgement: Judgement;
}

/** What is known of one judge of a run. */
export interface JudgeReport {
  model: string;
  /** The undecided answers on which it gave a verdict, and those on which it was asked and gave none. */
  verdicts: number;
  failures: number;
  /** The answers that the parse had decided and that it judged as well: those that were right and those that were wrong. */
  checkedRight: number;
  checkedWrong: number;
  /** Of these, the right ones that it called wrong, and the wrong ones that it called right. */
  missed: number;
  falselyAccepted: number;
  /** The share of the checked answers on which it differs from the parse, with its 95 % interval (Wilson); null without any. */
  errorRate: { value: number; low: number; high: number; count: number } | null;
  /** Cohen's κ of the judge and the parse; null where it has no value. */
  kappaWithParse: number | null;
  /** Whether its errors are measured and fewer than those of chance. */
  isTrusted: boolean;
  /** Its tokens and price in US dollars over all that it was asked; null where some are not known. */
  promptTokens: number | null;
  outputTokens: number | null;
  cost: number | null;
}

/** The judges of a run and their agreement with each other. */
export interface JudgingReport {
  judges: JudgeReport[];
  /** Answers on which two judges gave a verdict, the share on which they agree, and Cohen's κ. */
  sharedVerdicts: number;
  agreement: number | null;
  kappa: number | null;
}

type Said = Omit<Judgement, "isCheck" | "second">;

/** What the judged answers of a run tell of its judges; null where none was judged. */
export function judgingReport(samples: readonly JudgedSample[]): JudgingReport | null {
  if (samples.length === 0) return null;
  const said = samples.map(({ correct, judgement }) => {
    const { isCheck = false, second, ...first } = judgement;
    return { parse: isCheck ? correct : null, isCheck, first: first as Said, second: second ?? null };
  });
  const pairs = said.flatMap(({ first, second }) =>
    first.correct === null || !second || second.correct === null ? [] : [[first.correct, second.correct] as const],
  );
  const ofJudge = (which: "first" | "second") =>
    said.flatMap((one) => (one[which] ? [{ ...one, said: one[which] }] : []));
  // A run that was judged again by another model has several.
  const judges = (["first", "second"] as const).flatMap((which) =>
    [...Map.groupBy(ofJudge(which), (one) => one.said.model)].map(([model, ofModel]) => reportOf(model, ofModel)),
  );
  return {
    judges,
    sharedVerdicts: pairs.length,
    agreement: pairs.length === 0 ? null : pairs.filter(([a, b]) => a === b).length / pairs.length,
    kappa: cohensKappa(pairs),
  };
}

function reportOf(model: string, answers: { parse: boolean | null; isCheck: boolean; said: Said }[]): JudgeReport {
  const undecided = answers.filter(({ isCheck }) => !isCheck);
  const verdicts = undecided.filter(({ said }) => said.correct !== null).length;
  const checks = answers.flatMap(({ parse, said }) =>
    parse === null || said.correct === null ? [] : [[parse, said.correct] as const],
  );
  const count = checks.length;
  const missed = checks.filter(([parse, judge]) => parse && !judge).length;
  const falselyAccepted = checks.filter(([parse, judge]) => !parse && judge).length;
  const value = (missed + falselyAccepted) / count;
  const errorRate = count === 0 ? null : { value, ...wilsonInterval(value, count), count };
  return {
    ...{ model, verdicts, failures: undecided.length - verdicts },
    checkedRight: checks.filter(([parse]) => parse).length,
    checkedWrong: checks.filter(([parse]) => !parse).length,
    ...{ missed, falselyAccepted, errorRate },
    kappaWithParse: cohensKappa(checks),
    isTrusted: errorRate !== null && errorRate.high < 0.5,
    promptTokens: sumOf(answers.map(({ said }) => said.promptTokens)),
    outputTokens: sumOf(answers.map(({ said }) => said.outputTokens)),
    cost: sumOf(answers.map(({ said }) => said.cost)),
  };
}

const sumOf = (values: (number | null | undefined)[]) =>
  values.every((value) => value != null) ? (values as number[]).reduce((sum, value) => sum + value, 0) : null;
