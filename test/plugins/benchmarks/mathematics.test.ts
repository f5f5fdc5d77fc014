import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aime25 } from "../../../src/plugins/benchmarks/aime25.ts";
import { BUILT_IN_BENCHMARKS } from "../../../src/plugins/benchmarks/builtIn.ts";
import { gsm8k } from "../../../src/plugins/benchmarks/gsm8k.ts";
import { hmmtFeb25 } from "../../../src/plugins/benchmarks/hmmt-feb25.ts";
import { math500 } from "../../../src/plugins/benchmarks/math500.ts";
import type { BenchmarkPlugin } from "../../../src/plugins/contract/benchmark.ts";

const ROOT = join(import.meta.dirname, "../../..");

describe("the benchmarks of mathematics", () => {
  it("have the names, titles and domains of the bundled list", () => {
    const bundled = JSON.parse(readFileSync(join(ROOT, "data/benchmarks.json"), "utf8"));
    for (const { name, title, domain } of BUILT_IN_BENCHMARKS.filter(({ name }) => name !== "arithmetic"))
      expect(bundled).toContainEqual(expect.objectContaining({ slug: name, name: title, domain }));
  });

  it.each([gsm8k, math500, aime25, hmmtFeb25])("ask for a boxed answer: $name", (benchmark) => {
    const problem = { id: "1", question: "What is $2 + 2$?", expected: "4" };
    expect(benchmark.prompt(problem, {}, 0)).toEqual([
      {
        role: "user",
        content:
          "What is $2 + 2$?\n\nWork it out step by step. At the end, write the final answer, and nothing else, inside \\boxed{}.",
      },
    ]);
    expect(benchmark.prompt(problem, {}, 7)).toEqual(benchmark.prompt(problem, {}, 0));
  });

  it.each<[BenchmarkPlugin, string, string, boolean | null, string | null]>([
    [gsm8k, "70000", "So he made \\boxed{\\$70,000}.", true, "\\$70,000"],
    [gsm8k, "70000", "He made $50 + $20 = $70. The answer is 70.", false, "70"],
    [gsm8k, "70000", "I can't tell from what is given.", null, null],
    [aime25, "70", "Hence \\boxed{070}.", true, "070"],
    [aime25, "70", "Hence \\boxed{71}.", false, "71"],
    [aime25, "70", "Hence \\boxed{", null, null],
    [math500, "\\frac{3}{4}", "Thus $\\boxed{0.75}$.", true, "0.75"],
    [math500, "\\frac{3}{4}", "Thus $\\boxed{\\dfrac{4}{3}}$.", false, "\\dfrac{4}{3}"],
    [math500, "\\frac{3}{4}", "Thus \\boxed{three quarters}.", true, "three quarters"],
    [hmmtFeb25, "-984", "We get \\boxed{-984}", true, "-984"],
    [hmmtFeb25, "8\\sqrt{10}", "We get \\boxed{8\\sqrt{11}}", false, "8\\sqrt{11}"],
    [hmmtFeb25, "8\\sqrt{10}", " \n", false, null],
  ])("grades $name against %s: %s", async (benchmark, expected, text, correct, answer) => {
    expect(await benchmark.grade({ id: "1", question: "?", expected }, text, {}, 0)).toEqual({ correct, answer });
  });
});
