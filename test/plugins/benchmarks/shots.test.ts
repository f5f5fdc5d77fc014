import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { aime25 } from "../../../src/plugins/benchmarks/aime25.ts";
import { arithmetic } from "../../../src/plugins/benchmarks/arithmetic/benchmark.ts";
import { BUILT_IN_BENCHMARKS } from "../../../src/plugins/benchmarks/builtIn.ts";
import { gpqaDiamond } from "../../../src/plugins/benchmarks/gpqa-diamond/benchmark.ts";
import { gsm8k } from "../../../src/plugins/benchmarks/gsm8k.ts";
import { GSM8K_SHOTS } from "../../../src/plugins/benchmarks/gsm8kShots.ts";
import { math500 } from "../../../src/plugins/benchmarks/math500.ts";
import { holdOutShots, putShotsBefore } from "../../../src/plugins/benchmarks/parts/shots.ts";
import type { BenchmarkContext, BenchmarkPlugin, Problem } from "../../../src/plugins/contract/benchmark.ts";
import type { Message } from "../../../src/plugins/contract/message.ts";
import { runs } from "../../support/runs.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-shots-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with these rows, as a benchmark is given it. */
function fileOf(rows: object[]): BenchmarkContext {
  const dataFile = join(folder, `${rows.length}-${Object.keys(rows[0]!).join("-")}.jsonl`);
  writeFileSync(dataFile, rows.map((row) => JSON.stringify(row)).join("\n"));
  return { cacheFolder: folder, dataFile, signal: new AbortController().signal };
}

const numbers = Array.from({ length: 12 }, (_, i) => i);
const ROWS: Record<string, object[]> = {
  aime25: numbers.map((i) => ({ id: i, problem: `What is ${i} + 1?`, answer: i + 1 })),
  gsm8k: numbers.map((i) => ({ question: `What is ${i} + 1?`, answer: `It is so.\n#### ${i + 1}` })),
  "hmmt-feb25": numbers.map((i) => ({ problem_idx: i, problem: `What is ${i} + 1?`, answer: i + 1 })),
  math500: numbers.map((i) => ({
    ...{ unique_id: `test/${i}`, problem: `What is ${i} + 1?`, answer: `${i + 1}`, subject: "Algebra", level: 1 },
    solution: `One more than ${i} is $\\boxed{${i + 1}}$.`,
  })),
  "gpqa-diamond": numbers.map((i) => ({
    ...{ "Record ID": `rec${i}`, Question: `What is ${i} + 1?`, "Correct Answer": `${i + 1}` },
    ...{ "Incorrect Answer 1": "a", "Incorrect Answer 2": "b", "Incorrect Answer 3": "c" },
  })),
  arithmetic: numbers.map((i) => ({ id: `a${i}`, terms: 2, problem: `What is ${i} + 1?`, answer: `${i + 1}` })),
};

/** The options of a run with so many shots, as its request is checked. */
const optionsOf = (benchmark: BenchmarkPlugin, shots?: number) => benchmark.options.parse({ shots });

describe.each(BUILT_IN_BENCHMARKS)("the worked examples of $name", (benchmark) => {
  const context = () => fileOf(ROWS[benchmark.name]!);

  it("are none unless a run asks for them", async () => {
    const { problems } = await benchmark.load(benchmark.options.parse({}), context());
    expect(problems).toHaveLength(12);
    expect(benchmark.prompt(problems[0]!, benchmark.options.parse({}), 0)).toHaveLength(1);
  });

  it.each([1, 5, 8])("stand before every problem, and none of them is asked: %d", async (count) => {
    const options = optionsOf(benchmark, count);
    const { problems } = await benchmark.load(options, context());
    const asked = new Set(problems.map(({ question }) => question));
    for (const problem of problems) {
      const messages = (await benchmark.prompt(problem, options, 3)) as Message[];
      expect(messages.map(({ role }) => role)).toEqual([...Array(count).fill(["user", "assistant"]).flat(), "user"]);
      expect(messages.at(-1)!.content).toContain(problem.question);
      const shown = messages.slice(0, -1).map(({ content }) => content);
      expect([...asked].filter((question) => shown.some((text) => text.startsWith(question)))).toEqual([]);
    }
  });

  it("answer in the form that is graded as right", async () => {
    const options = optionsOf(benchmark, 4);
    const { problems } = await benchmark.load(options, context());
    const messages = (await benchmark.prompt(problems[0]!, options, 1)) as Message[];
    const examples = problems[0]!.details!.shots as Problem[];
    for (const [i, example] of examples.entries()) {
      const grade = await benchmark.grade(example, messages[2 * i + 1]!.content, options, 1, { finishReason: "stop" });
      expect(grade.correct).toBe(true);
    }
  });

  it("may be asked for by every caller, and not more than eight", () => {
    expect(benchmark.callerOptions).toContain("shots");
    for (const shots of [-1, 9, 1.5, "2"]) expect(benchmark.options.safeParse({ shots }).success).toBe(false);
  });
});

