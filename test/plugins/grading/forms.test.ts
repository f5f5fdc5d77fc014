import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chosenOption } from "../../../src/plugins/grading/chosenOption.ts";
import { finalExpression, finalNumber } from "../../../src/plugins/grading/finalAnswer.ts";
import { mathEqual } from "../../../src/plugins/grading/mathEqual.ts";

/** One of the many forms in which an answer, or one that only looks like it, is written. */
interface Form {
  kind: string;
  text: string;
  path: "expression" | "number" | "option";
  gold?: string;
  options?: string[];
  /** A verdict or the letter of an option; with "not" before it, anything else. */
  expected: string;
}

const FORMS = readFileSync(join(import.meta.dirname, "forms.jsonl"), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line): Form => JSON.parse(line));

function verdictOn({ path, text, gold = "", options = [] }: Form): string {
  if (path === "option") return chosenOption(text, options) ?? "none";
  const answer = path === "expression" ? finalExpression(text) : finalNumber(text);
  return answer === null ? "no answer" : mathEqual(answer, gold);
}

describe("the forms of answers", () => {
  it.each([...new Set(FORMS.map(({ kind }) => kind))])("are graded right: %s", (kind) => {
    const wrong = FORMS.filter((form) => form.kind === kind)
      .map((form) => ({ ...form, verdict: verdictOn(form) }))
      .filter(({ expected, verdict }) =>
        expected.startsWith("not ") ? verdict === expected.slice(4) : verdict !== expected,
      );
    expect(wrong).toEqual([]);
  });

  it("take the decimal sign of the problem's language", () => {
    expect(mathEqual("1.234", "1234", "de")).toBe("equal");
    expect(mathEqual("3,14", "3.14", "fr")).toBe("equal");
    expect(mathEqual("1.234", "1234")).toBe("unequal");
    expect(mathEqual("1,234", "1234", "en")).toBe("equal");
  });
});
