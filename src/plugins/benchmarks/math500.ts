import { z } from "zod";
import { defineBenchmark } from "../contract/definePlugin.ts";
import { PLUGIN_API_VERSION } from "../contract/plugin.ts";
import { finalExpression } from "../grading/finalAnswer.ts";
import { loadProblems } from "./dataset/loadProblems.ts";
import { askForBoxedAnswer, gradeByEquality } from "./parts/boxedAnswers.ts";
import { PUBLISHED_SCORES } from "./parts/publishedScores.ts";
import { holdOutShots, shotsFromTheSameFile } from "./parts/shots.ts";

export const math500 = defineBenchmark({
  name: "math500",
  version: "1.0.0",
  problemsVersion: "1",
  problemOptions: [],
  apiVersion: PLUGIN_API_VERSION,
  title: "MATH-500",
  description:
    "500 problems of MATH, chosen by Lightman et al. (arXiv:2305.20050): high-school competitions, five levels.",
  domain: "math",
  source: { url: "https://huggingface.co/datasets/HuggingFaceH4/MATH-500", license: "MIT" },
  strata: ["subject", "level"],
  published: PUBLISHED_SCORES.math500,
  options: z.strictObject({ shots: shotsFromTheSameFile }),
  callerOptions: ["shots"],
  load: async ({ shots }, context) =>
    holdOutShots(
      shots,
      await loadProblems(
        {
          file: {
            dataset: "HuggingFaceH4/MATH-500",
            revision: "6e4ed1a2a79af7d8630a6b768ec859cb5af4d3be",
            path: "test.jsonl",
            sha256: "35dc41080a3680858b27fa7e0533d2d547825316fc5dafe5d316f4ccc5a06132",
          },
          count: 500,
          row: z.object({
            unique_id: z.string(),
            problem: z.string(),
            answer: z.string(),
            subject: z.string(),
            level: z.number(),
            solution: z.string().optional(),
          }),
          toProblem: ({ unique_id: id, problem: question, answer: expected, subject, level, solution }) => ({
            id,
            question,
            expected,
            details: { subject, level, solution },
          }),
        },
        context,
      ),
    ),
  prompt: askForBoxedAnswer,
  grade: (problem, answer, _, __, ending) => gradeByEquality(problem, answer, finalExpression, ending),
});
