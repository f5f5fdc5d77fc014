import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finalExpression, finalNumber } from "../../../src/plugins/grading/finalAnswer.ts";
import { mathEqual } from "../../../src/plugins/grading/mathEqual.ts";
import { runs } from "../../support/runs.ts";

/** Gold answers in the manner of MATH-500, of which no two are equal. */
const GOLDS = [
  ..."0 1 2 3 5 7 12 42 100 1024 -1 -3 -12".split(" "),
  ..."3.5 0.75 2.25 10,080 99,999".split(" "),
  "\\frac{1}{2}",
  "-\\frac{3}{8}",
  "\\frac{\\pi}{6}",
  "\\frac{9\\pi}{2}",
  "2\\sqrt{5}",
  "\\sqrt{51}",
  "1+\\sqrt{3}",
  "\\frac{1 + \\sqrt{5}}{4}",
  "3 \\pm \\sqrt{7}",
  "6 - 5i",
  "2^{2025}",
  "11\\text{ cm}",
  "14\\%",
  "\\$32",
  "(3, \\frac{\\pi}{2})",
  "(6,31,-1)",
  "[-2,7]",
  "(0,9) \\cup (9,36)",
  "\\{1,4,8\\}",
  "1,-2",
  "p - q",
  "x^3 + 3x - 6",
  "y = 2x + 3",
  "4\\pi r^2",
  "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
  "\\begin{pmatrix} -7 \\\\ 16 \\end{pmatrix}",
  "4343_6",
  "\\text{even}",
  "\\text{Evelyn}",
  "\\cot x",
  "\\ln 3",
];
const golds = fc.constantFrom(...GOLDS);

/** Each makes another answer of an answer; null where it has nothing to change. */
const CHANGES: Record<string, (gold: string, at: number) => string | null> = {
  sign: (gold) => (/^[-\\\d]/.test(gold) && !/^\\text|^0$|pm|cup/.test(gold) ? `-(${gold})` : null),
  digit: (gold, at) => {
    const places = [...gold.matchAll(/\d/g)].map(({ index }) => index);
    const place = places[at % (places.length || 1)];
    if (place === undefined) return null;
    const digit = (Number(gold[place]) + 1 + (at % 8)) % 10;
    return `${gold.slice(0, place)}${digit}${gold.slice(place + 1)}`;
  },
  letter: (gold) => (/\b[xpr]\b/.test(gold) ? gold.replace(/\b[xpr]\b/, "w") : null),
  factor: (gold) => (/^[\d\\pxy]/.test(gold) && !/^0$|^\\[{$t]|=/.test(gold) ? `${gold} \\cdot w` : null),
  letters: (gold) => (/^[\d.]+$/.test(gold) && gold !== "0" ? `${gold}w` : null),
  unit: (gold) => (gold.includes("cm") ? gold.replace("cm", "kg") : null),
  power: (gold) => (/^\d+$/.test(gold) && Number(gold) > 1 ? `${gold}^{2}` : null),
  more: (gold) => (gold.includes("=") ? null : `${gold} + 1`),
  bound: (gold) => `\\text{less than } ${gold}`,
  denial: (gold) => `\\text{not } ${gold}`,
  rejection: (gold) => `${gold} \\text{ (incorrect)}`,
  "one of two": (gold) => `${gold} \\text{ or } 77`,
};

describe("answers that are not the gold answer", () => {
  it("are not equal where they are the answers of other problems", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(golds, golds, (given, gold) => {
        if (given !== gold) expect([given, gold, mathEqual(given, gold)]).not.toEqual([given, gold, "equal"]);
      }),
      runs(400, 4_000),
    );
  });

  it("are not equal where a sign, digit, letter, unit or word was changed", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(golds, fc.constantFrom(...Object.keys(CHANGES)), fc.nat(1_000), (gold, change, at) => {
        const given = CHANGES[change]!(gold, at);
        if (given !== null)
          expect([change, given, gold, mathEqual(given, gold)]).not.toEqual([change, given, gold, "equal"]);
      }),
      runs(400, 3_000),
    );
  });
});

describe("hostile texts", () => {
  const UNITS = [
    "1 ",
    "x ",
    "(",
    "{",
    "\\frac{",
    "\\boxed{",
    "\\text{",
    "$",
    "**",
    "answer is ",
    "1,",
    "C is ",
    "0.3",
    "one ",
  ];

  it.each([10_000, 100_000])(
    "of %d characters are read and compared in bounded time",
    { timeout: 120_000 },
    (length) => {
      mathEqual("\\sqrt{2} + x", "2");
      for (const unit of UNITS) {
        const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
        const before = process.cpuUsage();
        mathEqual(finalNumber(text) ?? text, "42");
        mathEqual(finalExpression(text) ?? text, "x^2 + 1");
        const { user, system } = process.cpuUsage(before);
        // 250 ms on an idle machine; a busy one counts more.
        expect([unit, (user + system) / 1000 < 1_000]).toEqual([unit, true]);
      }
    },
  );
});
