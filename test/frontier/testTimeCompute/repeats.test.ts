import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Ballot, majorityVote, voteForOption } from "../../../src/frontier/testTimeCompute/majorityVote.ts";
import { passAtK } from "../../../src/frontier/testTimeCompute/passAtK.ts";
import { runs } from "../../support/runs.ts";

/** Answers to one problem; an answer is right where it votes for "a". */
const answers = fc.array(fc.constantFrom("a", "a", "b", "c", "d", null), { minLength: 1, maxLength: 9 });
const answersAndK = answers.chain((votes) => fc.tuple(fc.constant(votes), fc.integer({ min: 1, max: votes.length })));

function ballotsOf(votes: (string | null)[], problem: string | number = 0): Ballot[] {
  return votes.map((vote) => ({ problem, vote, correct: vote === "a" }));
}

function subsets<Item>(items: readonly Item[], size: number): Item[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => subsets(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]));
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Counts one choice of k by hand. */
function shareOfRight(votes: (string | null)[]): number {
  const counts = new Map<string, number>();
  for (const vote of votes) if (vote !== null) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const winners = [...counts].filter(([, count]) => count === most).map(([vote]) => vote);
  return winners.includes("a") ? 1 / winners.length : 0;
}

describe("pass@k", () => {
  it("is the share of choices of k answers with a right one among them", () => {
    fc.assert(
      fc.property(answersAndK, ([votes, k]) => {
        const brute = mean(subsets(votes, k).map((chosen) => Number(chosen.includes("a"))));
        expect(passAtK(ballotsOf(votes), k)?.mean).toBeCloseTo(brute, 12);
      }),
    );
  });

  it("weighs problems alike, whatever the number of their answers, and has a standard error over them", () => {
    const verdicts = [...ballotsOf(["a", "b"], "first"), ...ballotsOf(["a", "b", "b", "b"], "second")];
    // 1/2 and 1/4; then 1 and 1 - C(3,2)/C(4,2) = 1/2.
    expect(passAtK(verdicts, 1)).toMatchObject({ mean: 0.375, clusterCount: 2, standardError: 0.125 });
    expect(passAtK(verdicts, 2)?.mean).toBe(0.75);
  });

  it("agrees with the values that the paper's reference formula gives for many answers", () => {
    // 1 - C(n-c, k) / C(n, k) in exact integers: n 200, c 17; n 1000, c 1.
    const verdicts = (n: number, c: number) => Array.from({ length: n }, (_, i) => ({ problem: 1, correct: i < c }));
    const exact = (n: number, c: number, k: number) => {
      const choose = (of: number) => {
        let value = 1n;
        for (let i = 1; i <= k; i++) value = (value * BigInt(of - k + i)) / BigInt(i);
        return value;
      };
      return 1 - Number((choose(n - c) * 10n ** 18n) / choose(n)) / 1e18;
    };
    expect(passAtK(verdicts(200, 17), 100)?.mean).toBeCloseTo(exact(200, 17, 100), 12);
    expect(passAtK(verdicts(1000, 1), 500)?.mean).toBeCloseTo(0.5, 12);
    expect(passAtK(verdicts(200, 17), 10)?.mean).toBeCloseTo(exact(200, 17, 10), 12);
  });

  it("is absent where a problem has too few answers, and where there are none", () => {
    expect(passAtK([...ballotsOf(["a", "a"], 1), ...ballotsOf(["a"], 2)], 2)).toBeNull();
    expect(passAtK([], 1)).toBeNull();
    expect(() => passAtK([], 0)).toThrow(RangeError);
  });
});

describe("a majority of k", () => {
  it("is right in the share of choices of k answers in which it is, ties shared", () => {
    fc.assert(
      fc.property(answersAndK, ([votes, k]) => {
        const brute = mean(subsets(votes, k).map(shareOfRight));
        expect(majorityVote(ballotsOf(votes), k)?.mean).toBeCloseTo(brute, 12);
      }),
      runs(40, 1000),
    );
  });

  it("of one is the accuracy, and of all the plurality", () => {
    fc.assert(
      fc.property(answers, (votes) => {
        expect(majorityVote(ballotsOf(votes), 1)?.mean).toBeCloseTo(
          mean(votes.map((vote) => Number(vote === "a"))),
          12,
        );
        expect(majorityVote(ballotsOf(votes), votes.length)?.mean).toBeCloseTo(shareOfRight(votes), 12);
      }),
    );
  });

  it("takes right answers as one however they are written", () => {
    const written = ["1/2", "0.5", "50 %"].map((vote) => ({ problem: 1, vote, correct: true }));
    const wrong = ["2", "2"].map((vote) => ({ problem: 1, vote, correct: false }));
    expect(majorityVote([...written, ...wrong], 5)?.mean).toBe(1);
  });

  it("is quick and finite for hundreds of different answers", () => {
    const ballots = Array.from({ length: 256 }, (_, i) => ({
      problem: 1,
      vote: String(i % 60),
      correct: i % 60 === 0,
    }));
    const { mean: value } = majorityVote(ballots, 128)!;
    expect(value).toBeGreaterThan(1 / 60);
    expect(value).toBeLessThan(0.1);
  });

  it("is absent where a problem has too few answers, and where there are none", () => {
    expect(majorityVote([...ballotsOf(["a", "a"], 1), ...ballotsOf(["a"], 2)], 2)).toBeNull();
    expect(majorityVote([], 1)).toBeNull();
    expect(() => majorityVote([], 1.5)).toThrow(RangeError);
    expect(() => majorityVote([], 0)).toThrow(RangeError);
    expect(majorityVote(ballotsOf(Array(1000).fill("a")), 1)?.mean).toBe(1);
    expect(() => majorityVote(ballotsOf(Array(1001).fill("a")), 3)).toThrow(RangeError);
  });
});

describe("the vote for an option", () => {
  it("is the same for one option in every rotation, and different for different options", () => {
    for (const count of [2, 4, 10]) {
      const letter = (option: number, turned: number) => String.fromCharCode(65 + ((option + turned) % count));
      const votesFor = (option: number) =>
        Array.from({ length: count }, (_, turned) => voteForOption(letter(option, turned), letter(1, turned), count));
      const votes = Array.from({ length: count }, (_, option) => new Set(votesFor(option)));
      expect(votes.map(({ size }) => size)).toEqual(votes.map(() => 1));
      expect(new Set(votes.flatMap((vote) => [...vote])).size).toBe(count);
    }
    expect(voteForOption("C", "C", 4)).toBe("0");
    expect(voteForOption("A", "D", 4)).toBe("1");
    expect(voteForOption("D", "A", 10)).toBe("3");
  });
});
