import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mathEqual } from "../../../src/plugins/grading/mathEqual.ts";
import { IS_LONG, runs } from "../../support/runs.ts";
import { PAIRS } from "./pairs.ts";

describe("mathEqual", () => {
  it("has more than 150 pairs to tell apart", () => {
    expect(Object.values(PAIRS).flat().length).toBeGreaterThan(150);
  });

  it("does not depend on which of the two is gold, but for words and sentences", () => {
    const { words: _, sentences: __, hostile: ___, ...mathematics } = PAIRS;
    // All pairs take most of a second: the quick tests look at every fourth.
    const turned = Object.values(mathematics)
      .flat()
      .filter((_, i) => IS_LONG || i % 4 === 0)
      .filter(([given, gold, verdict]) => mathEqual(gold, given) !== verdict);
    expect(turned).toEqual([]);
  });

  it("does not depend on what was compared before", () => {
    mathEqual("f(x) + N(2)", "f + N");
    expect(mathEqual("f + 2", "2 + f")).toBe("equal");
    expect(mathEqual("N + 1", "1 + N")).toBe("equal");
  });

  it("finds an exact fraction equal to itself in another form, and to nothing else", () => {
    const whole = fc.integer({ min: -10_000, max: 10_000 });
    const natural = fc.integer({ min: 1, max: 1_000 });
    fc.assert(
      fc.property(whole, natural, natural, (a, b, k) => {
        expect(mathEqual(`${a * k}/${b * k}`, `\\frac{${a}}{${b}}`)).toBe("equal");
        expect(mathEqual(`\\frac{${a}}{${b}} + \\frac{1}{${k}}`, `\\frac{${a * k + b}}{${b * k}}`)).toBe("equal");
        expect(mathEqual(`\\frac{${a * k + 1}}{${b * k}}`, `\\frac{${a}}{${b}}`)).toBe("unequal");
      }),
      { numRuns: 50 },
    );
  });

  it("decides within seconds on whatever is thrown at it", () => {
    const parts = [
      "\\frac",
      "{",
      "}",
      "(",
      ")",
      "[",
      "|",
      "^",
      "_",
      "9",
      "x",
      "\\sqrt",
      "\\pm",
      "!",
      ",",
      "\\text{",
      "\\{",
      "-",
      "\\log",
    ];
    const text = fc.tuple(fc.array(fc.constantFrom(...parts), { maxLength: 8 }), fc.integer({ min: 1, max: 300 }));
    fc.assert(
      fc.property(text, ([units, times]) => {
        // Of this thread alone, so that whatever else the machine does is not counted.
        const before = process.threadCpuUsage();
        mathEqual(units.join("").repeat(times), "x^2+1");
        expect(process.threadCpuUsage(before).user).toBeLessThan(5_000_000);
      }),
      runs(20, 200),
    );
  });

  describe.each(Object.entries(PAIRS))("tells %s apart", (_, pairs) => {
    it.each(pairs)("%j and %j: %s", (given, gold, verdict) => {
      expect(mathEqual(given, gold)).toBe(verdict);
    });
  });
});
