import { seededRandom } from "../../src/frontier/statistics/seededRandom.ts";
import type { RandomAnswers } from "./randomAnswers.ts";

interface Answer {
  isRight: boolean;
  tokens: number;
}

/** Candidates with their answers, as objects. */
export function answerObjects({ candidateCount, problemCount, right, tokens }: RandomAnswers): Answer[][] {
  return Array.from({ length: candidateCount }, (_, candidate) =>
    Array.from({ length: problemCount }, (_, problem) => ({
      isRight: right[candidate * problemCount + problem] === 1,
      tokens: tokens[candidate * problemCount + problem]!,
    })),
  );
}

/** The membership as one would first write it, with lists of objects and a comparison of every two candidates. */
export function naiveMembership(candidates: Answer[][], resamples: number, seed: number): number[] {
  const random = seededRandom(seed);
  const times = candidates.map(() => 0);
  for (let drawn = 0; drawn < resamples; drawn++) {
    const problems = candidates[0]!.map(() => Math.floor(random() * candidates[0]!.length));
    const points = candidates.map((answers) => {
      const resampled = problems.map((problem) => answers[problem]!);
      return {
        accuracy: resampled.filter(({ isRight }) => isRight).length / resampled.length,
        tokens: resampled.reduce((sum, answer) => sum + answer.tokens, 0) / resampled.length,
      };
    });
    points.forEach((point, candidate) => {
      const isDominated = points.some(
        (other) =>
          other.accuracy >= point.accuracy &&
          other.tokens <= point.tokens &&
          (other.accuracy > point.accuracy || other.tokens < point.tokens),
      );
      if (!isDominated) times[candidate]!++;
    });
  }
  return times.map((count) => count / resamples);
}
