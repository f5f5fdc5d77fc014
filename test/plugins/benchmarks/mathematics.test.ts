import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { aime25 } from "../../../src/plugins/benchmarks/aime25.ts";
import { BUILT_IN_BENCHMARKS } from "../../../src/plugins/benchmarks/builtIn.ts";
import { gsm8k } from "../../../src/plugins/benchmarks/gsm8k.ts";
import { hmmtFeb25 } from "../../../src/plugins/benchmarks/hmmt-feb25.ts";
import { math500 } from "../../../src/plugins/benchmarks/math500.ts";
import type { BenchmarkPlugin } from "../../../src/plugins/contract/benchmark.ts";

const ROOT = join(import.meta.dirname, "../../..");
const DATA = join(ROOT, "../shared/data");

function problemsOf(benchmark: BenchmarkPlugin) {
  const context = { cacheFolder: "/nowhere", dataFile: join(DATA, benchmark.name, "test.jsonl") };
  return benchmark.load({}, { ...context, signal: new AbortController().signal });
}

describe("the benchmarks of mathematics", () => {
  it("have the names, titles and domains of the shipped list", () => {
    const shipped = JSON.parse(readFileSync(join(ROOT, "data/benchmarks.json"), "utf8"));
    for (const { name, title, domain } of BUILT_IN_BENCHMARKS.filter(({ name }) => name !== "arithmetic"))
      expect(shipped).toContainEqual(expect.objectContaining({ slug: name, name: title, domain }));
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
    [math500, "\\frac{3}{4}", "Thus \\boxed{three quarters}.", null, "three quarters"],
    [hmmtFeb25, "-984", "We get \\boxed{-984}", true, "-984"],
    [hmmtFeb25, "8\\sqrt{10}", "We get \\boxed{8\\sqrt{11}}", false, "8\\sqrt{11}"],
    [hmmtFeb25, "8\\sqrt{10}", " \n", false, null],
  ])("grades $name against %s: %s", async (benchmark, expected, text, correct, answer) => {
    expect(await benchmark.grade({ id: "1", question: "?", expected }, text, {}, 0)).toEqual({ correct, answer });
  });
});

describe.skipIf(!existsSync(DATA))("the published problems", () => {
  it.each<[BenchmarkPlugin, number, string, string]>([
    [gsm8k, 1319, "0", "1318"],
    [math500, 500, "test/precalculus/807.json", "test/geometry/615.json"],
    [aime25, 30, "0", "29"],
  ])("are complete: $name", async (benchmark, count, first, last) => {
    const { problems } = await problemsOf(benchmark);
    expect(problems).toHaveLength(count);
    expect([problems[0]?.id, problems.at(-1)?.id]).toEqual([first, last]);
  });

  it.each([gsm8k, aime25])("are solved by their gold answers and by no neighbour's: $name", async (benchmark) => {
    const { problems } = await problemsOf(benchmark);
    for (const [at, problem] of problems.entries()) {
      const other = problems[(at + 1) % problems.length]!.expected;
      expect(await benchmark.grade(problem, `So \\boxed{${problem.expected}}.`, {}, 0)).toMatchObject({
        correct: true,
      });
      if (other !== problem.expected)
        expect(await benchmark.grade(problem, `So \\boxed{${other}}.`, {}, 0)).toMatchObject({ correct: false });
    }
  });

  it.each<[BenchmarkPlugin, string, string]>([
    [gsm8k, "zeroeval", "gsm/"],
    [gsm8k, "mip-overthinking", "gsm8k/"],
    [math500, "mip-overthinking", "math/"],
  ])("pair with the published results: $0.name in $1", async (benchmark, source, prefix) => {
    const expected = new Map((await problemsOf(benchmark)).problems.map((problem) => [problem.id, problem.expected]));
    const lines = gunzipSync(readFileSync(join(ROOT, "data/results", source, "samples.jsonl.gz"))).toString();
    const runs = lines
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const rows = runs
      .filter(({ run }) => run.startsWith(prefix))
      .flatMap(({ columns, rows }) =>
        rows.map((row: unknown[]) => ({ id: row[columns.indexOf("problem")], gold: row[columns.indexOf("expected")] })),
      );
    expect(rows.length).toBeGreaterThan(300);
    for (const { id, gold } of rows) expect([id, expected.get(id)]).toEqual([id, gold]);
  });
});
