import { shownRecipe } from "../../access/shownRecipe.ts";
import { submissionOf } from "../../recording/runMapping.ts";
import { readStoredSamples } from "../../recording/storedSamples.ts";
import { contentHash } from "../../recording/submitted/contentHash.ts";
import { inSampleOrder } from "../../recording/submitted/sampleOrder.ts";
import type { RunSubmission } from "../../recording/submitted/submission.ts";
import type { Store } from "../../store/store.ts";
import type { runs } from "../../store/tables.ts";

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

/** Whether a run is published as it is, with its own content hash. */
export function isPublicAsItIs({ submission }: OwnRun): boolean {
  const { recipe, supersedes } = submission as Partial<RunSubmission>;
  return recipe === undefined && supersedes === undefined;
}
