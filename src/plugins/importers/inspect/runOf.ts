import type { MeasureSubmission } from "../../../recording/submitted/submission.ts";
import type { ImportedRun, ImportedSample } from "../../contract/importer.ts";
import { countAt, numberAt, shareAt } from "../fields/figures.ts";
import { statedAccuracy } from "../fields/statedAccuracy.ts";
import { labelAt, shortened, textOf } from "../fields/texts.ts";
import type { Header } from "./log.ts";
import { modelOf } from "./model.ts";
import type { ReadSample } from "./sample.ts";
import { type Grading, gradeOf, verdictOf } from "./scores.ts";
import { askedOf, benchmarkOf, decodingOfLog, epochsOf, graderOf, modeOf, protocolOf } from "./settings.ts";
import { tokensOf } from "./usage.ts";

/** The answers of a log under one grading as a run. */
export function runOf(
  header: Header,
  path: string,
  grading: Grading,
  accuracy: MeasureSubmission | undefined,
  samples: ImportedSample[],
): ImportedRun {
  const { model, serving } = modelOf(header, path);
  const mode = modeOf(header, path);
  const benchmark = benchmarkOf(header, path);
  const asked = askedOf(header);
  const epochs = epochsOf(header, path);
  const version = versionOf(header);
  return {
    place: grading.stated ? `${path}: ${grading.stated.place}` : `${path}: samples.scores.${grading.scorer}`,
    model,
    benchmark,
    ...(mode && { mode }),
    ...serving,
    ...datesOf(header),
    decoding: decodingOfLog(header, path),
    protocol: protocolOf(header, grading, path),
    ...(asked !== undefined && asked < (benchmark.problemCount ?? 0) && { problemCount: asked }),
    ...(epochs > 1 && { repeats: epochs }),
    measures: {
      ...(samples.length === 0 && meansOf(header, path, grading)),
      ...(accuracy && { accuracy }),
    },
    notes: notesOf(header),
    ...(version !== undefined && { toolVersion: version }),
    ...(samples.length > 0 && { samples }),
  };
}

/** The stated accuracy, with the problems that it is the mean of. Undefined where it is stated to be no number. */
export function accuracyOf({ stated, metric }: Grading, path: string): MeasureSubmission | undefined {
  if (!stated) return undefined;
  const place = `${path}: ${stated.place}`;
  const value = shareAt(stated.value, place);
  if (value === undefined) return undefined;
  const error = metric === "accuracy" ? numberAt(stated.score.metrics.stderr?.value, `${place}: stderr`) : undefined;
  const count = countAt(stated.score.scored_samples, `${place}: scored_samples`);
  return statedAccuracy(value, error !== undefined && error > 0 ? error : undefined, count || undefined);
}

/** The samples under a grading; undefined where its values are no verdicts. */
export function samplesOf(samples: readonly ReadSample[], grading: Grading): ImportedSample[] | undefined {
  const graded: ImportedSample[] = [];
  for (const sample of samples) {
    const found = gradeOf(sample, grading);
    const verdict = found && verdictOf(found.value, `${sample.place}: scores.${grading.scorer}`);
    if (found && !verdict) return undefined;
    const answer = textOf(found?.answer);
    graded.push({
      ...sample.shared,
      ...(verdict && (verdict.correct !== null || sample.shared.error === undefined) && verdict),
      ...(answer !== undefined && answer !== sample.shared.output && { answer }),
    });
  }
  return graded;
}

/**
 * The mean tokens of an answer, where only those of all answers together are stated. Where the model may have graded
 * itself they are not told apart, and none is given.
 */
function meansOf(header: Header, path: string, grading: Grading): Record<string, MeasureSubmission> {
  const grader = graderOf(header, grading);
  const isSelf = grader === modelOf(header, path).model.name || (!grader && /grade|judge/i.test(grading.scorer));
  const count = countAt(header.results?.completed_samples, `${path}: results.completed_samples`);
  const usage = tokensOf(header.stats.model_usage[header.eval.model], `${path}: stats.model_usage`);
  if (isSelf || !count || !usage) return {};
  const note = "The stated sum over all answers, divided by their number.";
  const mean = (sum: number) => ({ value: sum / count, count, note });
  return {
    prompt_tokens: mean(usage.promptTokens),
    output_tokens: mean(usage.outputTokens),
    ...(usage.reasoningTokens !== undefined && { reasoning_tokens: mean(usage.reasoningTokens) }),
    ...(usage.cost !== undefined && { cost: mean(usage.cost) }),
  };
}

function datesOf(header: Header) {
  const [started, finished] = [header.stats.started_at || header.eval.created, header.stats.completed_at].map(dateOf);
  return { ...(started && { startedAt: started }), ...(finished && { finishedAt: finished }) };
}

function dateOf(text: unknown): string | undefined {
  const isDate = typeof text === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && text.length < 50;
  const time = isDate ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function notesOf(header: Header): string {
  const version = versionOf(header);
  const ended = header.status && header.status !== "success" ? ` The log has the status ${header.status}.` : "";
  return shortened(`Imported from Inspect${version ? ` ${version}` : ""}.${ended}`, 1000);
}

const versionOf = (header: Header) =>
  labelAt(textOf(header.eval.packages.inspect_ai)?.slice(0, 100), "eval.packages.inspect_ai");
