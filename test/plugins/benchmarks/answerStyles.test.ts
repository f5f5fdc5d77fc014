import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANSWER_FORMS } from "../../../src/conformance/answerForms.ts";
import { aime25 } from "../../../src/plugins/benchmarks/aime25.ts";
import { arithmetic } from "../../../src/plugins/benchmarks/arithmetic/benchmark.ts";
import { gpqaDiamond } from "../../../src/plugins/benchmarks/gpqa-diamond/benchmark.ts";
import { gsm8k } from "../../../src/plugins/benchmarks/gsm8k.ts";
import { hmmtFeb25 } from "../../../src/plugins/benchmarks/hmmt-feb25.ts";
import { math500 } from "../../../src/plugins/benchmarks/math500.ts";
import type { BenchmarkPlugin } from "../../../src/plugins/contract/benchmark.ts";
import { chosenOption, letterOf } from "../../../src/plugins/grading/chosenOption.ts";
import { runs } from "../../support/runs.ts";

const NUMERIC: BenchmarkPlugin[] = [gsm8k, aime25, arithmetic];
const MATHEMATICAL: BenchmarkPlugin[] = [math500, hmmtFeb25];
const STYLE_NAMES = Object.keys(ANSWER_FORMS);

const numbers = fc.oneof(
  fc.integer({ min: 0, max: 999 }).map(String),
  fc.integer({ min: -999_999, max: 999_999 }).map(String),
  fc.integer({ min: 1000, max: 9_999_999 }).map((number) => number.toLocaleString("en-US")),
  fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 99 })).map(([a, b]) => `${a}.${b}`),
);
const MATHEMATICS = [
  "\\frac{3}{4}",
  "-\\frac{7}{12}",
  "2\\sqrt{3}",
  "\\sqrt{51}",
  "\\frac{9\\pi}{2}",
  "(3, \\frac{\\pi}{2})",
  "[1, 4)",
  "\\{1, 5\\}",
  "p - q",
  "x^2 + 2x + 1",
  "6 - 5i",
  "90^\\circ",
  "10^{6}",
  "\\binom{10}{3}",
  "\\frac{\\sqrt{21} + 1}{5}",
  "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
  "(-\\infty, 0]",
  "3^{2025}",
];
const golds = fc.oneof(numbers, fc.constantFrom(...MATHEMATICS));

function proseOf(gold: string): string {
  return /^-?[\d.,]+$/.test(gold) ? gold : `$${gold}$`;
}

describe("an answer in any style", () => {
  const problem = (expected: string) => ({ id: "1", question: "?", expected });

  it.each([
    ["numbers", NUMERIC, numbers],
    ["mathematics", MATHEMATICAL, golds],
  ])("is right where it is the gold answer, and only there: %s", (_, benchmarks, anyGold) => {
    const style = fc.constantFrom(...STYLE_NAMES);
    const benchmark = fc.constantFrom(...benchmarks);
    fc.assert(
      fc.property(benchmark, style, anyGold, anyGold, ({ grade }, name, gold, other) => {
        const text = ANSWER_FORMS[name]!(gold, proseOf(gold));
        const options = { seed: 0, problems: 1 };
        expect([text, grade(problem(gold), text, options, 0)]).toMatchObject([text, { correct: true }]);
        const value = (number: string) => (/^-?[\d.,]+$/.test(number) ? Number(number.replaceAll(",", "")) : number);
        if (value(gold) !== value(other))
          expect([text, other, grade(problem(other), text, options, 0)]).not.toMatchObject([
            text,
            other,
            { correct: true },
          ]);
      }),
      runs(300, 5_000),
    );
  });

  it.each(["apples", "dollars per day", "cm", "\\text{ miles}"])("is found before a unit: %s", (unit) => {
    for (const text of [`The answer is 42 ${unit}.`, `So there are **42 ${unit}**.`, `\\boxed{42 ${unit}}`])
      expect([text, gsm8k.grade(problem("42"), text, {}, 0)]).toMatchObject([text, { correct: true }]);
  });

  it("is no answer where the text was cut off", () => {
    for (const finishReason of ["length", "timeout"]) {
      for (const { grade } of [...NUMERIC, ...MATHEMATICAL])
        expect(grade(problem("4"), "The answer is 4", { seed: 0, problems: 1 }, 0, { finishReason })).toEqual({
          correct: false,
          answer: null,
        });
      const question = { id: "1", question: "?", expected: "a", details: { wrong: ["b", "c", "d"] } };
      const letter = (gpqaDiamond.grade(question, "", { seed: 0 }, 0) as { expected: string }).expected;
      expect(gpqaDiamond.grade(question, `\\boxed{${letter}}`, { seed: 0 }, 0, { finishReason })).toMatchObject({
        correct: false,
        answer: null,
      });
    }
    expect(gsm8k.grade(problem("4"), "The answer is 4", {}, 0, { finishReason: "stop" })).toMatchObject({
      correct: true,
    });
  });
});

describe("an option in any style", () => {
  const OPTIONS = [
    "a photon",
    "the Higgs boson",
    "$10^{-9}$ eV",
    "An electron",
    "12 m/s",
    "seven",
    "no change",
    "all of it",
  ];

  it("is found by its letter, its text or both, and no other", () => {
    const place = fc.nat(OPTIONS.length - 1);
    fc.assert(
      fc.property(
        fc.constantFrom(...STYLE_NAMES),
        place,
        fc.constantFrom("letter", "small", "text", "both", "bracket"),
        (name, at, form) => {
          const letter = letterOf(at);
          const option = OPTIONS[at]!;
          const shown = {
            letter,
            small: letter.toLowerCase(),
            text: option,
            both: `${letter}) ${option}`,
            bracket: `(${letter})`,
          };
          const text = ANSWER_FORMS[name]!(shown[form].replaceAll("$", ""), shown[form]);
          fc.pre(!(form === "small" && name === "sentence"));
          expect([text, chosenOption(text, OPTIONS)]).toEqual([text, letter]);
        },
      ),
      runs(300, 3_000),
    );
  });
});
