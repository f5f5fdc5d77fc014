import { mayDo } from "../../../access/principal.ts";
import { writtenPieces } from "../../../plugins/boundary/writtenPieces.ts";
import type { ExporterPlugin, ExportedRun as RunOfPlugin } from "../../../plugins/contract/exporter.ts";
import type { SampleSubmission } from "../../../recording/submitted/submission.ts";
import type { SampleRow } from "../../../store/reading/samplePages.ts";
import type { ExportSource } from "../source/exportSource.ts";
import { type ExportedRun, runsOf } from "../source/runsOf.ts";
import { samplesOf, wholeSamplesOf } from "../source/samplesOf.ts";
import { headOf } from "./ownForm.ts";

/** The runs in the format of a plugin. It is given what the own form of an export gives to the same reader. */
export async function* exportedBy(
  source: ExportSource,
  plugin: ExporterPlugin,
  options: unknown,
): AsyncGenerator<string | Uint8Array> {
  const ended = new AbortController();
  try {
    const context = { version: source.version, signal: ended.signal };
    yield* writtenPieces(plugin, givenRuns(source), options, context);
  } finally {
    ended.abort();
  }
}

async function* givenRuns(source: ExportSource): AsyncGenerator<RunOfPlugin> {
  for await (const run of runsOf(source)) {
    const isWhole = mayDo(source.reader, "measure", run.lab.slug);
    const samples: SampleSubmission[] = [];
    for await (const sample of isWhole ? wholeSamplesOf(source, run) : samplesOf(source, run)) {
      samples.push(submitted(sample));
    }
    yield { ...headOf(run, isWhole), measures: stated(run), contentHash: run.contentHash, samples };
  }
}

const submitted = ({ runId: _, runHash: _hash, flops: _flops, problemId, ...fields }: SampleRow): SampleSubmission => ({
  problem: problemId,
  ...fields,
});

/** All measures, also those that follow from samples, as a submission would state them. */
const stated = ({ measures }: ExportedRun) =>
  Object.fromEntries(
    Object.entries(measures).map(([name, { value, low, high, count, estimated, note }]) => [
      name,
      { value, low, high, count, estimated, note },
    ]),
  );
