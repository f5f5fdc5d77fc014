import { stringify } from "yaml";
import type { ExportedFile, ExportSource } from "../source/exportSource.ts";
import { type ExportedRun, runsOf } from "../source/runsOf.ts";
import { HUB_BENCHMARKS } from "./hubDatasets.ts";
import { leftOutFile } from "./leftOut.ts";
import { portableName } from "./portableName.ts";

/**
 * The accuracies of runs as the `.eval_results` of model pages on the Hugging Face Hub: a folder for each model, to be copied
 * into its repository. An entry for each run is held in memory. The form has no unit, and the leaderboards of these
 * benchmarks show percent. A `verifyToken` comes only from the Hub's own jobs and is never written.
 */
export async function* hubResults(source: ExportSource): AsyncGenerator<ExportedFile> {
  const leftOut: string[] = [];
  const files = new Map<string, object[]>();
  for await (const run of runsOf(source)) {
    const reason = reasonAgainst(run);
    if (reason !== null) {
      leftOut.push(`${run.contentHash}: ${reason}`);
      continue;
    }
    const model = run.model.slug.split("/").map(portableName).join("/");
    const path = `${model}/.eval_results/${portableName(run.benchmark.slug)}.yaml`;
    files.set(path, [...(files.get(path) ?? []), entryOf(run)]);
  }
  for (const [path, entries] of files) yield { path, pieces: yaml(entries) };
  yield* leftOutFile(leftOut);
}

/** An id on the Hub: what else a slug may be would also need another name as a folder. */
const HUB_ID = /^\w[\w.-]*(?<!\.)\/\w[\w.-]*(?<!\.)$/;

function reasonAgainst({ measures, model, benchmark }: ExportedRun): string | null {
  if (!measures.accuracy) return "it has no accuracy";
  if (!HUB_ID.test(model.slug) || !model.openWeights) return `${model.slug} has no page on the Hub`;
  if (!Object.hasOwn(HUB_BENCHMARKS, benchmark.slug)) return `${benchmark.slug} is not known as a benchmark of the Hub`;
  return null;
}

async function* yaml(entries: object[]) {
  yield stringify(entries);
}

function entryOf(run: ExportedRun): object {
  const { id, task } = HUB_BENCHMARKS[run.benchmark.slug]!;
  const { accuracy, output_tokens: tokens } = run.measures;
  const { value, low, high, count } = accuracy!;
  const date = run.submission.finishedAt ?? run.submission.startedAt;
  const notes = [
    `mode ${run.mode}`,
    low !== undefined && high !== undefined ? `95 % interval ${percent(low, 4)} to ${percent(high, 4)}` : null,
    count === undefined ? null : `${count} answers`,
    tokens === undefined ? null : `${Math.round(tokens.value)} output tokens a problem`,
    run.servedAs,
    `Paretograph run ${run.contentHash}`,
  ];
  return {
    dataset: { id, task_id: task },
    value: percent(value),
    ...(date && { date }),
    ...(run.sourceUrl && { source: { url: run.sourceUrl, name: run.lab.name } }),
    notes: notes.filter((note) => note !== null).join("; "),
  };
}

/** A share in percent, without the digits that the change of the unit adds. */
const percent = (share: number, digits = 12) => Number((share * 100).toPrecision(digits));
