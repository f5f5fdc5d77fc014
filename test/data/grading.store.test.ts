import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { aime25 } from "../../src/plugins/benchmarks/aime25.ts";
import { gsm8k } from "../../src/plugins/benchmarks/gsm8k.ts";
import { math500 } from "../../src/plugins/benchmarks/math500.ts";
import type { BenchmarkPlugin } from "../../src/plugins/contract/benchmark.ts";
import { finalNumber } from "../../src/plugins/grading/finalAnswer.ts";
import { mathEqual } from "../../src/plugins/grading/mathEqual.ts";

const ROOT = join(import.meta.dirname, "../..");
const DATA = join(ROOT, "../shared/data");

const GOLDS = join(DATA, "math500/test.jsonl");
const SOLUTIONS = join(DATA, "gsm8k/example_model_solutions.jsonl");

describe.skipIf(!existsSync(GOLDS))("mathEqual on the gold answers of MATH-500", () => {
  // In a function: a suite that is skipped is read all the same, and the file may be missing.
  const readGolds = () =>
    readFileSync(GOLDS, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line).answer as string);

  it("finds each equal to itself, however it is wrapped", () => {
    const wrapped = (gold: string) => [
      gold,
      `$${gold}$.`,
      `\\boxed{${gold}}`,
      `The answer is \\(${gold}\\)`,
      ` ${gold} `,
    ];
    const failed = readGolds().filter((gold) => wrapped(gold).some((given) => mathEqual(given, gold) !== "equal"));
    expect(failed).toEqual([]);
  });

  it("finds each unequal to its neighbours, but for those that say the same", () => {
    const golds = readGolds();
    const pairs = golds.flatMap((gold, i) => [1, 2, 3].map((step) => [gold, golds[(i + step) % golds.length] ?? ""]));
    const kept = pairs.filter(([a, b]) => a !== b && mathEqual(a ?? "", b ?? "") !== "unequal");
    expect(kept).toEqual([["5", "x=5"]]);
  });
});

describe.skipIf(!existsSync(SOLUTIONS))("the recorded verdicts on four models' solutions of GSM8K", () => {
  it("are found by the grader", () => {
    let agreed = 0;
    let graded = 0;
    for (const line of readFileSync(SOLUTIONS, "utf8").split("\n").filter(Boolean)) {
      const { question: _, ground_truth, ...models } = JSON.parse(line);
      const gold = finalNumber(ground_truth) ?? "";
      for (const { solution, is_correct } of Object.values(models) as { solution: string; is_correct: boolean }[]) {
        graded++;
        if ((mathEqual(finalNumber(solution) ?? "", gold) === "equal") === is_correct) agreed++;
      }
    }
    expect({ graded, agreed }).toEqual({ graded: 5276, agreed: 5276 });
  });
});

function problemsOf(benchmark: BenchmarkPlugin) {
  const context = { cacheFolder: "/nowhere", dataFile: join(DATA, benchmark.name, "test.jsonl") };
  return benchmark.load({}, { ...context, signal: new AbortController().signal });
}

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
