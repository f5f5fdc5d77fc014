import type { ResamplingInput } from "../../src/frontier/statistics/resampling.ts";
import { seededRandom } from "../../src/frontier/statistics/seededRandom.ts";

/** The answers of candidates to problems, one each, as row-major tables of candidates × problems. */
export interface RandomAnswers {
  candidateCount: number;
  problemCount: number;
  /** 1 for a right answer and 0 for a wrong one. */
  right: Float64Array;
  tokens: Float64Array;
}

/** Random answers of candidates that answer every problem once. A candidate that spends more tokens is mostly right more often. */
export function randomAnswers(candidateCount: number, problemCount: number): RandomAnswers {
  const random = seededRandom(7);
  const length = candidateCount * problemCount;
  const [right, tokens] = [new Float64Array(length), new Float64Array(length)];
  for (let candidate = 0; candidate < candidateCount; candidate++) {
    const effort = random();
    const skill = 0.2 + 0.4 * effort + 0.3 * random();
    for (let cell = candidate * problemCount; cell < (candidate + 1) * problemCount; cell++) {
      right[cell] = Number(random() < skill);
      tokens[cell] = Math.round(Math.exp(4 + 3 * effort + 2 * random()));
    }
  }
  return { candidateCount, problemCount, right, tokens };
}

/** The input of the bootstrap for a frontier of accuracy against tokens. */
export function resamplingOf(answers: RandomAnswers, resamples: number, seed: number): ResamplingInput {
  const { candidateCount, problemCount, right, tokens } = answers;
  const once = new Float64Array(right.length).fill(1);
  const meanOf = (values: Float64Array, candidate: number) =>
    values.subarray(candidate * problemCount, (candidate + 1) * problemCount).reduce((a, b) => a + b) / problemCount;
  return {
    values: Float64Array.from({ length: 2 * candidateCount }, (_, cell) =>
      meanOf(cell % 2 === 0 ? right : tokens, Math.floor(cell / 2)),
    ),
    sampled: new Uint8Array(candidateCount).fill(1),
    strata: [{ problemCount, sums: [right, tokens], counts: [once, once] }],
    resamples,
    seed,
  };
}
