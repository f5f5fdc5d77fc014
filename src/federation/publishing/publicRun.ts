import { createHash } from "node:crypto";
import { shownRecipe } from "../../access/shownRecipe.ts";
import { submissionOf } from "../../recording/runMapping.ts";
import { readStoredSamples } from "../../recording/storedSamples.ts";
import { canonicalRun, contentHash } from "../../recording/submitted/contentHash.ts";
import { inSampleOrder } from "../../recording/submitted/sampleOrder.ts";
import type { RunSubmission } from "../../recording/submitted/submission.ts";
import type { Store } from "../../store/store.ts";
import type { runs } from "../../store/tables.ts";
import { LARGEST } from "../feed/limits.ts";

export type OwnRun = typeof runs.$inferSelect;

/**
 * A run as everybody may see it: of its recipe only the parts that the API shows to all. Its content hash is another one then.
 * Null where texts or samples of it were deleted: what is left is not what its content hash names.
 */
export async function publicRun(
  store: Store,
  run: OwnRun,
  publishedAs: (hash: string) => string,
): Promise<RunSubmission | null> {
  const whole = submissionOf(run, inSampleOrder(await readStoredSamples(store, run.id)));
  if (contentHash(whole) !== run.contentHash) return null;
  return {
    ...whole,
    ...(whole.recipe && { recipe: shownRecipe(whole.recipe, false) }),
    ...(whole.supersedes && { supersedes: publishedAs(whole.supersedes) }),
  };
}

/** The content hash of a run as it is published, and the bytes of its file. */
export function fileOf(run: RunSubmission): { subject: string; size: number } {
  const hash = createHash("sha256");
  let size = 0;
  for (const piece of canonicalRun(run)) {
    hash.update(piece);
    size += Buffer.byteLength(piece);
  }
  return { subject: hash.digest("hex"), size };
}

/** A run that is not published, and why. */
export interface LeftOut {
  run: string;
  reason: string;
}

export const DELETED = "texts or samples of it were deleted";
/** Readers refuse the whole manifest that names a larger one. */
export const tooLarge = (size: number): string | null =>
  size <= LARGEST.run ? null : `it has ${size} bytes, and a run of a feed has ${LARGEST.run} at most`;

/** Whether a run is published as it is, with its own content hash. */
export function isPublicAsItIs({ submission }: OwnRun): boolean {
  const { recipe, supersedes } = submission as Partial<RunSubmission>;
  return recipe === undefined && supersedes === undefined;
}
