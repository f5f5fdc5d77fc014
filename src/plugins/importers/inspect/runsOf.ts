import type { SampleSubmission } from "../../../recording/submitted/submission.ts";
import type { ImportContext, Imported } from "../../contract/importer.ts";
import { disagreement, leftOut, TOLERANCE } from "../fields/found.ts";
import { OutputBudget } from "../fields/outputBudget.ts";
import type { Header, Log } from "./log.ts";
import { accuracyOf, runOf, samplesOf } from "./runOf.ts";
import { type ReadSample, readSample } from "./sample.ts";
import { gradingsOf, gradingsOfSamples } from "./scores.ts";
import { askedOf, epochsOf } from "./settings.ts";

/** A log as one run for each of its gradings, and what of it is no run. */
export async function* runsOf(log: Log, path: string, context: ImportContext): AsyncGenerator<Imported> {
  const { header } = log;
  const samples: ReadSample[] = [];
  yield* collect(log, path, samples, Math.max(1, header.results?.scores.length ?? 1), context);
  yield* countsOf(header, path, samples);
  const { gradings, others } = gradingsOf(header, epochsOf(header, path), samples);
  for (const { place, reason } of others) yield leftOut(`${path}: ${place}`, reason);
  const all = gradings.length > 0 || others.length > 0 ? gradings : gradingsOfSamples(samples);
  if (all.length === 0) {
    const reason = "The log has no accuracy, and no scores of samples that are verdicts.";
    yield leftOut(path, reason, samples.length || undefined);
  }
  for (const grading of all) {
    const accuracy = accuracyOf(grading, path);
    const graded = samplesOf(samples, grading);
    const place = `${path}: ${grading.stated?.place ?? `samples.scores.${grading.scorer}`}`;
    if (!graded)
      yield leftOut(place, `The samples have values of ${grading.name} that are no verdicts.`, samples.length);
    if (!accuracy && !graded?.some(({ correct }) => correct != null)) {
      yield leftOut(place, "It has no value, and there are no samples with verdicts from which it would follow.");
      continue;
    }
    const mean = meanOfProblems(graded ?? []);
    if (accuracy && mean !== undefined && Math.abs(mean - accuracy.value) > TOLERANCE) {
      const statement = `It states ${accuracy.value}, and the mean over the ${graded!.length} samples is ${mean}.`;
      yield disagreement(place, statement);
    }
    yield { kind: "run", run: runOf(header, path, grading, accuracy, graded ?? []) };
  }
}

/** The samples of a log, of which the last of the same problem and repeat holds: it was taken anew. */
async function* collect(
  log: Log,
  path: string,
  into: ReadSample[],
  runs: number,
  { signal, requests }: ImportContext,
): AsyncGenerator<Imported> {
  const found = new Map<string, ReadSample>();
  const outputs = new OutputBudget();
  let invalid = 0;
  for await (const { value, place } of log.samples()) {
    signal.throwIfAborted();
    const sample = readSample(value, place, log.header.eval.model, requests === true);
    const output = outputs.keep(sample.shared.output ?? undefined, runs);
    if (output === undefined) delete sample.shared.output;
    found.set(JSON.stringify([sample.shared.problem, sample.shared.repeat]), sample);
  }
  for (const sample of found.values()) {
    if (sample.isInvalid) invalid++;
    else into.push(sample);
  }
  if (invalid > 0) yield leftOut(path, "These samples were declared invalid after they were taken.", invalid);
  if (outputs.leftOut > 0)
    yield leftOut(path, "The outputs are larger together than a set of runs may be.", outputs.leftOut);
  if (log.large > 0) yield leftOut(path, "Of these samples only the summaries are small enough to be read.", log.large);
}

/** Shortened logs keep what they said of all samples. */
function* countsOf(header: Header, path: string, samples: readonly ReadSample[]): Generator<Imported> {
  if (samples.length === 0) return;
  const asked = askedOf(header);
  const epochs = epochsOf(header, path);
  if (asked !== undefined && asked * epochs !== samples.length) {
    const times = epochs === 1 ? "" : `, each ${epochs} times`;
    const statement = `It states that ${asked} problems were asked${times}, and there are ${samples.length} samples.`;
    yield disagreement(`${path}: samples`, statement);
  }
}

/** The mean over problems of the mean over repeats that have a value, as Inspect computes it. */
function meanOfProblems(samples: readonly SampleSubmission[]): number | undefined {
  const byProblem = new Map<string, number[]>();
  for (const { problem, correct, score } of samples) {
    if (correct == null) continue;
    const values = byProblem.get(problem) ?? [];
    values.push(score ?? Number(correct));
    byProblem.set(problem, values);
  }
  const means = [...byProblem.values()].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  return means.length === 0 ? undefined : means.reduce((sum, value) => sum + value, 0) / means.length;
}
