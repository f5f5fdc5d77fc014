import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import { ImportError } from "../../contract/importError.ts";
import type { FileSet, Imported, ImportedRun, ImportFile } from "../../contract/importer.ts";
import { PLUGIN_API_VERSION } from "../../contract/plugin.ts";
import { disagreement } from "../fields/found.ts";
import { checkedAt } from "../fields/place.ts";
import { isAccuracy } from "./accuracy.ts";
import { accuracyOf, runOf } from "./aggregate.ts";
import { withCosts } from "./costs.ts";
import { findSets } from "./files.ts";
import { type AggregateFile, aggregateFile, type EvaluationResult, type InstanceLine } from "./layout.ts";
import { runsOfInstances } from "./lonelyInstances.ts";
import { type Graded, readSamples, statedOtherwise } from "./samples.ts";
import { scaleOf } from "./scale.ts";

/** A result of an aggregate file that is an accuracy, with the run that it becomes. */
interface Accuracy {
  result: EvaluationResult;
  run: ImportedRun;
}

export const everyEvalEver = defineImporter({
  name: "every-eval-ever",
  title: "Every Eval Ever",
  version: "1.0.0",
  apiVersion: PLUGIN_API_VERSION,
  description: "Results in the schema of Every Eval Ever, as aggregates, as instances or as both.",
  versions: "0.2.0, 0.2.2 and 0.3.0",
  options: z.object({}),
  find: (files) => findSets(files),
  read: readSet,
});

async function* readSet({ files }: FileSet): AsyncGenerator<Imported> {
  const aggregate = files.find(({ path }) => !path.endsWith(".jsonl"));
  const instances = files.find(({ path }) => path.endsWith(".jsonl"));
  if (!aggregate) yield* runsOfInstances(instances!);
  else yield* runsOfAggregate(aggregate, instances);
}

async function* runsOfAggregate(file: ImportFile, instances: ImportFile | undefined): AsyncGenerator<Imported> {
  const { path } = file;
  const value = await file.json();
  const version = (value as { schema_version?: unknown } | null)?.schema_version;
  if (!/^0\.[23](?:\.|$)/.test(String(version))) {
    const shown = JSON.stringify(typeof version === "object" ? null : version)?.slice(0, 50);
    throw new ImportError("UNSUPPORTED_VERSION", `${path}: schema_version`, `it is ${shown}; 0.2 and 0.3 are read.`);
  }
  const read = checkedAt(aggregateFile, value, path);
  const all: Accuracy[] = [];
  const others: { result: EvaluationResult; place: string; reason: string }[] = [];
  for (const [at, result] of read.evaluation_results.entries()) {
    const place = `${path}: evaluation_results.${at}`;
    const found = accuracyOr(read, result, place, path);
    if ("reason" in found) others.push({ result, place, reason: found.reason });
    else all.push({ result, run: found.run });
  }
  yield* withCosts(read, all, others, path);
  if (instances) yield* addSamples(read, all, instances);
  for (const { run } of all) yield { kind: "run", run };
}

function accuracyOr(
  file: AggregateFile,
  result: EvaluationResult,
  place: string,
  path: string,
): { run: ImportedRun } | { reason: string } {
  const { metric_config: metric, score_details } = result;
  const metricPlace = `${place}.metric_config`;
  const score = typeof score_details.score === "object" ? "an object" : String(score_details.score).slice(0, 50);
  const name = (
    metric.metric_name ??
    metric.metric_id ??
    metric.evaluation_description ??
    result.evaluation_name ??
    "The metric"
  ).slice(0, 200);
  const isOne = isAccuracy(metric);
  if (isOne === false) return { reason: `${name} is no accuracy (${score}).` };
  if (isOne === null) return { reason: `The file does not say that its score (${score}) is an accuracy.` };
  if (metric.lower_is_better === true) return { reason: `Less of ${name} is better, so it is no accuracy (${score}).` };
  const scale = scaleOf(metric, metricPlace);
  if ("unknown" in scale) return { reason: `${name} is left out (${score}): ${scale.unknown}.` };
  const accuracy = accuracyOf(result, scale, place);
  if (!accuracy) return { reason: `${name} has no figure (${score}).` };
  return { run: { ...runOf(file, result, place, path), measures: { accuracy } } };
}

async function* addSamples(file: AggregateFile, all: Accuracy[], instances: ImportFile): AsyncGenerator<Imported> {
  const { byRun, rows, remarks } = await readSamples(instances, (line) => accuracyOfLine(file, all, line));
  yield* remarks;
  yield* await statedOtherwise(instances, rows, file.detailed_evaluation_results);
  for (const [{ run }, graded] of byRun) {
    run.samples = graded.samples;
    const mean = meanOf(graded);
    const stated = run.measures!.accuracy!.value;
    if (mean !== null && Math.abs(mean - stated) > 1e-6) {
      const statement = `The accuracy is stated as ${stated}, and that of the ${graded.samples.length} lines is ${mean}.`;
      yield disagreement(run.place, statement);
    }
  }
}

/** The accuracy that a line belongs to: by the id of the result, else by its name where that is the name of one only. */
function accuracyOfLine(
  file: AggregateFile,
  all: Accuracy[],
  line: InstanceLine,
): { key: Accuracy } | { reason: string } {
  if (line.evaluation_id !== file.evaluation_id) return { reason: "These lines belong to another evaluation." };
  const ofId = file.evaluation_results.filter(
    ({ evaluation_result_id: id }) => id != null && id === line.evaluation_result_id,
  );
  const ofName = file.evaluation_results.filter(({ evaluation_name: name }) => name === line.evaluation_name);
  // The converter of Inspect's logs names results otherwise than their lines.
  const ofScorer = file.evaluation_results.filter(({ evaluation_name: name }) =>
    name?.includes(` on ${line.evaluation_name} for scorer `),
  );
  const fitting = [ofId, ofName, ofScorer].find((some) => some.length > 0) ?? file.evaluation_results;
  const fits = fitting.length === 1 || fitting === ofScorer ? all.filter(({ result }) => fitting.includes(result)) : [];
  if (fits.length === 1) return { key: fits[0]! };
  if (fitting.length === 1) return { reason: "These lines belong to a result that is left out." };
  return { reason: "These lines do not say to which of several results they belong." };
}

/** The mean over the answers that did not fail. */
function meanOf({ samples }: Graded): number | null {
  const graded = samples.filter(({ error }) => error == null);
  const sum = graded.reduce((total, { score, correct }) => total + (score ?? Number(correct ?? false)), 0);
  return graded.length === 0 ? null : sum / graded.length;
}
