import { z } from "zod";
import { defineBenchmark } from "../contract/definePlugin.ts";
import { PLUGIN_API_VERSION } from "../contract/plugin.ts";
import { finalExpression } from "../grading/finalAnswer.ts";
import { loadProblems } from "./dataset/loadProblems.ts";
import { askForBoxedAnswer, gradeByEquality } from "./parts/boxedAnswers.ts";
import { PUBLISHED_SCORES } from "./parts/publishedScores.ts";
import { holdOutShots, shotsFromTheSameFile } from "./parts/shots.ts";

export const hmmtFeb25 = defineBenchmark({
  name: "hmmt-feb25",
  version: "1.0.0",
  problemsVersion: "1",
  problemOptions: [],
  apiVersion: PLUGIN_API_VERSION,
  title: "HMMT February 2025",
  description: "30 problems of the Harvard-MIT Mathematics Tournament of February 2025, as MathArena collected them.",
  domain: "math",
  source: { url: "https://huggingface.co/datasets/MathArena/hmmt_feb_2025", license: "CC-BY-NC-SA-4.0" },
  usualRepeats: 16,
  strata: ["subjects"],
  published: PUBLISHED_SCORES["hmmt-feb25"],
  options: z.strictObject({ shots: shotsFromTheSameFile }),
  callerOptions: ["shots"],
  load: async ({ shots }, context) =>
    holdOutShots(
      shots,
      await loadProblems(
        {
          file: {
            dataset: "MathArena/hmmt_feb_2025",
            revision: "6fdc4277120810ff75aa22d2d5489b91f7a262a1",
            path: "data/train-00000-of-00001.parquet",
          },
          count: 30,
          row: z.object({
            problem_idx: z.number(),
            problem: z.string(),
            answer: z.union([z.string(), z.number()]).transform(String),
            problem_type: z.array(z.string()).optional(),
          }),
          toProblem: ({ problem_idx, problem: question, answer: expected, problem_type: subjects }) => ({
            id: String(problem_idx),
            question,
            expected,
            ...(subjects && { details: { subjects } }),
          }),
        },
        context,
      ),
    ),
  prompt: askForBoxedAnswer,
  grade: (problem, answer, _, __, ending) => gradeByEquality(problem, answer, finalExpression, ending),
});
