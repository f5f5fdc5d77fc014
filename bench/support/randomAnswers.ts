import type { ResamplingInput } from "../../src/frontier/statistics/resampling.ts";
import { seededRandom } from "../../src/frontier/statistics/seededRandom.ts";

/** Candidates × problems, row-major. */
export interface RandomAnswers {
  candidateCount: number;
  problemCount: number;
  /** 1 or 0. */
  right: Float64Array;
  tokens: Float64Array;
}

/** Candidates that answer every problem once: who spends more is right more often, but not always. */
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

/** What a frontier of accuracy against tokens resamples. */
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
