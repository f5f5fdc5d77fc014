import { describe, expect, it } from "vitest";
import { gradeTask } from "../../../../src/plugins/benchmarks/tasks/gradeTask.ts";
import { sameText } from "../../../../src/plugins/benchmarks/tasks/sameText.ts";

type Kind = Parameters<typeof gradeTask>[0]["kind"];
const problem = (expected: string, task: object = {}, language?: string) => ({
  ...{ id: "1", question: "?", expected, details: { task } },
  ...(language && { language }),
});
const grade = (
  kind: Kind,
  expected: string,
  text: string,
  { pattern, ...task }: { pattern?: RegExp; [name: string]: unknown } = {},
) => gradeTask({ kind }, pattern ?? null, problem(expected, task), text);

describe("an answer of a task", () => {
  it.each<[Kind, string, string, boolean | null]>([
    ["number", "1203", "So it is \\boxed{1,203}.", true],
    ["number", "1203", "So it is \\boxed{1204}.", false],
    ["number", "1203", "I don't know.", null],
    ["expression", "$\\sqrt{3}$", "Hence \\boxed{3^{1/2}}.", true],
    ["expression", "2,-2", "Hence \\boxed{-2, 2}.", true],
    ["expression", "2,-2", "Hence \\boxed{2}.", false],
    ["text", "(A)", "Step by step.\nAnswer: (A)", true],
    ["text", "(A)", "Step by step.\nAnswer: A", true],
    ["text", "(B)", "The answer is (B) 01/02/2021.", true],
    ["text", "(B)", "Answer: (A)", false],
    ["text", "] ) }", "So.\n\nAnswer: ])}", true],
    ["text", "] ) }", "So.\n\nAnswer: ] } )", false],
    ["text", "valid", "Therefore, the answer is: **invalid**.", false],
    ["text", "invalid", "Therefore, the answer is: **Invalid**.", true],
    ["text", "True", "true", true],
    ["text", "True", "We look.\n\nAnswer: False", false],
    ["text", "barn damp dot", "Answer: barn, damp, dot", true],
    ["text", "barn damp dot", "Answer: damp barn dot", false],
    ["text", "-11520", "Answer: -11520", true],
    ["text", "Monsters, Inc", "**Answer:** Monsters, Inc.", true],
    ["text", "True", "We look at it.\nAnd at that.", null],
    ["number", "1", "  ", false],
  ])("of the kind %s, with the gold answer %j: %j", (kind, expected, text, correct) => {
    expect(grade(kind, expected, text).correct).toBe(correct);
  });

  it.each<[string, boolean | null, string | null]>([
    ["The answer is (B).", true, "B"],
    ["\\boxed{B}", true, "B"],
    ["\\boxed{Mars}", true, "B"],
    ["The answer is (C).", false, "C"],
    ["It may be one of them.", null, null],
  ])("that is an option: %j", (text, correct, answer) => {
    expect(grade("option", "B", text, { options: ["The Moon", "Mars", "The Sun"] })).toMatchObject({ correct, answer });
  });

  it("that was cut off is wrong", () => {
    expect(gradeTask({ kind: "text" }, null, problem("yes"), "Answer: yes", { finishReason: "length" }).correct).toBe(
      false,
    );
  });

  it("may differ by the tolerance, and not by more", () => {
    const near = (text: string, tolerance = 0.01) => grade("expression", "0.45", text, { tolerance }).correct;
    expect([near("\\boxed{0.451}"), near("\\boxed{0.46}"), near("\\boxed{0.461}"), near("\\boxed{0.5}", 0)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(grade("expression", "0.45", "\\boxed{}", { tolerance: 1 }).correct).toBe(null);
  });

  it("is the last match of the pattern, and undecided without one", () => {
    const pattern = /^result: (.+)$/gimu;
    expect(grade("number", "7", "Result: 3\nresult: 7\nThe answer is 9.", { pattern })).toEqual({
      correct: true,
      answer: "7",
    });
    expect(grade("number", "9", "The answer is 9.", { pattern })).toEqual({ correct: null, answer: null });
  });

  it("is not searched without end", () => {
    const start = performance.now();
    expect(() => grade("text", "a", `${"a".repeat(5000)}!`, { pattern: /^(a+)+$/gimu })).toThrow(
      "longer than 1 second",
    );
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

it.each<[string, string, boolean]>([
  ["", "", false],
  ["a.", "A", true],
  ["(a) apple", "(A)", true],
  ["apple", "(A)", false],
  ["an apple", "a", false],
  ["1,000", "1000", false],
  ["> > }", "> > \\}", true],
  ["yes", "no", false],
])("%j is the same text as %j: %j", (given, expected, same) => {
  expect(sameText(given, expected)).toBe(same);
});
