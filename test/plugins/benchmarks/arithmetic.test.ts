import { existsSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arithmetic } from "../../../src/plugins/benchmarks/arithmetic/benchmark.ts";
import { randomChain } from "../../../src/plugins/benchmarks/arithmetic/chain.ts";
import { keyedRandom } from "../../../src/plugins/benchmarks/parts/keyedRandom.ts";

const FILE = join(import.meta.dirname, "../../../../shared/data/engines/models/arith-test.jsonl");

function load(options: { seed: number; problems: number }, dataFile?: string) {
  return arithmetic.load(options, { cacheFolder: "/nowhere", dataFile, signal: new AbortController().signal });
}

/** First term, then each operation with its operand. */
function stepsOf(question: string): number[] {
  const expression = /^What is (\d+(?: [+-] \d+)+)\?$/.exec(question)?.[1];
  expect(expression).toBeDefined();
  return expression!
    .replace(/([+-]) /g, "$1")
    .split(" ")
    .map(Number);
}

describe("arithmetic", () => {
  it("makes chains within 0 to 99 whose answer is their value", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.nat(), (terms, seed) => {
        const { expression, value } = randomChain(terms, keyedRandom(seed));
        const steps = stepsOf(`What is ${expression}?`);
        expect(steps).toHaveLength(terms);
        let total = 0;
        for (const step of steps) {
          total += step;
          expect(total).toBeGreaterThanOrEqual(0);
          expect(total).toBeLessThanOrEqual(99);
        }
        expect(value).toBe(total);
      }),
    );
  });

  it("spreads them as the tiny models' training data does", () => {
    // Means over 40,000 chains of each length by that data's own generator: additions, operands above 9, operands, values.
    const reference = { 2: [0.4996, 0.2823, 13.3, 50.06], 6: [0.4984, 0.277, 13.6, 49.76] };
    for (const [terms, [additions, large, operand, value]] of Object.entries(reference)) {
      const chains = Array.from({ length: 1500 }, (_, i) => randomChain(Number(terms), keyedRandom(i)));
      const operands = chains.flatMap(({ expression }) => stepsOf(`What is ${expression}?`).slice(1));
      const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
      expect(mean(operands.map((x) => Number(x > 0)))).toBeCloseTo(additions!, 1);
      expect(Math.abs(mean(operands.map((x) => Number(Math.abs(x) > 9))) - large!)).toBeLessThan(0.03);
      expect(Math.abs(mean(operands.map(Math.abs)) - operand!)).toBeLessThan(1.2);
      expect(Math.abs(mean(chains.map((chain) => chain.value)) - value!)).toBeLessThan(2);
    }
  });

  it("makes the same problems of a seed, more of them after fewer, and others of another seed", async () => {
    const { problems, dataset } = await load({ seed: 0, problems: 300 });
    expect(await load({ seed: 0, problems: 300 })).toEqual({ problems, dataset });
    expect((await load({ seed: 0, problems: 10 })).problems).toEqual(problems.slice(0, 10));
    expect(new Set(problems.map(({ id }) => id)).size).toBe(300);

    const others = (await load({ seed: 1, problems: 300 })).problems;
    const questions = new Set(problems.map(({ question }) => question));
    expect(others.filter(({ question }) => questions.has(question)).length).toBeLessThan(10);
    expect(others.some(({ id }) => problems.some((problem) => problem.id === id))).toBe(false);

    expect(dataset).toEqual({
      source: "made by the arithmetic benchmark, seed 0",
      revision: null,
      sha256: "5ccef8b4a04b35ddef7b42ca8593ef7228e20d50abfed212fad8307f87cc945e",
    });
    expect(problems.slice(0, 5).map(({ question, expected }) => `${question} ${expected}`)).toMatchInlineSnapshot(`
      [
        "What is 6 + 8? 14",
        "What is 17 - 8 + 1? 10",
        "What is 17 - 4 - 10 - 2? 1",
        "What is 1 + 84 - 61 - 2 - 7? 15",
        "What is 72 + 12 + 2 - 13 - 13 + 2? 62",
      ]
    `);
  });

  it("asks the question alone", () => {
    const problem = { id: "a", question: "What is 1 + 1?", expected: "2" };
    expect(arithmetic.prompt(problem, { seed: 0, problems: 1 }, 0)).toEqual([
      { role: "user", content: "What is 1 + 1?" },
    ]);
  });

  it.each([
    ["The answer is \\boxed{49}.", true, "49"],
    ["The answer is \\boxed{48}.", false, "48"],
    ["The answer is \\boxed{", null, null],
    ["", false, null],
  ])("grades %j", async (text, correct, answer) => {
    const problem = { id: "a", question: "What is 12 + 45 - 8?", expected: "49" };
    expect(await arithmetic.grade(problem, text, { seed: 0, problems: 1 }, 0)).toEqual({ correct, answer });
  });

  it.skipIf(!existsSync(FILE))("takes a file of its own format, whose answers are right", async () => {
    const { problems } = await load({ seed: 0, problems: 1 }, FILE);
    expect(problems).toHaveLength(300);
    for (const { question, expected, details } of problems) {
      const steps = stepsOf(question);
      expect(steps.reduce((sum, step) => sum + step, 0)).toBe(Number(expected));
      expect(details).toEqual({ terms: steps.length });
    }
  });
});
