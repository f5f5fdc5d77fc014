import { describe, expect, it } from "vitest";
import { z } from "zod";
import { benchmarkCases } from "../../src/conformance/benchmarkCases.ts";
import type { BenchmarkSetup } from "../../src/conformance/benchmarkSubject.ts";
import { ConformanceFailure } from "../../src/conformance/conformanceCase.ts";
import { explained, RULES } from "../../src/conformance/rules.ts";
import { isCutOff, letterOf, statedAnswer } from "../../src/exports/grading.ts";
import { type BenchmarkPlugin, optionOrder, type Problem } from "../../src/exports/plugin.ts";

const PROBLEMS: Problem[] = ["France Paris", "Italy Rome", "Spain Madrid", "Austria Vienna", "Norway Oslo"].map(
  (pair) => {
    const [country, expected] = pair.split(" ") as [string, string];
    return { id: country, question: `What is the capital of ${country}?`, expected, details: { continent: "Europe" } };
  },
);
const dataset = { source: "made by hand", revision: null, sha256: "ab".repeat(32) };
const same = (a: string | null, b: string) => a?.trim().toLowerCase() === b.toLowerCase();

const good: BenchmarkPlugin<any> = {
  kind: "benchmark",
  name: "capitals",
  version: "1.0.0",
  apiVersion: "1.5.0",
  title: "Capitals",
  description: "Capital cities.",
  domain: "knowledge",
  source: { url: null, license: "CC0-1.0" },
  options: z.strictObject({ hint: z.boolean().default(false) }),
  callerOptions: ["hint"],
  strata: ["continent"],
  published: [{ model: "a/b", accuracy: 0.9, answers: 100, source: "https://example.org/paper" }],
  load: async () => ({ problems: structuredClone(PROBLEMS), dataset }),
  prompt: ({ question }) => [{ role: "user", content: `${question} End with the name in \\boxed{}.` }],
  grade({ expected }, text, _, __, ending) {
    if (text.trim() === "" || isCutOff(ending?.finishReason)) return { correct: false, answer: null };
    const answer = statedAnswer(text) ?? (text.length < 50 ? text : null);
    return answer === null ? { correct: null, answer } : { correct: same(answer, expected), answer };
  },
};
const choice: BenchmarkPlugin<any> = {
  ...good,
  optionCount: 3,
  prompt: ({ id, question }, _, repeat) => [
    {
      role: "user",
      content: `${question}\n${optionOrder(3, 0, id, repeat).map((option, place) => `(${letterOf(place)}) ${PROBLEMS[option]!.expected}`)}`,
    },
  ],
  grade({ id }, text, _, repeat) {
    const expected = letterOf(optionOrder(3, 0, id, repeat).indexOf(0));
    const answer = statedAnswer(text) ?? (text.length < 3 ? text : null);
    return { correct: answer === null ? null : answer === expected, answer, expected };
  },
};

async function breaches(plugin: unknown, setup: BenchmarkSetup = {}): Promise<string[]> {
  const found: string[] = [];
  for (const { code, skipped, run } of benchmarkCases(plugin as BenchmarkPlugin, setup)) {
    if (skipped !== undefined) continue;
    try {
      if ((await run()).outcome === "warned") found.push(code);
    } catch (error) {
      if (!(error instanceof ConformanceFailure)) throw error;
      expect(error.message).toContain("Why it matters: ");
      expect(error.message).toContain("Read: docs/");
      found.push(error.code);
    }
  }
  return found;
}

const prompted = (write: (problem: Problem, repeat: number) => string) => ({
  ...good,
  prompt: (problem: Problem, _: unknown, repeat: number) => [{ role: "user", content: write(problem, repeat) }],
});
const loading = (change: (problems: Problem[]) => unknown, more = {}) => ({
  ...good,
  load: async () => ({ problems: change(structuredClone(PROBLEMS)), dataset: { ...dataset, ...more } }),
});
let calls = 0;

