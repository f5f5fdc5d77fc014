import type { Store } from "../store/store.ts";
import type { MeasuredRun } from "./measuredRuns.ts";
import { submissionOf } from "./runMapping.ts";
import { readStoredSamples } from "./storedSamples.ts";
import { inSampleOrder } from "./submitted/sampleOrder.ts";
import type { RunSubmission } from "./submitted/submission.ts";

/** A finished run as it would be submitted to another store, where it has the same content hash and measures. */
export async function exportRun(store: Store, run: MeasuredRun): Promise<RunSubmission> {
  return submissionOf(run, inSampleOrder(await readStoredSamples(store, run.id)));
}
