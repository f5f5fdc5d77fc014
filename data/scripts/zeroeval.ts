/**
 * Carries over ZeroEval's completions: `node data/scripts/zeroeval.ts [folder]`. A run is a model on GSM8K or on the
 * level-5 problems of MATH; each completion is graded by the package's own code and its tokens are counted.
 */
import { basename } from "node:path";
import { statedAnswer } from "../../src/plugins/grading/finalAnswer.ts";
import { jsonAnswer } from "../../src/plugins/grading/jsonAnswer.ts";
import { mathEqual } from "../../src/plugins/grading/mathEqual.ts";
import { parseJsonLines } from "../../src/recording/bundled/jsonLines.ts";
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { bundledAnswer, type Graded, gradingNotes } from "./graded.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";
import { COUNTED_TOKENS, countTokens } from "./tokens/countTokens.ts";

interface Completion {
  id: number | string;
  question?: string;
  problem?: string;
  answer: string;
  output: string;
  configs: { engine: string; repetition_penalty: number; temperature: number; top_p: number; max_tokens: number };
}

const REPOSITORY = "https://github.com/WildEval/ZeroEval";

export const ZEROEVAL: BundledSource = {
  lab: { slug: "zeroeval", name: "ZeroEval", url: REPOSITORY },
  url: `${REPOSITORY}/tree/main/result_dirs`,
  license: "Apache-2.0",
  publishedOn: null,
  notes:
    "One greedy completion a problem, of open models released from April to September 2024; the prompt asks for reasoning and answer as JSON. Graded here from the completions, not by ZeroEval: the answer field of the last JSON object, else an answer that the text states, compared with the gold answer as mathematics. What could not be decided counts as wrong. Tokens are counted here. The texts are not carried over.",
};

/** The source's folders and the benchmarks that they hold. */
const BENCHMARKS = [
  { folder: "gsm", benchmark: "gsm8k" },
  { folder: "math-l5", benchmark: "math-l5" },
] as const;

/** Some models go on after their answer and make up a next problem, with a next answer. */
const INVENTED_PROBLEM = /\n\s*(?:#+\s*)?(?:Question|Instruction|Problem)\s*\d*\s*:?\s*\n/;

const COMPLETIONS = /^zeroeval\/(?:gsm|math-l5)\/[^/]+\.jsonl$/;

/** The runs of all files of the source, in the order of their names. */
function readZeroEval(files: SourceFiles): BundledRun[] {
  const modelOf = readModelNames("zeroeval");
  return BENCHMARKS.flatMap((source) => {
    const own = [...files].filter(([path]) => path.startsWith(`zeroeval/${source.folder}/`));
    return own.map(([path, text]) => {
      const name = basename(path, ".jsonl");
      const completions = parseJsonLines<Completion>(text);
      return { key: `${source.folder}/${name}`, ...modelOf(name), ...toRun(source, name, completions) };
    });
  });
}

function toRun(source: (typeof BENCHMARKS)[number], name: string, completions: Completion[]) {
  const graded = completions.map(gradeCompletion);
  const config = completions[0]?.configs;
  return {
    benchmark: source.benchmark,
    runner: config?.engine,
    sourceUrl: `${REPOSITORY}/blob/main/result_dirs/${source.folder}/${name.replace("_together", "@together")}.json`,
    license: ZEROEVAL.license,
    decoding: { temperature: config?.temperature, topP: config?.top_p, maxTokens: config?.max_tokens },
    problemCount: completions.length,
    repeats: 1,
    notes: gradingNotes(graded, "count as wrong"),
    estimated: COUNTED_TOKENS,
    samples: graded.map(({ sample }) => sample),
  };
}

function gradeCompletion({ id, question, problem, answer: gold, output }: Completion): Graded {
  const expected = gold.replace(/^#\s*/, "").trim();
  const answer = answerOf(output);
  const outcome = answer === null ? "no answer" : mathEqual(answer, expected);
  const sample = {
    problem: String(id).replace("gsm8k-main-test-#", ""),
    repeat: 0,
    correct: outcome === "equal",
    promptTokens: countTokens(question ?? problem ?? ""),
    outputTokens: countTokens(output.replace(/<\/s>$/, "")),
    answer: bundledAnswer(answer),
    expected,
  };
  return { sample, outcome };
}

function answerOf(output: string): string | null {
  const [toThisProblem = ""] = output.split(INVENTED_PROBLEM);
  return jsonAnswer(toThisProblem) ?? statedAnswer(toThisProblem);
}

const importer = sourceImporter(ZEROEVAL, [COMPLETIONS], readZeroEval);
export default importer;

if (import.meta.main) await carryOver(ZEROEVAL, importer);
