import { z } from "zod";
import type { LoadedProblems, Problem } from "../../contract/benchmark.ts";
import { defineBenchmark } from "../../contract/definePlugin.ts";
import { PLUGIN_API_VERSION } from "../../contract/plugin.ts";
import { finalNumber } from "../../grading/finalAnswer.ts";
import { loadProblemsFrom } from "../dataset/loadProblems.ts";
import { sha256 } from "../dataset/sha256.ts";
import { gradeByEquality } from "../parts/boxedAnswers.ts";
import { keyedRandom } from "../parts/keyedRandom.ts";
import { randomChain } from "./chain.ts";

const FEWEST_TERMS = 2;
const MOST_TERMS = 6;

const options = z.strictObject({
  seed: z.int().nonnegative().default(0).describe("The seed that the problems are generated from."),
  problems: z
    .int()
    .positive()
    .max(100_000)
    .default(300)
    .describe("How many problems; a smaller number gives the first of a larger one."),
});

const row = z.object({ id: z.string(), terms: z.int(), problem: z.string(), answer: z.string() });

export const arithmetic = defineBenchmark({
  name: "arithmetic",
  version: "1.0.0",
  problemsVersion: "1",
  problemOptions: ["seed"],
  apiVersion: PLUGIN_API_VERSION,
  title: "Arithmetic",
  description:
    "Chains of two to six additions and subtractions below 100, made by a seed: for tiny models and for trials.",
  domain: "math",
  source: { url: null, license: "Apache-2.0" },
  options,
  callerOptions: ["seed", "problems"],
  load: async ({ seed, problems }, { dataFile }) =>
    dataFile === undefined ? madeProblems(seed, problems) : loadProblemsFrom(dataFile, { row, toProblem }),
  // The prompt is the question alone, as small models are trained on it.
  prompt: ({ question }) => [{ role: "user", content: question }],
  grade: (problem, answer, _, __, ending) => gradeByEquality(problem, answer, finalNumber, ending),
});

function madeProblems(seed: number, count: number): LoadedProblems {
  const rows = Array.from({ length: count }, (_, index) => madeRow(seed, index));
  const lines = rows.map((made) => `${JSON.stringify(made)}\n`).join("");
  const source = `made by the arithmetic benchmark, seed ${seed}`;
  return { problems: rows.map(toProblem), dataset: { source, revision: null, sha256: sha256(lines) } };
}

function madeRow(seed: number, index: number): z.infer<typeof row> {
  const length = FEWEST_TERMS + (index % (MOST_TERMS - FEWEST_TERMS + 1));
  const { terms, expression, value } = randomChain(length, keyedRandom("chain", seed, index));
  const id = `arith-${seed}-${String(index).padStart(3, "0")}`;
  return { id, terms, problem: `What is ${expression}?`, answer: String(value) };
}

function toProblem({ id, terms, problem: question, answer: expected }: z.infer<typeof row>): Problem {
  return { id, question, expected, details: { terms } };
}
