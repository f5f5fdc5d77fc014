import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chosenOption } from "../../../src/plugins/grading/chosenOption.ts";
import { finalExpression, finalNumber } from "../../../src/plugins/grading/finalAnswer.ts";
import { mathEqual } from "../../../src/plugins/grading/mathEqual.ts";
import { splitReasoning } from "../../../src/plugins/grading/thought/reasoning.ts";

/** A text, its gold answer and the verdict that a fair reader gives. The project wrote the cases itself. */
interface Case {
  id: number;
  kind: string;
  path: "expression" | "number" | "option" | "reasoning, then number" | "judge reply";
  gold: string;
  text: string;
  options?: string[];
  /** The letter of an option, or the verdict: "not equal" takes unequal and undecided. */
  expected: string;
}

const CASES = readFileSync(join(import.meta.dirname, "cases.jsonl"), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line): Case => JSON.parse(line))
  .filter(({ path }) => path !== "judge reply");

function verdictOn({ path, text, gold, options = [] }: Case): string {
  if (path === "option") return chosenOption(text, options) ?? "no answer";
  const answer =
    path === "expression" ? finalExpression(text) : finalNumber(path === "number" ? text : splitReasoning(text).answer);
  return answer === null ? "no answer" : mathEqual(answer, gold);
}

describe("a collection of hard cases", () => {
  it.each(CASES)("is graded right: $kind, $text", (given) => {
    const verdict = verdictOn(given);
    if (given.expected === "not equal") expect(verdict).not.toBe("equal");
    else expect(verdict).toBe(given.expected);
  });
});
