import { type Catalogue, findBySlug } from "../store/catalogue.ts";
import { protocolIdOf, servedAsOf } from "../store/experiment.ts";
import type { runs } from "../store/tables.ts";
import type { RunSubmission, SampleSubmission } from "./submitted/submission.ts";

type RunRow = typeof runs.$inferSelect;

/**
 * The columns of a run that follow from its submission. Runs are listed, filtered and pooled by the columns. Beside them
 * the row keeps the submission itself, all but its samples, as it was brought: nothing has to be pieced together to export
 * a run, and what the columns cannot give back survives (the measures that it stated, the zone and the precision of its
 * instants, `repeats`, `estimated`, fields that are added later).
 *
 * Lost are only a second sample of the same problem and repeat, and what PostgreSQL refuses: the character 0 and half a
 * surrogate pair in texts, counts above 2³¹ - 1, and values that are too large to be pooled.
 *
 * @throws RequestError for a model, benchmark, lab or accelerator that the catalogue does not hold.
 */
export function rowOf(submission: RunSubmission, catalogue: Catalogue) {
  const { hardware, samples } = submission;
  return {
    submission: withoutSamples(submission),
    modelId: findBySlug(catalogue, "models", submission.model, "model").id,
    mode: submission.mode,
    benchmarkId: findBySlug(catalogue, "benchmarks", submission.benchmark, "benchmark").id,
    labId: findBySlug(catalogue, "labs", submission.lab, "lab").id,
    runner: submission.runner,
    runnerVersion: submission.runnerVersion,
    hardwareId: hardware && findBySlug(catalogue, "hardware", hardware.slug, "hardware.slug").id,
    hardwareCount: hardware?.count,
    deployment: submission.deployment,
    provenance: submission.provenance,
    sourceUrl: submission.sourceUrl,
    license: submission.license,
    startedAt: submission.startedAt,
    finishedAt: submission.finishedAt,
    decoding: submission.decoding,
    problemCount: submission.problemCount ?? (samples && new Set(samples.map(({ problem }) => problem)).size),
    sampleCount: samples?.length ?? submission.measures.accuracy?.count,
    notes: submission.notes,
    recipe: submission.recipe,
    protocolId: protocolIdOf(submission),
    servedAs: servedAsOf(submission),
  } satisfies Partial<typeof runs.$inferInsert>;
}

/** The submission of a stored run, with its samples as they are stored. */
export function submissionOf({ submission }: Pick<RunRow, "submission">, samples: SampleSubmission[]): RunSubmission {
  const kept = submission as unknown as RunSubmission;
  return kept.samples ? { ...kept, samples } : kept;
}

/** Samples have a table of their own: an empty list says that the submission has some, which may be none. */
function withoutSamples({ samples, ...head }: RunSubmission): Record<string, unknown> {
  return samples ? { ...head, samples: [] } : head;
}
