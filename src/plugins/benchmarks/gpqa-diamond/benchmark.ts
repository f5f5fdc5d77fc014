import { z } from "zod";
import type { Problem } from "../../contract/benchmark.ts";
import { defineBenchmark } from "../../contract/definePlugin.ts";
import { PLUGIN_API_VERSION } from "../../contract/plugin.ts";
import { chosenOption, letterOf } from "../../grading/chosenOption.ts";
import { isCutOff } from "../../grading/cutOff.ts";
import { loadProblems } from "../dataset/loadProblems.ts";
import { optionOrder } from "../parts/optionOrder.ts";
import { PUBLISHED_SCORES } from "../parts/publishedScores.ts";
import { holdOutShots, promptWithShots, shotsFromTheSameFile } from "../parts/shots.ts";

const INSTRUCTION =
  "One of the four options is right. Work it out step by step. At the end, write the letter of the right option, " +
  "and nothing else, inside \\boxed{}.";

const cell = z.string().trim().min(1);
const details = z.object({ wrong: z.array(z.string()) });

export const gpqaDiamond = defineBenchmark({
  name: "gpqa-diamond",
  version: "1.0.0",
  problemsVersion: "1",
  problemOptions: [],
  apiVersion: PLUGIN_API_VERSION,
  title: "GPQA Diamond",
  description:
    "198 questions of biology, physics and chemistry that experts get right and others don't: four options each.",
  domain: "science",
  source: { url: "https://huggingface.co/datasets/Idavidrein/gpqa", license: "CC-BY-4.0" },
  optionCount: 4,
  usualRepeats: 4,
  strata: ["subject", "subdomain"],
  published: PUBLISHED_SCORES["gpqa-diamond"],
  options: z.strictObject({
    seed: z.int().nonnegative().default(0).describe("Shuffles the options of each question."),
    shots: shotsFromTheSameFile,
  }),
  callerOptions: ["seed", "shots"],
  load: async ({ shots }, context) =>
    holdOutShots(
      shots,
      await loadProblems(
        {
          file: {
            dataset: "Idavidrein/gpqa",
            revision: "633f5ee89ab8ad4522a9f850766b73f62147ffdd",
            path: "gpqa_diamond.csv",
          },
          count: 198,
          row: z.object({
            "Record ID": cell,
            Question: cell,
            "Correct Answer": cell,
            "Incorrect Answer 1": cell,
            "Incorrect Answer 2": cell,
            "Incorrect Answer 3": cell,
            "High-level domain": z.string().optional(),
            Subdomain: z.string().optional(),
            "Canary String": z.string().optional(),
          }),
          canary: (row) => row["Canary String"],
          toProblem: (row) => ({
            id: row["Record ID"],
            question: row.Question,
            expected: row["Correct Answer"],
            details: {
              wrong: [row["Incorrect Answer 1"], row["Incorrect Answer 2"], row["Incorrect Answer 3"]],
              subject: row["High-level domain"],
              subdomain: row.Subdomain,
            },
          }),
        },
        context,
      ),
    ),
  prompt(problem, { seed }, repeat) {
    const ask = (one: Problem) => {
      const lines = shown(one, seed, repeat).options.map((option, place) => `(${letterOf(place)}) ${option}`);
      return `${one.question}\n\n${lines.join("\n")}\n\n${INSTRUCTION}`;
    };
    return promptWithShots(problem, ask, (example) => `\\boxed{${shown(example, seed, repeat).expected}}`);
  },
  grade(problem, text, { seed }, repeat, ending) {
    const { options, expected } = shown(problem, seed, repeat);
    if (text.trim() === "" || isCutOff(ending?.finishReason)) return { correct: false, answer: null, expected };
    const answer = chosenOption(text, options);
    if (answer === null) return { correct: null, answer, expected };
    return { correct: answer === expected, answer, expected };
  },
});

/** Returns the options in the order in which they are shown, and the letter of the right one. */
function shown(problem: Problem, seed: number, repeat: number): { options: string[]; expected: string } {
  const options = [problem.expected, ...details.parse(problem.details).wrong];
  const order = optionOrder(options.length, seed, problem.id, repeat);
  return { options: order.map((option) => options[option]!), expected: letterOf(order.indexOf(0)) };
}
