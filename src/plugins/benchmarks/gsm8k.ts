import { z } from "zod";
import { defineBenchmark } from "../contract/definePlugin.ts";
import { PLUGIN_API_VERSION } from "../contract/plugin.ts";
import { finalNumber } from "../grading/finalAnswer.ts";
import { loadProblems } from "./dataset/loadProblems.ts";
import { GSM8K_SHOTS } from "./gsm8kShots.ts";
import { askForBoxedAnswer, gradeByEquality } from "./parts/boxedAnswers.ts";
import { PUBLISHED_SCORES } from "./parts/publishedScores.ts";
import { putShotsBefore, shots } from "./parts/shots.ts";

export const gsm8k = defineBenchmark({
  name: "gsm8k",
  version: "1.0.0",
  problemsVersion: "1",
  problemOptions: [],
  apiVersion: PLUGIN_API_VERSION,
  title: "GSM8K",
  description: "The 1,319 test problems of GSM8K: word problems of a few steps, each with a number as its answer.",
  domain: "math",
  source: { url: "https://huggingface.co/datasets/openai/gsm8k", license: "MIT" },
  published: PUBLISHED_SCORES.gsm8k,
  options: z.strictObject({
    shots: shots.describe(
      "How many worked examples stand before each problem: the first ones of the training split of GSM8K. By default none.",
    ),
  }),
  callerOptions: ["shots"],
  load: async ({ shots }, context) =>
    putShotsBefore(
      GSM8K_SHOTS.slice(0, shots ?? 0),
      await loadProblems(
        {
          file: {
            dataset: "openai/gsm8k",
            revision: "740312add88f781978c0658806c59bc2815b9866",
            path: "main/test-00000-of-00001.parquet",
            sha256: "ee7b8da9e381df27b9e3f7758a159ab2bdaa4dbaa910546cbbc47e0cb44e4f59",
          },
          count: 1319,
          row: z.object({ question: z.string(), answer: z.string().regex(/####/, "has no #### before its result") }),
          toProblem: ({ question, answer }, index) => ({ id: String(index), question, expected: resultOf(answer) }),
        },
        context,
      ),
    ),
  prompt: askForBoxedAnswer,
  grade: (problem, answer, _, __, ending) => gradeByEquality(problem, answer, finalNumber, ending),
});

/** Returns the result that a worked solution writes after "####", such as "2,125". */
function resultOf(solution: string): string {
  return solution.slice(solution.lastIndexOf("####") + 4).trim();
}
