import { isMetered } from "../frontier/metrics.ts";
import type { Store } from "../store/store.ts";
import { type MeasuredRun, readStoredSamples } from "./measuredRuns.ts";
import type { RunSubmission } from "./submission.ts";

/** A finished run as it would be submitted to another store. */
export async function runSubmissionOf(store: Store, run: MeasuredRun): Promise<RunSubmission> {
  const { models, benchmarks, labs, hardware } = await store.catalogue();
  const metered = Object.entries(run.measures).filter(([metric]) => isMetered(metric));
  const instant = (text: string | null) => (text === null ? undefined : new Date(text).toISOString());
  return {
    model: models.byId.get(run.modelId)!.slug,
    mode: run.mode,
    benchmark: benchmarks.byId.get(run.benchmarkId)!.slug,
    lab: labs.byId.get(run.labId)!.slug,
    runner: run.runner ?? undefined,
    runnerVersion: run.runnerVersion ?? undefined,
    hardware: run.hardwareId
      ? { slug: hardware.byId.get(run.hardwareId)!.slug, count: run.hardwareCount ?? 1 }
      : undefined,
    deployment: run.deployment ?? undefined,
    provenance: run.provenance,
    startedAt: instant(run.startedAt),
    finishedAt: instant(run.finishedAt),
    decoding: run.decoding,
    notes: run.notes ?? undefined,
    recipe: run.recipe ?? undefined,
    measures: Object.fromEntries(metered),
    samples: await readStoredSamples(store, run.id),
  };
}
