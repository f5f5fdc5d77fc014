import { z } from "zod";
import type { LoadedProblems, Problem } from "../../contract/benchmark.ts";
import { defineBenchmark } from "../../contract/definePlugin.ts";
import { PLUGIN_API_VERSION } from "../../contract/plugin.ts";
import { finalNumber } from "../../grading/finalAnswer.ts";
import { loadProblemsFrom } from "../dataset/loadProblems.ts";
import { sha256 } from "../dataset/sha256.ts";
import { gradeByEquality } from "../parts/boxedAnswers.ts";
import { keyedRandom } from "../parts/keyedRandom.ts";
import { promptWithShots, putShotsBefore, shots } from "../parts/shots.ts";
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
  shots: shots.describe(
    "How many examples with their results stand before each problem, made from the seed beside the problems. By default none.",
  ),
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
  strata: ["terms"],
  callerOptions: ["seed", "problems", "shots"],
  load: async ({ seed, problems, shots }, { dataFile }) =>
    putShotsBefore(
      madeShots(seed, shots ?? 0),
      dataFile === undefined ? madeProblems(seed, problems) : await loadProblemsFrom(dataFile, { row, toProblem }),
    ),
  // The prompt is the question alone, as small models are trained on it.
  prompt: (problem) =>
    promptWithShots(
      problem,
      ({ question }) => question,
      ({ expected }) => expected,
    ),
  grade: (problem, answer, _, __, ending) => gradeByEquality(problem, answer, finalNumber, ending),
});

function madeProblems(seed: number, count: number): LoadedProblems {
  const rows = Array.from({ length: count }, (_, index) => madeRow(seed, index));
  const lines = rows.map((made) => `${JSON.stringify(made)}\n`).join("");
  const source = `made by the arithmetic benchmark, seed ${seed}`;
  return { problems: rows.map(toProblem), dataset: { source, revision: null, sha256: sha256(lines) } };
}

function madeShots(seed: number, count: number): Problem[] {
  return Array.from({ length: count }, (_, index) => toProblem(madeRow(seed, index, "shot")));
}

function madeRow(seed: number, index: number, key: "chain" | "shot" = "chain"): z.infer<typeof row> {
  const length = FEWEST_TERMS + (index % (MOST_TERMS - FEWEST_TERMS + 1));
  const { terms, expression, value } = randomChain(length, keyedRandom(key, seed, index));
  const id = `${key === "chain" ? "arith" : key}-${seed}-${String(index).padStart(3, "0")}`;
  return { id, terms, problem: `What is ${expression}?`, answer: String(value) };
}

function toProblem({ id, terms, problem: question, answer: expected }: z.infer<typeof row>): Problem {
  return { id, question, expected, details: { terms } };
}
