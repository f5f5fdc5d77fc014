import { describe, expect, it } from "vitest";
import { majorityVote } from "../../../src/frontier/testTimeCompute/majorityVote.ts";
import { voteForValue } from "../../../src/frontier/testTimeCompute/voteForValue.ts";

describe("voteForValue", () => {
  it.each([
    [["1/2", "0.5", "\\frac{1}{2}", "\\dfrac12", "$0.50$", "\\boxed{1/2}", "2/4"], "1/2"],
    [["1,000", "1000", "1000.0", "$1{,}000$".replace("{,}", ","), "1e3"], "1000"],
    [["-3", "−3", "-6/2"], "-3"],
  ])("is the same for %j", (answers, vote) => {
    expect([...new Set(answers.map(voteForValue))]).toEqual([vote]);
  });

  it("is the text of what is no plain number", () => {
    expect(["x+1", "10\\%", "1 2", "12,34", "", "C"].map(voteForValue)).toEqual([
      "x+1",
      "10\\%",
      "1 2",
      "12,34",
      "",
      "C",
    ]);
  });

  it("gives a half two votes of three where 3 is right", () => {
    const ballots = ["3", "1/2", "0.5"].map((answer) => ({
      problem: 0,
      vote: voteForValue(answer),
      correct: answer === "3",
    }));
    expect(majorityVote(ballots, 3)?.mean).toBe(0);
  });
});
