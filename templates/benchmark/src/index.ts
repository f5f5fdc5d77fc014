import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { finalNumber, gradeByEquality } from "paretograph/grading";
import { BenchmarkDataError, defineBenchmark } from "paretograph/plugin";
import { z } from "zod";

/** The problems, and the SHA-256 of their file: results of other problems are not those of this benchmark. */
const FILE = new URL("../data/problems.json", import.meta.url);
const SHA256 = "1136048e8b3379568c7c5ba4ae2c99fa129df7f1ba7a6aade01642b755b1b432";

const rows = z.array(z.object({ id: z.string(), question: z.string(), answer: z.string(), topic: z.string() })).min(1);

export default defineBenchmark({
  name: "__name__",
  version: "0.1.0",
  problemsVersion: "1",
  apiVersion: "__apiVersion__",
  title: "__title__",
  description: "What the problems are and where they come from, in a sentence.",
  domain: "math",
  source: { url: null, license: "Apache-2.0" },
  options: z.strictObject({}),
  problemOptions: [],
  strata: ["topic"],
  // A score that others published, so that people can see that the benchmark works:
  // published: [{ model: "Qwen/Qwen3-8B", accuracy: 0.876, answers: 500, source: "https://arxiv.org/abs/…" }],

  async load() {
    const bytes = await readFile(FILE);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (sha256 !== SHA256) {
      throw new BenchmarkDataError("CHANGED", `data/problems.json has the SHA-256 ${sha256}, not ${SHA256}.`);
    }
    const problems = rows.parse(JSON.parse(bytes.toString())).map(({ id, question, answer, topic }) => ({
      ...{ id, question, expected: answer, details: { topic } },
    }));
    return { problems, dataset: { source: "data/problems.json of __package__", revision: "0.1.0", sha256 } };
  },

  prompt: ({ question }) => [
    {
      role: "user",
      content: `${question}\n\nWork it out step by step. At the end, write the final answer, and nothing else, inside \\boxed{}.`,
    },
  ],

  grade: (problem, answer, _options, _repeat, ending) => gradeByEquality(problem, answer, finalNumber, ending),
});
