import { expect, it } from "vitest";
import { remainingTasks } from "../../src/evaluation/remainingTasks.ts";

const PROBLEMS = ["a", "b", "c"].map((id) => ({ id, question: `${id}?`, expected: id }));

const named = (tasks: ReturnType<typeof remainingTasks>) =>
  tasks.map(({ problem, repeat }) => `${problem.id}${repeat}`);

it("asks all problems once before any of them again", () => {
  expect(named(remainingTasks(PROBLEMS, 2, []))).toEqual(["a0", "b0", "c0", "a1", "b1", "c1"]);
});

it("leaves out what is stored, by problem and repeat", () => {
  const stored = [
    { problem: "b", repeat: 0 },
    { problem: "a", repeat: 1 },
    { problem: "c", repeat: 1 },
    { problem: "another", repeat: 0 },
  ];
  expect(named(remainingTasks(PROBLEMS, 2, stored))).toEqual(["a0", "c0", "b1"]);
});
