import { describe, expect, it } from "vitest";
import { membership } from "../../../src/frontier/choice/membership.ts";
import type { Direction } from "../../../src/frontier/metrics.ts";
import { wilsonInterval } from "../../../src/frontier/statistics/intervals.ts";
import { resample, type Stratum } from "../../../src/frontier/statistics/resampling.ts";

const DIRECTIONS: Direction[] = ["MAXIMIZE", "MINIMIZE"];

/** Candidates by the problems that they answered, how many of them right, and the tokens of each answer. */
function stratumOf(problemCount: number, candidates: { answered: number; right: number; tokens: number }[]): Stratum {
  const size = candidates.length * problemCount;
  const [right, tokens, counts] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  candidates.forEach((candidate, row) => {
    for (let problem = 0; problem < candidate.answered; problem++) {
      const cell = row * problemCount + problem;
      counts[cell] = 1;
      right[cell] = Number(problem < candidate.right);
      tokens[cell] = candidate.tokens;
    }
  });
  return { problemCount, sums: [right, tokens], counts: [counts, counts] };
}

function inputOf(problemCount: number, candidates: { answered: number; right: number; tokens: number }[]) {
  return {
    values: Float64Array.from(candidates.flatMap(({ answered, right, tokens }) => [right / answered, tokens])),
    sampled: new Uint8Array(candidates.length).fill(1),
    strata: [stratumOf(problemCount, candidates)],
    shares: [0],
    resamples: 1000,
    seed: 7,
  };
}

describe("shares of 0 and 1", () => {
  it("vary as Wilson's interval says, and not at all where the objective is no share", () => {
    for (const answered of [4, 30, 1319]) {
      const input = inputOf(1319, [{ answered, right: answered, tokens: 40 }]);
      const drawn = resample(input);
      const shares = [...drawn].filter((_, at) => at % 2 === 0).sort((a, b) => a - b);
      const low = wilsonInterval(1, answered).low;
      expect(Math.abs(shares[25]! - low)).toBeLessThan(0.15 * (1 - low) + 0.001);
      expect(shares.at(-1)).toBeLessThanOrEqual(1);
      expect(new Set([...drawn].filter((_, at) => at % 2 === 1))).toEqual(new Set([40]));
      const wrong = resample(inputOf(1319, [{ answered, right: 0, tokens: 40 }]));
      expect(Math.max(...[...wrong].filter((_, at) => at % 2 === 0))).toBeGreaterThan(0);
      expect(new Set([...resample({ ...input, shares: [] })].filter((_, at) => at % 2 === 0))).toEqual(new Set([1]));
    }
  });

  it("leave equal candidates equal, so that the cheaper one stays alone on the frontier", () => {
    const input = inputOf(30, [
      { answered: 30, right: 30, tokens: 100 },
      { answered: 30, right: 30, tokens: 200 },
    ]);
    expect([...membership(resample(input, "absent"), input.sampled, DIRECTIONS)]).toEqual([1, 0]);
  });

  it("keep four right answers of 1,319 problems from a membership of 1", () => {
    const input = inputOf(1319, [
      { answered: 4, right: 4, tokens: 40 },
      ...Array.from({ length: 16 }, (_, i) => ({ answered: 1319, right: 600 + 40 * i, tokens: 100 + 50 * i })),
    ]);
    const [cheapest, , best] = membership(resample(input, "absent"), input.sampled, DIRECTIONS);
    expect(cheapest).toBeLessThan(1);
    expect(best).toBeGreaterThan(0);

    // At a middling cost its place depends on its accuracy, which four answers hardly know.
    const middling = inputOf(1319, [
      { answered: 4, right: 4, tokens: 500 },
      { answered: 1319, right: 1000, tokens: 400 },
    ]);
    const [unsure] = membership(resample(middling, "absent"), middling.sampled, DIRECTIONS);
    expect(unsure).toBeLessThan(0.85);
    expect(unsure).toBeGreaterThan(0.5);
  });
});
