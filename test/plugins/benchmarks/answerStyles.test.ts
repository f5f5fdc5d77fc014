import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aime25 } from "../../../src/plugins/benchmarks/aime25.ts";
import { arithmetic } from "../../../src/plugins/benchmarks/arithmetic/benchmark.ts";
import { gpqaDiamond } from "../../../src/plugins/benchmarks/gpqa-diamond/benchmark.ts";
import { gsm8k } from "../../../src/plugins/benchmarks/gsm8k.ts";
import { hmmtFeb25 } from "../../../src/plugins/benchmarks/hmmt-feb25.ts";
import { math500 } from "../../../src/plugins/benchmarks/math500.ts";
import type { BenchmarkPlugin } from "../../../src/plugins/contract/benchmark.ts";
import { chosenOption, letterOf } from "../../../src/plugins/grading/chosenOption.ts";
import { runs } from "../../support/runs.ts";

const fence = "```";

/** The ways in which models end an answer, from the answer as LaTeX and as it stands in prose. */
const STYLES: Record<string, (latex: string, prose: string) => string> = {
  boxed: (latex) => `We add them up.\n\nSo we get $\\boxed{${latex}}$.`,
  "open box": (latex) => `So we get \\boxed{${latex}`,
  bold: (_, prose) => `We add up 3 and 4 of them.\n\nThe answer is **${prose}**.`,
  "bold label": (_, prose) => `We add them up.\n\n**Answer: ${prose}**`,
  "bold heading": (_, prose) => `We add them up.\n\n**Final Answer**\n\n${prose}`,
  italic: (_, prose) => `We add them up. The final answer is: *${prose}*.`,
  display: (latex) => `We look at 3 cases. Therefore the result is\n\\[\n${latex}.\n\\]\n`,
  dollars: (latex) => `### Answer\n\n$$\n${latex}\n$$`,
  sentence: (_, prose) => `First there are 3 cases. Therefore, the final answer is ${prose}.`,
  list: (_, prose) => `1. **First step**: take 3 of 4.\n2. **Second step**: turn them.\n\n- **Answer:** ${prose}`,
  JSON: (latex) => `${fence}json\n{"reasoning": "of 3 and 4", "answer": ${JSON.stringify(latex)}}\n${fence}`,
  tag: (_, prose) => `There are 3 cases.\n<answer>${prose}</answer>`,
  Chinese: (_, prose) => `一共有3种情况，所以答案是${prose}。`,
  German: (_, prose) => `Es gibt 3 Fälle. Die Antwort ist ${prose}.`,
  "trailing sentence": (_, prose) =>
    `The answer is ${prose}. I hope this helps! Let me know if you have 2 more questions.`,
};
const NUMERIC: BenchmarkPlugin[] = [gsm8k, aime25, arithmetic];
const MATHEMATICAL: BenchmarkPlugin[] = [math500, hmmtFeb25];
const STYLE_NAMES = Object.keys(STYLES);

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
        const text = STYLES[name]!(gold, proseOf(gold));
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
          const text = STYLES[name]!(shown[form].replaceAll("$", ""), shown[form]);
          fc.pre(!(form === "small" && name === "sentence"));
          expect([text, chosenOption(text, OPTIONS)]).toEqual([text, letter]);
        },
      ),
      runs(300, 3_000),
    );
  });
});
