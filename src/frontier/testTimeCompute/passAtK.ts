import { type ClusteredMean, meanOverProblems } from "../statistics/clusteredMean.ts";

/** Whether one of a problem's repeats was answered correctly. */
export interface Verdict {
  problem: string | number;
  correct: boolean;
}

/**
 * pass@k: the chance that at least one of k answers to a problem is right, without bias from the n ≥ k answers that
 * there are, 1 - C(n-c, k) / C(n, k) for c right ones (Chen et al., "Evaluating large language models trained on code",
 * arXiv:2107.03374), averaged over problems, with its standard error over problems.
 *
 * @param verdicts those of answers that were not scored left out.
 * @param k at least 1.
 * @returns null where a problem has fewer than k answers: leaving it out would bias the mean; and for no verdicts.
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

/** The chance that k answers drawn from `count` are all among its `wrong` ones; a product, since binomials overflow. */
function chanceOfOnly(wrong: number, count: number, k: number): number {
  let chance = 1;
  for (let drawn = 0; drawn < k; drawn++) chance *= Math.max(0, wrong - drawn) / (count - drawn);
  return chance;
}
