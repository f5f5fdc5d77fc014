import { z } from "zod";
import { defineBenchmark } from "../contract/definePlugin.ts";
import { PLUGIN_API_VERSION } from "../contract/plugin.ts";
import { finalNumber } from "../grading/finalAnswer.ts";
import { loadProblems } from "./dataset/loadProblems.ts";
import { askForBoxedAnswer, gradeByEquality } from "./parts/boxedAnswers.ts";
import { PUBLISHED_SCORES } from "./parts/publishedScores.ts";
import { holdOutShots, shotsFromTheSameFile } from "./parts/shots.ts";

const text = z.union([z.string(), z.number()]).transform(String);

export const aime25 = defineBenchmark({
  name: "aime25",
  version: "1.0.0",
  problemsVersion: "1",
  problemOptions: [],
  apiVersion: PLUGIN_API_VERSION,
  title: "AIME 2025",
  description:
    "The 30 problems of the American Invitational Mathematics Examination 2025, I and II: integers up to 999.",
  domain: "math",
  source: { url: "https://huggingface.co/datasets/math-ai/aime25", license: "Apache-2.0" },
  usualRepeats: 16,
  published: PUBLISHED_SCORES.aime25,
  options: z.strictObject({ shots: shotsFromTheSameFile }),
  callerOptions: ["shots"],
  load: async ({ shots }, context) =>
    holdOutShots(
      shots,
      await loadProblems(
        {
          file: {
            dataset: "math-ai/aime25",
            revision: "563bb8404243c5f09de6ec262f2db674fe5bce9b",
            path: "test.jsonl",
            sha256: "b4e273c02d3e7fe1b74b59eae768fc8230bfb0f79539890cb56f4361caac0331",
          },
          count: 30,
          row: z.object({ id: text, problem: z.string(), answer: text }),
          toProblem: ({ id, problem: question, answer: expected }) => ({ id, question, expected }),
        },
        context,
      ),
    ),
  prompt: askForBoxedAnswer,
  grade: (problem, answer, _, __, ending) => gradeByEquality(problem, answer, finalNumber, ending),
});
