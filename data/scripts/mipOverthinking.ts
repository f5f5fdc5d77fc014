/**
 * Carries over MiP-Overthinking's completions of well-posed problems: `node data/scripts/mipOverthinking.ts [folder]`.
 * They cover a part of GSM8K and of MATH-500; each completion is graded by the package's own code, its tokens counted.
 */
import { basename } from "node:path";
import { finalExpression, finalNumber } from "../../src/plugins/grading/finalAnswer.ts";
import { mathEqual } from "../../src/plugins/grading/mathEqual.ts";
import { splitReasoning } from "../../src/plugins/grading/thought/reasoning.ts";
import { parseJsonLines } from "../../src/recording/bundled/jsonLines.ts";
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { bundledAnswer, type Graded, gradingNotes } from "./graded.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";
import { COUNTED_TOKENS, countTokens } from "./tokens/countTokens.ts";

interface Completion {
  /** Of GSM8K the line in its test file, from 0. */
  problem?: number;
  /** Of MATH-500 the problem's own id. */
  unique_id?: string;
  gold: string;
  /** The verdict of the source's judge, GPT-4o, where there is one: 1 right, 2 wrong, 0 asks for a missing condition. */
  eval_result?: 0 | 1 | 2;
  completion: string;
}

const REPOSITORY = "https://github.com/tianyi-lab/MiP-Overthinking";

export const MIP_OVERTHINKING: BundledSource = {
  lab: { slug: "mip-overthinking", name: "MiP-Overthinking (Tianyi Lab)", url: REPOSITORY },
  url: `${REPOSITORY}/tree/main/response`,
  license: "MIT",
  publishedOn: "2025-04-09",
  notes:
    "One completion a problem, reasoning included, of the well-posed questions only. Graded here from the completions: the answer that the text states last, compared with the gold answer as mathematics; where that cannot be decided, the verdict of the source's judge (GPT-4o) holds, and without one the answer counts as wrong. Tokens are counted here. The texts are not carried over.",
};

/** The folders of the data, the source's own beside them, and how an answer is found in a completion. */
const BENCHMARKS = [
  { folder: "gsm8k", benchmark: "gsm8k/mip", questions: "gsm8k/test.jsonl", finalAnswer: finalNumber },
  { folder: "math", benchmark: "math500/mip", questions: "math500/test.jsonl", finalAnswer: finalExpression },
] as const;

/** What the source calls the folders of these models' responses. */
const FOLDERS: Record<string, string> = {
  "DeepSeek-R1": "deepseekR1",
  "DeepSeek-R1-Distill-Qwen-32B": "DSQ",
  LIMO: "Limo",
  "Phi-3-medium-128k-instruct": "phi3",
  "QwQ-32B": "QwQ",
  "Qwen2.5-32B-Instruct": "Qwen32",
  "gemma-2-27b-it": "Gemma227",
  "s1.1-32B": "s1.1",
};

const COMPLETIONS = /^mip-overthinking\/(?:gsm8k|math)\/[^/]+\.jsonl$/;

/** The runs of all files of the source, in the order of their names. */
function readMipOverthinking(files: SourceFiles): BundledRun[] {
  const modelOf = readModelNames("mip-overthinking");
  return BENCHMARKS.flatMap((source) => {
    const questionTokens = countQuestions(files.get(source.questions)!);
    const own = [...files].filter(([path]) => path.startsWith(`mip-overthinking/${source.folder}/`));
    return own.map(([path, text]) => {
      const name = basename(path, ".jsonl");
      const completions = parseJsonLines<Completion>(text);
      return { key: `${source.folder}/${name}`, ...modelOf(name), ...toRun(source, name, completions, questionTokens) };
    });
  });
}

/** The tokens of each question by its problem's id. */
function countQuestions(text: string): Map<string, number> {
  const questions = parseJsonLines<{ unique_id?: string; question?: string; problem?: string }>(text);
  return new Map(
    questions.map((row, line) => [row.unique_id ?? `${line}`, countTokens(row.question ?? row.problem ?? "")]),
  );
}

function toRun(
  source: (typeof BENCHMARKS)[number],
  name: string,
  completions: Completion[],
  questionTokens: Map<string, number>,
) {
  const graded = completions.map((completion) => gradeCompletion(completion, source.finalAnswer, questionTokens));
  const isJudged = completions.some(({ eval_result }) => eval_result !== undefined);
  const byApi = name === "DeepSeek-R1";
  return {
    benchmark: source.benchmark,
    ...(byApi ? {} : { runner: "transformers" }),
    sourceUrl: `${REPOSITORY}/blob/main/response/${source.folder}/normal/${FOLDERS[name]}/response.json`,
    license: MIP_OVERTHINKING.license,
    decoding: { maxTokens: byApi ? 8_192 : 32_768 },
    problemCount: completions.length,
    repeats: 1,
    notes: gradingNotes(graded, isJudged ? "have the verdict of the source's judge, GPT-4o" : "count as wrong"),
    estimated: COUNTED_TOKENS,
    samples: graded.map(({ sample }) => sample),
  };
}

function gradeCompletion(
  { problem, unique_id, gold, eval_result, completion }: Completion,
  finalAnswer: (text: string) => string | null,
  questionTokens: Map<string, number>,
): Graded {
  const id = unique_id ?? `${problem}`;
  const identity = { problem: id, repeat: 0, promptTokens: questionTokens.get(id) ?? null, expected: gold };
  if (FAILURE.test(completion))
    return { sample: { ...identity, correct: null, error: completion.slice(0, 60) }, outcome: "failed" };
  const split = splitReasoning(completion);
  const answer = finalAnswer(split.answer);
  const outcome = answer === null ? "no answer" : mathEqual(answer, gold);
  const sample = {
    ...identity,
    correct: outcome === "equal" || (outcome === "undecided" && eval_result === 1),
    reasoningTokens: split.reasoning === null ? null : countTokens(split.reasoning),
    outputTokens: countTokens(completion),
    answer: bundledAnswer(answer),
  };
  return { sample, outcome };
}

/** Written in place of a completion where the API gave none. */
const FAILURE = /^Error after \d+ attempts/;

const importer = sourceImporter(
  MIP_OVERTHINKING,
  [...BENCHMARKS.map(({ questions }) => questions), COMPLETIONS],
  readMipOverthinking,
);
export default importer;

if (import.meta.main) await carryOver(MIP_OVERTHINKING, importer);
