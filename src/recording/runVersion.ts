import { and, eq } from "drizzle-orm";
import { RequestError } from "../errors/requestError.ts";
import type { Store } from "../store/store.ts";
import { runs } from "../store/tables.ts";
import type { MeasuredRun } from "./measuredRuns.ts";
import { recordRuns } from "./record.ts";
import { submissionOf } from "./runMapping.ts";
import { contentHash } from "./submitted/contentHash.ts";
import type { RunSubmission, SampleSubmission } from "./submitted/submission.ts";

/** The measures that follow from verdicts, which are computed anew. */
const GRADED = /^accuracy$|^coverage$|_share$/;
const LONGEST_NOTES = 10_000;

export interface RunVersion {
  /** All answers of the run, with their verdicts of now. */
  samples: SampleSubmission[];
  /** What was done, as a part of a sentence. */
  note: string;
  /** The recipe of the new version, where it differs. */
  recipe?: RunSubmission["recipe"];
  /** The slug of the lab whose result it is, where the run is another lab's; null for a new version of an own run. */
  derivedBy: string | null;
  /** What gave the verdicts, of a derived run. */
  grader: Record<string, string | null>;
}

/**
 * Stores a finished run anew with other verdicts, and gives its content hash. An own run is superseded by it. Of another lab's
 * run a result of the given lab is derived, beside the original: it is linked to it and has a protocol of its own, so that the
 * two are never pooled.
 *
 * @throws RequestError `BAD_RUN` where the run does not count any more.
 */
export async function recordVersion(store: Store, run: MeasuredRun, version: RunVersion): Promise<string> {
  const { samples, note, derivedBy, grader } = version;
  const before = submissionOf(run, samples);
  const ofLab = (await store.catalogue()).labs.byId.get(run.labId)!.slug;
  const stated = Object.entries(before.measures).filter(([name]) => !GRADED.test(name));
  const after: RunSubmission = {
    ...before,
    ...(version.recipe && { recipe: version.recipe }),
    ...(before.protocol?.gradedFrom !== undefined && {
      protocol: { ...before.protocol, grader: { ...(before.protocol.grader as object), ...grader } },
    }),
    ...(derivedBy !== null && {
      lab: derivedBy,
      protocol: { gradedFrom: run.protocolId ?? `the protocol of ${ofLab}`, grader },
    }),
    samples,
    measures: Object.fromEntries(stated),
    derivedFrom: run.contentHash,
    notes: [before.notes, note].filter(Boolean).join("; ").slice(-LONGEST_NOTES),
  };
  const [hash] = await recordRuns(store, [after], undefined, async (transaction) => {
    if (derivedBy !== null) return;
    const superseded = await transaction
      .update(runs)
      .set({ status: "RETRACTED", retractionReason: note, supersededBy: contentHash(after) })
      .where(and(eq(runs.id, run.id), eq(runs.status, "SUCCEEDED")))
      .returning({ id: runs.id });
    if (superseded.length === 0) throw new RequestError("BAD_RUN", "id: the run does not count any more.", "id");
  });
  return hash!;
}
