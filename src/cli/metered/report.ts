import { printable } from "../../errors/printable.ts";
import { foldLogs, readSummaries } from "../../metering/fold.ts";
import type { Distribution, RunSummary, SessionSummary } from "../../metering/summary.ts";
import { readSettings } from "../settings.ts";

/** `paretograph meter report`: prints the sessions that the folder of the store holds. */
export async function report({ run, json = false }: { run?: string; json?: boolean }): Promise<void> {
  const all = await readSummaries(readSettings(process.env).dataFolder);
  const chosen = run === undefined ? all : all.flatMap((session) => withRun(session, run));
  if (json) console.log(JSON.stringify(chosen, null, 2));
  else console.log(chosen.map(summaryText).join("\n\n") || "Nothing was recorded here.");
}

/** `paretograph meter fold`: folds the logs of sessions that are over. */
export async function fold(): Promise<void> {
  const folded = await foldLogs(readSettings(process.env).dataFolder);
  for (const { file, outcome } of folded) console.log(`${file}: ${outcome}`);
  if (folded.length === 0) console.log("There is no log to fold.");
}

function withRun(session: SessionSummary, run: string): SessionSummary[] {
  const runs = session.runs.filter((one) => one.run === run);
  return runs.length === 0 ? [] : [{ ...session, runs }];
}

/** A session in lines for people. */
export function summaryText(session: SessionSummary): string {
  const { file, upstream, hardware, meter, sample, requestsSeen, ownRequests, linesLeftOut, faults, ended, runs } =
    session;
  const facts = [
    hardware,
    meter && `metered by ${meter}`,
    sample !== null &&
      `a sample of ${(100 * sample).toPrecision(3)} %${requestsSeen === null ? "" : ` of ${requestsSeen} requests`}`,
    ownRequests > 0 && `${ownRequests} requests of the proxy's own`,
    linesLeftOut > 0 && `${linesLeftOut} lines were left out`,
    !ended && "it goes on, or was ended before its time",
    ...faults.slice(0, 10),
    faults.length > 10 && `${faults.length - 10} more faults`,
  ].filter((fact) => fact !== null && fact !== false);
  return printable(
    [`${upstream}, ${file}`, ...facts.map((fact) => `  ${fact}`), ...runs.flatMap(runLines)].join("\n") +
      (runs.length === 0 ? "\n  No request was recorded." : ""),
  );
}

function runLines(run: RunSummary): string[] {
  const { requests, answered, unfinished, retries, failures, finishReasons, joules, gpuSeconds, outputTokens } = run;
  const unknown = answered - run.answersCounted;
  const failed = Object.entries(failures).map(([code, count]) => `${code} ${count}`);
  const reasons = Object.entries(finishReasons).map(([reason, count]) => `${reason} ${count}`);
  const tokens = [
    run.promptTokens !== null && `${run.promptTokens} of prompts`,
    run.cachedPromptTokens !== null && `${run.cachedPromptTokens} of these from the cache`,
    outputTokens !== null && `${outputTokens} of output`,
    run.reasoningTokens !== null && `${run.reasoningTokens} of these of reasoning`,
  ].filter((part) => part !== false);
  const lines = [
    `${run.run === null ? "Requests without a run" : `Run ${run.run}`}${run.models.length > 0 ? `, ${run.models.join(", ")}` : ""}`,
    `  ${run.from} to ${run.to}, ${figure(run.seconds)} s`,
    `  requests    ${requests}: ${answered} answered${unfinished > 0 ? `, ${unfinished} unfinished` : ""}${retries > 0 ? `, ${retries} of them retries` : ""}`,
    failed.length > 0 && `  failures    ${failed.join(", ")}`,
    reasons.length > 0 && `  ended by    ${reasons.join(", ")}`,
    `  tokens      ${tokens.join(", ") || "not counted"}${unknown > 0 ? `; ${unknown} answers were not counted` : ""}`,
    run.outputTokensOfAnswer && `  an answer   ${spread(run.outputTokensOfAnswer, "tokens")}`,
    run.ttft && `  first text  ${spread(run.ttft, "s")}`,
    run.latency && `  latency     ${spread(run.latency, "s")}`,
    joules !== null &&
      `  energy      ${figure(joules)} J${outputTokens ? `, ${figure(joules / outputTokens)} J for each token of output` : ""}`,
    gpuSeconds !== null && `  GPU time    ${figure(gpuSeconds)} s`,
  ];
  return lines.filter((line) => typeof line === "string");
}

const spread = ({ p50, p90, p99, mean, count }: Distribution, unit: string) =>
  `median ${figure(p50)} ${unit}, 90 % ${figure(p90)}, 99 % ${figure(p99)}, mean ${figure(mean)} (of ${count})`;

const figure = (value: number) => (Math.abs(value) >= 1000 ? String(Math.round(value)) : value.toPrecision(3));