describe("the kit", () => {
  it.each([
    ["a benchmark of texts", good],
    ["a choice", choice],
  ])("finds nothing in %s that works", async (_, plugin) => {
    expect(await breaches(plugin)).toEqual([]);
  });

  it.each<[code: string, plugin: unknown]>([
    ["CONTRACT_NOT_MET", { ...good, title: "" }],
    ["NAME_LOOKS_BUILT_IN", { ...good, name: "math-500" }],
    ["NAME_LOOKS_BUILT_IN", { ...good, name: "arithmetlc" }],
    ["OPTIONS_NOT_SOUND", { ...good, options: z.strictObject({ since: z.date().optional() }) }],
    [
      "OPTIONS_NOT_SOUND",
      {
        ...good,
        options: z.strictObject({
          n: z
            .number()
            .default(1)
            .transform((n) => n * 2),
        }),
      },
    ],
    ["OPTION_NOT_THERE", { ...good, callerOptions: ["hnit"] }],
    ["OPTION_NOT_THERE", { ...good, problemOptions: ["seed"] }],
    ["OPTIONS_TAKE_ANYTHING", { ...good, options: z.looseObject({ hint: z.boolean().optional() }) }],
    ["LOAD_FAILED", { ...good, load: async () => Promise.reject(new Error("no file")) }],
    ["LOAD_FAILED", { ...good, load: async () => ({ problems: [], dataset }) }],
    ["IDS_NOT_UNIQUE", loading((problems) => problems.map((problem) => ({ ...problem, id: "one" })))],
    ["LOAD_NOT_REPEATABLE", loading((problems) => problems.slice(calls++ % 2))],
    [
      "LOAD_NOT_REPEATABLE",
      loading((problems) => problems.map((problem) => ({ ...problem, id: `${problem.id}${calls++}` }))),
    ],
    ["PROBLEM_EMPTY", loading((problems) => [...problems, { id: "empty", question: "Which?", expected: " " }])],
    ["CHECKSUM_NOT_PINNED", loading((problems) => problems, { sha256: "" })],
    ["CHECKSUM_NOT_PINNED", loading((problems) => problems, { sha256: "0".repeat(64) })],
    ["REVISION_NOT_PINNED", loading((problems) => problems, { source: "https://example.org/data.json" })],
    ["STRATA_NOT_THERE", { ...good, strata: ["contnent"] }],
    ["PROMPT_NOT_REPEATABLE", prompted(({ question }) => `${question} ${calls++}`)],
    ["PROMPTS_ALIKE", prompted(() => "Which city is it?")],
    ["PROMPT_HOLDS_ANSWER", prompted(({ question, expected }) => `${question} (It begins like ${expected}.)`)],
    [
      "PROMPT_HOLDS_ANSWER",
      loading((all) => all.map((one) => ({ ...one, question: `${one.question} Answer: ${one.expected}` }))),
    ],
    [
      "PROMPT_HOLDS_ANSWER",
      {
        ...choice,
        prompt: (...given: Parameters<typeof choice.prompt>) => [
          ...(choice.prompt(...given) as any[]),
          {
            role: "system",
            content: `The right option is ${(choice.grade(given[0], "", given[1], given[2]) as any).expected}.`,
          },
        ],
      },
    ],
    [
      "GOLD_NOT_RIGHT",
      { ...good, grade: ({ expected }: Problem, text: string) => ({ correct: text === expected, answer: text }) },
    ],
    ["GOLD_NOT_RIGHT", { ...good, grade: () => ({ correct: false, answer: null }) }],
    [
      "EMPTY_RIGHT",
      {
        ...good,
        grade: (...given: Parameters<typeof good.grade>) =>
          given[1].trim() === "" ? { correct: true, answer: "" } : good.grade(...given),
      },
    ],
    [
      "WRONG_RIGHT",
      {
        ...good,
        grade: ({ expected }: Problem, text: string) => ({
          correct: text.trim() !== "" && /[A-Z]\w+/.test(text),
          answer: expected,
        }),
      },
    ],
    [
      "HEDGE_RIGHT",
      { ...good, grade: ({ expected }: Problem, text: string) => ({ correct: text.includes(expected), answer: null }) },
    ],
    [
      "GRADE_NOT_REPEATABLE",
      {
        ...good,
        grade: (...given: Parameters<typeof good.grade>) => ({
          ...(good.grade(...given) as object),
          answer: String(calls++),
        }),
      },
    ],
    [
      "GRADE_NOT_REPEATABLE",
      {
        ...good,
        grade: (problem: Problem, ...given: any[]) => {
          problem.details!.seen = calls++;
          return (good.grade as any)(problem, ...given);
        },
      },
    ],
    [
      "GRADE_NOT_BOUNDED",
      {
        ...good,
        grade: (...given: Parameters<typeof good.grade>) => {
          if (given[1].length > 90_000) throw new RangeError("too long");
          return good.grade(...given);
        },
      },
    ],
    [
      "LETTERS_DO_NOT_ROTATE",
      {
        ...choice,
        grade: ({ id }: Problem, text: string, _: unknown, repeat: number) => {
          const expected = letterOf(repeat === 2 ? 1 : optionOrder(3, 0, id, 0).indexOf(0));
          const answer = statedAnswer(text) ?? (text.length < 3 ? text : null);
          return { correct: answer === expected, answer, expected };
        },
      },
    ],
    ["NO_PUBLISHED_SCORE", { ...good, published: [] }],
  ])("finds %s", async (code, plugin) => {
    const found = await breaches(plugin);
    expect(found).toContain(code);
    expect(explained(code)).toContain(RULES[code]!.why);
  });

  it("takes the author's own right and wrong answers", async () => {
    const plugin = {
      ...good,
      grade: ({ expected }: Problem, text: string) => ({ correct: text === `=> ${expected}`, answer: null }),
    };
    expect(await breaches(plugin)).toEqual(["GOLD_NOT_RIGHT"]);
    expect(await breaches(plugin, { rightAnswers: ({ expected }) => [`=> ${expected}`] })).toEqual([]);
    expect(await breaches(good, { rightAnswers: () => ["Berlin"] })).toEqual(["GOLD_NOT_RIGHT"]);
    expect(await breaches(good, { wrongAnswers: ({ expected }) => [expected] })).toEqual(["WRONG_RIGHT"]);
  });

  it("tries nothing with problems that are not there, and says so once", async () => {
    const plugin = { ...good, load: async () => Promise.reject(new Error("no file")) };
    expect(await breaches(plugin)).toEqual(["LOAD_FAILED"]);
  });

  it("shows nothing of the texts of private data", async () => {
    const plugin = { ...good, data: { private: true }, grade: () => ({ correct: true, answer: null }) };
    for (const { skipped, run } of benchmarkCases(plugin as unknown as BenchmarkPlugin)) {
      if (skipped !== undefined) continue;
      const said = await run().then(
        (outcome) => JSON.stringify(outcome),
        (error) => error.message,
      );
      expect(said).not.toMatch(/Paris|France|Rome|capital of/);
    }
    expect(await breaches(plugin)).toContain("EMPTY_RIGHT");
  });

  it("does not take what prompts hold by chance for a leak", async () => {
    const numbers = Array.from({ length: 40 }, (_, i) => ({
      id: String(i),
      question: `What is ${i} + 3?`,
      expected: String(i + 3),
    }));
    const plugin = {
      ...good,
      strata: [],
      load: async () => ({ problems: numbers, dataset }),
      prompt: ({ question }: Problem) => [
        { role: "user", content: `Example: 4 + 5, answer: 9. Of the 12 months, 30 days.\n${question}` },
      ],
    };
    expect(await breaches(plugin)).toEqual([]);
  });
});