describe("examples of the same file", () => {
  const loaded = (count: number) => ({
    problems: Array.from({ length: count }, (_, i) => ({ id: `p${i}`, question: `Q ${i}`, expected: "1" })),
    dataset: { source: "memory", revision: null, sha256: "" },
  });
  const idsOf = (count: number, shots: number) => holdOutShots(shots, loaded(count)).problems.map(({ id }) => id);

  it("and the problems that are asked are together all problems, in the order of the file", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 1, max: 8 }), (count, shots) => {
        fc.pre(shots < count);
        const { problems } = holdOutShots(shots, loaded(count));
        const examples = problems[0]!.details!.shots as Problem[];
        expect(examples).toHaveLength(shots);
        expect([...problems, ...examples].map(({ id }) => id).sort()).toEqual(idsOf(count, 0).sort());
        expect(idsOf(count, shots)).toEqual(idsOf(count, 0).filter((id) => idsOf(count, shots).includes(id)));
      }),
      runs(50, 1000),
    );
  });

  it("are the first of a longer list of examples", () => {
    const asked = idsOf(30, 2);
    expect(idsOf(30, 5).every((id) => asked.includes(id))).toBe(true);
  });

  it("don't leave a problem in that another row asks too", () => {
    const { problems, dataset } = loaded(6);
    const twice = { dataset, problems: [...problems, { id: "again", question: "q  0 ", expected: "1" }] };
    expect(putShotsBefore([problems[0]!], twice).problems.map(({ id }) => id)).toEqual(["p1", "p2", "p3", "p4", "p5"]);
  });

  it("must leave a problem to ask", async () => {
    expect(() => holdOutShots(8, loaded(8))).toThrow(/holds 8 problems.*Give fewer shots/);
    const load = aime25.load({ shots: 3 }, fileOf(ROWS.aime25!.slice(0, 3)));
    await expect(load).rejects.toMatchObject({ code: "UNREADABLE" });
  });
});

describe("the examples of GSM8K", () => {
  it("are of the training split, without the marks of its calculator", () => {
    expect(GSM8K_SHOTS).toHaveLength(8);
    for (const { id, expected, details } of GSM8K_SHOTS) {
      expect(id).toMatch(/^train\//);
      expect(details!.solution).toMatch(new RegExp(`\\n\\\\boxed\\{${expected}\\}$`));
      expect(details!.solution).not.toMatch(/<<|####/);
    }
  });

  it("are not asked where a file holds them", async () => {
    const rows = GSM8K_SHOTS.map(({ question, expected }) => ({ question, answer: `#### ${expected}` }));
    const context = fileOf([...rows, { question: "What is 1 + 1?", answer: "#### 2" }]);
    const { problems } = await gsm8k.load({ shots: 2 }, context);
    expect(problems.map(({ id }) => id)).toEqual(["2", "3", "4", "5", "6", "7", "8"]);
  });
});

it("MATH-500 shows the published solution of an example, and its answer where there is none", async () => {
  const { problems } = await math500.load({ shots: 1 }, fileOf(ROWS.math500!));
  expect(math500.prompt(problems[0]!, { shots: 1 }, 0)[1]!.content).toMatch(/^One more than \d+ is \$\\boxed\{\d+\}\$/);
  const bare = await math500.load({ shots: 1 }, fileOf(ROWS.math500!.map((row) => ({ ...row, solution: undefined }))));
  expect(math500.prompt(bare.problems[0]!, { shots: 1 }, 0)[1]!.content).toMatch(/^\\boxed\{\d+\}$/);
});

it("GPQA turns the options of its examples with each repeat, as those of the question", async () => {
  const options = { seed: 0, shots: 1 };
  const { problems } = await gpqaDiamond.load(options, fileOf(ROWS["gpqa-diamond"]!));
  const letters = [0, 1, 2, 3].map((repeat) => gpqaDiamond.prompt(problems[0]!, options, repeat)[1]!.content);
  expect(letters.toSorted()).toEqual(["\\boxed{A}", "\\boxed{B}", "\\boxed{C}", "\\boxed{D}"]);
});

it("arithmetic makes the same problems with examples as without, without those that an example shows", async () => {
  const context = { cacheFolder: folder, signal: new AbortController().signal };
  const without = await arithmetic.load({ seed: 0, problems: 500 }, context);
  const { problems, dataset } = await arithmetic.load({ seed: 0, problems: 500, shots: 8 }, context);
  expect(dataset).toEqual(without.dataset);
  const examples = problems[0]!.details!.shots as Problem[];
  const shown = examples.map(({ question }) => question);
  expect(problems.map(({ id }) => id)).toEqual(
    without.problems.filter(({ question }) => !shown.includes(question)).map(({ id }) => id),
  );
});
