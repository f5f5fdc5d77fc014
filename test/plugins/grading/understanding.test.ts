import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mathEqual } from "../../../src/plugins/grading/mathEqual.ts";
import { IS_LONG, runs } from "../../support/runs.ts";

const GOLDS = join(import.meta.dirname, "../../../../shared/data/math500/test.jsonl");

/** Pairs of equal answers. */
const EQUAL: [given: string, gold: string][] = [
  ["m+n=25", "25"],
  ["|AB| = 5", "5"],
  ["n \\equiv 3 \\pmod 7", "3"],
  ["\\frac{\\sqrt3}{3} \\approx 0.577", "\\frac{1}{\\sqrt3}"],
  ["\\frac{7}{10} or 0.7", "\\frac{7}{10}"],
  ["\\textcolor{red}{\\frac{1}{2}}", "0.5"],
  ["37^\\circ\\text{C}", "37"],
  ["1011 base 2", "1011_2"],
  ["0x1F", "1F_{16}"],
  ["]-\\infty,1[\\cup]2,\\infty[", "(-\\infty,1)\\cup(2,\\infty)"],
  ["3,14", "3.14"],
  ["\\left[\\begin{array}{r}1\\\\2\\end{array}\\right]", "\\begin{pmatrix}1\\\\2\\end{pmatrix}"],
  ["\\begin{pmatrix}1&2\\end{pmatrix}^T", "\\begin{pmatrix}1\\\\2\\end{pmatrix}"],
  ["2^(1/3)", "\\sqrt[3]{2}"],
  ["\\mathrm{e}^2", "e^2"],
  ["２／３", "\\frac23"],
  ["2^{2025}-2^{2024}", "2^{2024}"],
  ["2024!!", "2^{1012}\\cdot 1012!"],
  ["2:4:6", "1:2:3"],
  ["minus twenty-one", "-21"],
  ["D.N.E.", "\\text{does not exist}"],
  ["0.142857142857...", "\\frac17"],
  ["\\frac{\\pi}{2}\\text{ radians}", "90^\\circ"],
  ["4\\pi r^2 h", "4\\pi h r^2"],
];

/** Pairs of answers that are not equal, although one contains the other. */
const NOT_EQUAL: [given: string, gold: string][] = [
  ["2^n m", "2^n"],
  ["n g", "n"],
  ["2xyz", "2"],
  ["\\text{up to }5", "5"],
  ["5 \\text{ (rejected)}", "5"],
  ["5?", "5"],
  ["\\cancel{5}", "5"],
  ["\\overline{z}", "z"],
  ["\\bar z", "z"],
  ["f(x+1)", "fx+f"],
  ["30^\\circ", "30\\text{ radians}"],
  ["1 2", "12"],
  ["2x = 6", "6"],
  ["5x - 7y + 11z + 4 = 0", "0"],
  ["\\frac{1}{2103!}", "\\frac{1}{2105!}"],
  ["\\begin{vmatrix}1&2\\\\3&4\\end{vmatrix}", "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}"],
];

describe("mathEqual", () => {
  it.each(EQUAL)("finds %j equal to %j", (given, gold) => {
    expect(mathEqual(given, gold)).toBe("equal");
  });

  it.each(NOT_EQUAL)("does not find %j equal to %j", (given, gold) => {
    expect(mathEqual(given, gold)).not.toBe("equal");
  });

  it.each([
    ["x^2 = 4", "2"],
    ["1011_2", "11_{10}"],
    ["\\sqrt{17}-\\text{something}", "5"],
    ["(-1)^{n(n+1)}", "1"],
  ])("leaves %j and %j undecided, which is no proof of a difference", (given, gold) => {
    expect(mathEqual(given, gold)).toBe("undecided");
  });

  it("reads commas by the problem's language", () => {
    expect(mathEqual("1.234,5", "1234.5", "de")).toBe("equal");
    expect(mathEqual("1,234", "1.234", "fr-FR")).toBe("equal");
    expect(mathEqual("1,234", "1234", "en")).toBe("equal");
  });

  it("gives a verdict, or up, on a list of long formulas within its steps", () => {
    const list = (symbol: string) =>
      Array.from({ length: 40 }, (_, i) => `\\frac{\\sqrt{${i + 2}}+${symbol}^{${i + 2}}}{\\ln(${i + 3})}`).join(", ");
    mathEqual("\\sqrt{x}+1", "x");
    const before = process.threadCpuUsage();
    expect(mathEqual(list("x"), list("y"))).toBe("undecided");
    expect(process.threadCpuUsage(before).user).toBeLessThan(1_500_000);
  });

  it("finds rewritten fractions and powers equal, and never their neighbours", () => {
    const small = fc.integer({ min: 2, max: 60 });
    fc.assert(
      fc.property(small, small, fc.integer({ min: 100, max: 3_000 }), (a, b, n) => {
        expect(mathEqual(`${a}\\cdot ${a}^{${n}}`, `${a}^{${n + 1}}`)).toBe("equal");
        expect(mathEqual(`${a}^{${n}}`, `${a}^{${n + 1}}`)).toBe("unequal");
        expect(mathEqual(`\\frac{${n}!}{${n - 2}!}`, String(n * (n - 1)))).toBe("equal");
        expect(mathEqual(`\\sqrt{${a * a * b}}`, `${a}\\sqrt{${b}}`)).toBe("equal");
        expect(mathEqual(`${a}\\sqrt{${b}}`, `${a + 1}\\sqrt{${b}}`)).toBe("unequal");
        expect(mathEqual(`(x+${a})(x-${b})`, `x^2+(${a - b})x-${a * b}`)).toBe("equal");
        expect(mathEqual(`(x+${a})(x-${b})`, `x^2+(${a - b})x-${a * b + 1}`)).toBe("unequal");
      }),
      runs(10, 300),
    );
  });
});

describe.skipIf(!existsSync(GOLDS))("mathEqual on changed gold answers of MATH-500", () => {
  it("finds none equal to the gold after one digit, sign or letter was changed", () => {
    const golds = readFileSync(GOLDS, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line).answer as string)
      .filter((_, i) => IS_LONG || i % 5 === 0);
    const changed = golds.flatMap((gold) =>
      [...gold.matchAll(/(?<![\d.\\a-zA-Z{])\d+(?![\d.a-zA-Z}])/g)].map(({ 0: number, index }) => [
        `${gold.slice(0, index)}${Number(number) + 1}${gold.slice(index + number.length)}`,
        gold,
      ]),
    );
    expect(changed.filter(([given, gold]) => mathEqual(given!, gold!) === "equal")).toEqual([]);
  });
});
