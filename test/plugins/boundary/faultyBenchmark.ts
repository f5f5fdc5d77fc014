import { z } from "zod";
import type { BenchmarkContext, Grade, LoadedProblems, Problem } from "../../../src/plugins/contract/benchmark.ts";
import { BenchmarkDataError } from "../../../src/plugins/contract/benchmarkDataError.ts";
import { definePlugin } from "../../../src/plugins/contract/definePlugin.ts";

/** What a plugin does to the process that it runs in, by name. */
const ATTACKS: Record<string, () => unknown> = {
  "loops for ever": () => {
    for (;;);
  },
  "never settles": () => new Promise(() => {}),
  "matches a pattern for ever": () => /^(a|a)*$/.test(`${"a".repeat(50)}b`),
  exits: () => process.exit(0),
  aborts: () => process.abort(),
  "kills its process": () => process.kill(process.pid, "SIGKILL"),
  "closes its channel": () => {
    process.disconnect();
    return new Promise(() => {});
  },
  "throws later": () => {
    setTimeout(() => {
      throw new Error("later");
    });
    return new Promise(() => {});
  },
  "rejects unseen": () => {
    void Promise.reject(new Error("unseen"));
    return new Promise(() => {});
  },
  "waits in a system call": () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  throws: () => {
    throw new TypeError("nothing to be done.");
  },
  "throws nothing": () => {
    throw undefined;
  },
  "throws what cannot be shown": () => {
    throw { toString: () => ({}) };
  },
  recurses: () => {
    const recurse = (): unknown => [recurse()];
    return recurse();
  },
};

/** What it does to memory. */
const FULL: Record<string, () => unknown> = {
  "fills the heap with one list": () => {
    for (let all = [1]; ; ) all = [...all, ...all];
  },
  "fills memory outside of the heap": () => {
    for (const all = []; ; ) all.push(Buffer.alloc(2 ** 24, 1));
  },
};

const GARBAGE: Record<string, unknown> = {
  nothing: undefined,
  "a word as verdict": { correct: "yes", answer: "4" },
  "a number as answer": { correct: true, answer: 4 },
  "a number that is none": { correct: Number.NaN, answer: null },
  "no answer": { correct: true },
  "a function": () => ({ correct: true, answer: "4" }),
  "a huge answer": { correct: true, answer: "4".repeat(2_000_000) },
  "an expected answer that is a list": { correct: true, answer: "4", expected: ["4"] },
  "a result that throws": {
    get correct() {
      throw new Error("not to be read");
    },
    answer: "4",
  },
};

const right: Grade = { correct: true, answer: "4" };

/** Grades what a text says that it should do. The problems are of as many kinds. */
const faulty = definePlugin({
  kind: "benchmark",
  name: "faulty",
  version: "1.0.0",
  apiVersion: "1.0.0",
  description: "A benchmark that does what it should not.",
  title: "Faulty",
  domain: "mathematics",
  source: { url: null, license: "MIT" },
  options: z.looseObject({}),
  async load(options, context: BenchmarkContext): Promise<LoadedProblems> {
    const { problems, wait, attack } = options as { problems?: string; wait?: boolean; attack?: string };
    if (attack) await ATTACKS[attack]!();
    if (wait) {
      await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
      throw new BenchmarkDataError("CANCELED", `Stopped in ${context.cacheFolder}.`);
    }
    return {
      problems: PROBLEMS[problems ?? "plain"] as Problem[],
      dataset: { source: `${context.cacheFolder} ${context.reach}`, revision: null, sha256: "0" },
    };
  },
  prompt(problem, _, repeat) {
    if (problem.question in ATTACKS) ATTACKS[problem.question]!();
    problem.details!.seen = ((problem.details!.seen as number) ?? 0) + 1;
    return problem.question === "garbage"
      ? ([{ role: "user", content: 4 }] as never)
      : [{ role: "user", content: `${problem.question} ${repeat} ${problem.details!.seen}` }];
  },
  async grade(_, answer, options) {
    if (answer === "wait") await new Promise((resolve) => setTimeout(resolve, 100));
    if (answer === "break everything") {
      Object.prototype.toString = () => "broken";
      Array.prototype.push = () => 0;
      Math.max = () => 0;
      globalThis.structuredClone = () => null as never;
    }
    if (answer === "environment") return { correct: true, answer: JSON.stringify(process.env) };
    if (answer === "options") return { correct: true, answer: JSON.stringify(options) };
    await { ...ATTACKS, ...FULL }[answer]?.();
    return (answer in GARBAGE ? GARBAGE[answer] : right) as Grade;
  },
});

const plain = { id: "1", question: "2 + 2", expected: "4", details: { level: 1 } };

const PROBLEMS: Record<string, unknown> = {
  plain: [plain, { ...plain, id: "2", question: "garbage" }],
  none: [],
  "no list": "problems",
  "two of one id": [plain, plain],
  "a number as gold answer": [{ ...plain, expected: 4 }],
  "no id": [{ ...plain, id: "" }],
  "an id that no database takes": [{ ...plain, id: "1\u0000" }],
  "half a character as language": [{ ...plain, language: "\ud800" }],
  "a function in details": [{ ...plain, details: { check: () => true } }],
  "a number in details that is none": [{ ...plain, details: { level: Number.NaN } }],
  "details without end": [{ ...plain, details: endless() }],
  "a huge question": [{ ...plain, question: "2".repeat(2_000_000) }],
};

function endless(): Record<string, unknown> {
  const details: Record<string, unknown> = {};
  details.again = details;
  return details;
}

export const FULL_NAMES = Object.keys(FULL);
export const ATTACK_NAMES = Object.keys(ATTACKS);
export const GARBAGE_NAMES = Object.keys(GARBAGE);
export const PROBLEM_NAMES = Object.keys(PROBLEMS).slice(1);

export default faulty;
