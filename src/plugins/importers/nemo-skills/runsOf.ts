import type { MeasureSubmission, SampleSubmission } from "../../../recording/submitted/submission.ts";
import type { Imported, ImportedRun } from "../../contract/importer.ts";
import { amountAt, shareAt } from "../fields/figures.ts";
import { disagreement, leftOut, TOLERANCE } from "../fields/found.ts";
import { statedAccuracy } from "../fields/statedAccuracy.ts";
import { labelAt } from "../fields/texts.ts";
import { entriesOf, type MeanWay, type MetricsFile, meanWays, type Ways } from "./metricsFile.ts";
import type { Outputs } from "./outputs.ts";
import { ACCURACIES } from "./verdicts.ts";

/** What is known of one benchmark: the answers, what the tool computed of them, or both. */
export interface Given {
  benchmark: string;
  place: string;
  outputs?: Outputs;
  metrics?: MetricsFile | undefined;
}

/** One run for each way of grading, and what of it is no run. */
export function* runsOf(given: Given): Generator<Imported> {
  const { benchmark, outputs, metrics, place } = given;
  const ways = metrics && Object.hasOwn(metrics.benchmarks, benchmark) ? metrics.benchmarks[benchmark]! : {};
  const repeats = outputs?.rows.length;
  const means = meanWays(ways);
  const way = means.find((one) => one.repeats === repeats) ?? means.at(-1);
  if (outputs) yield* remarks(given, outputs, ways);
  const graded = ACCURACIES.filter(
    (metric) => outputs?.byMetric.has(metric) || (way && ways[way.name]![metric] !== undefined),
  );
  for (const metric of graded) yield* runOf(given, ways, way, metric);
  if (graded.length === 0) {
    yield leftOut(
      place,
      "Nothing in it says of an answer whether it is right.",
      outputs?.rows.reduce((sum, { count }) => sum + count, 0),
    );
  }
  if (metrics) yield* others(`${metrics.path}: ${benchmark}`, ways, means, way);
}

function* runOf(given: Given, ways: Ways, way: MeanWay | undefined, metric: string): Generator<Imported> {
  const { benchmark, metrics, outputs } = given;
  const samples = outputs?.byMetric.get(metric);
  const stated = way && ways[way.name]![metric];
  const place = way && stated !== undefined ? `${metrics!.path}: ${benchmark}.${way.name}.${metric}` : given.place;
  // By its rule the tool writes these metrics in percent, whatever their size.
  const accuracy = shareAt(stated, place, 100);
  const mean = samples && meanOf(samples);
  if (accuracy !== undefined && mean !== undefined && Math.abs(accuracy - mean) > TOLERANCE) {
    const statement = `It states ${accuracy}, and the mean of the ${samples!.length} answers that are given is ${mean}.`;
    yield disagreement(place, statement);
  }
  if (accuracy === undefined && samples === undefined) {
    yield leftOut(place, "It has no value.");
    return;
  }
  const entries = entriesOf(ways, place);
  const longest = metrics?.longest;
  const repeats = outputs?.rows.length ?? way?.repeats;
  const run: ImportedRun = {
    place,
    // The tool writes no name of the model anywhere in its results.
    model: { name: "" },
    benchmark: { name: labelAt(benchmark, place) ?? "" },
    ...(longest !== undefined && { decoding: { maxTokens: longest } }),
    protocol: { harness: "nemo-skills", ...(benchmark && { task: benchmark }), metric },
    ...(entries && { problemCount: entries }),
    ...(repeats !== undefined && repeats > 1 && { repeats }),
    measures: {
      ...(accuracy !== undefined && { accuracy: statedAccuracy(accuracy, undefined, entries || undefined) }),
      ...(!samples && !longest && way && tokensOf(ways[way.name]!, place)),
    },
    notes: longest ? `${NOTE} Answers of more than ${longest} tokens were counted as wrong afterwards.` : NOTE,
    ...(samples && { samples }),
  };
  yield { kind: "run", run };
}

const NOTE = "Imported from NeMo-Skills.";

function tokensOf(figures: Readonly<Record<string, unknown>>, place: string): Record<string, MeasureSubmission> {
  const value = amountAt(figures.avg_tokens, `${place}: avg_tokens`);
  return value ? { output_tokens: { value, note: "The tool rounds it down to a whole number." } } : {};
}

/** The mean as the tool computes it: an answer that failed or that nobody could decide is wrong. */
const meanOf = (samples: readonly SampleSubmission[]): number =>
  samples.reduce((sum, { correct, score }) => sum + (score ?? Number(correct ?? false)), 0) / samples.length;

function* remarks({ benchmark, metrics, place }: Given, outputs: Outputs, ways: Ways): Generator<Imported> {
  const counts = new Set(outputs.rows.map(({ count }) => count));
  if (counts.size > 1) {
    const shown = outputs.rows.map(({ path, count }) => `${path} has ${count}`).join(", ");
    yield disagreement(place, `The repeats of ${benchmark} have answers to different numbers of problems: ${shown}.`);
  }
  const entries = metrics && entriesOf(ways, `${metrics.path}: ${benchmark}`);
  if (entries !== undefined && !counts.has(entries)) {
    yield disagreement(
      place,
      `${metrics!.path} states ${entries} problems of ${benchmark}, and the outputs have others.`,
    );
  }
  if (outputs.withoutTime > 0) {
    yield leftOut(
      place,
      "The times say that the answer took less than nothing or more than a week.",
      outputs.withoutTime,
    );
  }
}

/** What the tool computed beside the accuracy. */
function* others(
  place: string,
  ways: Ways,
  means: readonly MeanWay[],
  chosen: MeanWay | undefined,
): Generator<Imported> {
  const most = means.at(-1);
  for (const [name, figures] of Object.entries(ways)) {
    const values = Object.entries(figures).filter(([key]) => ACCURACIES.includes(key));
    const shown = values.map(([key, value]) => `${key} ${typeof value === "number" ? value : "no number"}`).join(", ");
    const at = `${place}.${name}`;
    if (name === chosen?.name) {
      const keys = Object.keys(figures).filter((key) => !ACCURACIES.includes(key) && !CONSUMED.has(key));
      if (keys.length > 0) yield leftOut(at, `No metrics of a run: ${keys.join(", ").slice(0, 1000)}.`, keys.length);
    } else if (name === most?.name) {
      const given = chosen?.repeats ?? 0;
      const statement = `It is the mean over ${most.repeats} repeats (${shown}), and the outputs of ${given} are given.`;
      yield disagreement(at, statement);
    } else {
      const isMean = means.some((one) => one.name === name);
      const reason = isMean
        ? "It is the mean over fewer or more repeats"
        : name === "pass@1"
          ? "It is that of the first repeat in some versions, and the mean over all is stated too"
          : "It is not the mean over single answers";
      yield leftOut(at, `${reason}${shown && `: ${shown}`}.`);
    }
  }
}

const CONSUMED = new Set(["num_entries", "avg_tokens"]);
