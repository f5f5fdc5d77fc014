import { createHash } from "node:crypto";
import { inSampleOrder } from "../../recording/submitted/sampleOrder.ts";
import type { SampleSubmission } from "../../recording/submitted/submission.ts";
import { fateOf } from "../../store/sampleFate.ts";

/** So many right and so many wrong answers of a run are judged as well, to measure the errors of the judge. */
const CHECKS_OF_A_KIND = 25;

/**
 * The answers of a run that a judge is to be asked about: those that are undecided and have no verdict of a judge, and then a
 * sample of those that the parse decided, right and wrong ones alike. The sample depends on the answers' problems alone.
 */
export function askedOf(samples: readonly SampleSubmission[]): {
  undecided: SampleSubmission[];
  checks: SampleSubmission[];
} {
  const ordered = inSampleOrder(samples.filter(({ output }) => output != null));
  const undecided = ordered.filter((sample) => fateOf(sample) === "UNDECIDED" && !isJudged(sample));
  const checksOf = (fate: "RIGHT" | "WRONG") => {
    const decided = ordered.filter(
      (sample) => fateOf(sample) === fate && (!sample.judgement || sample.judgement.isCheck),
    );
    const drawn = decided
      .map((sample) => ({ sample, rank: rankOf(sample) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, CHECKS_OF_A_KIND);
    return drawn.flatMap(({ sample }) => (isJudged(sample) ? [] : [sample]));
  };
  return { undecided, checks: [...checksOf("RIGHT"), ...checksOf("WRONG")] };
}

/** Whether a judge, or each of two, has said something about it. A failure is asked about again. */
function isJudged({ judgement }: SampleSubmission): boolean {
  return judgement != null && judgement.correct !== null && judgement.second?.correct !== null;
}

const SEED = "checks of a judge";
const rankOf = ({ problem, repeat }: SampleSubmission) =>
  createHash("sha256").update(`${SEED} ${repeat} ${problem}`).digest("hex");
