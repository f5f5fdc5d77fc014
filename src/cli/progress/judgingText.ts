import type { JudgeReport, JudgingReport } from "../../recording/judgeReport.ts";

/** What is known of the judges of a run, in lines. */
export function writeJudging(report: JudgingReport | null): string[] {
  if (!report) return [];
  const { judges, sharedVerdicts, agreement, kappa } = report;
  const both =
    agreement === null
      ? []
      : [`The judges agree on ${percent(agreement)} of ${sharedVerdicts} answers, Cohen's κ ${number(kappa)}.`];
  return [...judges.map(lineOf), ...both];
}

function lineOf(judge: JudgeReport): string {
  const { model, verdicts, failures, errorRate, missed, falselyAccepted, checkedRight, checkedWrong } = judge;
  const errors =
    errorRate === null
      ? "its errors are not measured"
      : `errs on ${percent(errorRate.value)} (${percent(errorRate.low)} to ${percent(errorRate.high)}) of ${errorRate.count} ` +
        `decided answers: ${missed} of ${checkedRight} right ones called wrong, ${falselyAccepted} of ${checkedWrong} wrong ` +
        `ones called right, κ with the parse ${number(judge.kappaWithParse)}`;
  const spent =
    judge.outputTokens === null
      ? []
      : [
          `${judge.promptTokens ?? "?"} + ${judge.outputTokens} tokens${judge.cost === null ? "" : `, ${judge.cost} US dollars`}`,
        ];
  const trust = judge.isTrusted ? [] : ["NOT TRUSTED"];
  return [`Judge ${model}: ${verdicts} verdicts, ${failures} without one`, errors, ...spent, ...trust].join("; ");
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const number = (value: number | null) => value?.toFixed(2) ?? "undefined";
