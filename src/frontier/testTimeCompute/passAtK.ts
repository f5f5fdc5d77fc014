import { type ClusteredMean, meanOverProblems } from "../statistics/clusteredMean.ts";

/** The verdict on one of a problem's repeats. */
export interface Verdict {
  problem: string | number;
  correct: boolean;
}

/**
 * Returns pass@k: the chance that at least one of k answers to a problem is right, averaged over problems, with its
 * standard error over problems. For c right ones of n ≥ k answers the estimate without bias is 1 - C(n-c, k) / C(n, k)
 * (Chen et al., "Evaluating large language models trained on code", arXiv:2107.03374).
 *
 * @param verdicts the verdicts on the answers that were scored.
 * @param k a whole number, at least 1.
 * @returns null if there are no verdicts, or if a problem has fewer than k answers, since leaving it out would bias the
 *   mean.
 * @throws RangeError if k is not a whole number of at least 1.
 */
export function passAtK(verdicts: Iterable<Verdict>, k: number): ClusteredMean | null {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`pass@k needs a whole k of at least 1, not ${k}.`);
  const problems = new Map<string | number, { count: number; wrong: number }>();
  for (const { problem, correct } of verdicts) {
    const { count, wrong } = problems.get(problem) ?? { count: 0, wrong: 0 };
    problems.set(problem, { count: count + 1, wrong: wrong + Number(!correct) });
  }
  const counts = [...problems.values()];
  if (counts.some(({ count }) => count < k)) return null;
  return meanOverProblems(
    counts.map(({ count, wrong }) => 1 - chanceOfOnly(wrong, count, k)),
    [...problems.keys()],
  );
}

/** Returns the chance that k answers drawn from `count` are all wrong, as a product, since binomials overflow. */
function chanceOfOnly(wrong: number, count: number, k: number): number {
  let chance = 1;
  for (let drawn = 0; drawn < k; drawn++) chance *= Math.max(0, wrong - drawn) / (count - drawn);
  return chance;
}
