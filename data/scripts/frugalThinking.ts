/** Carries over the table of Frugal-Thinking's paper: `node data/scripts/frugalThinking.ts [folder]`. */
import type { LeftOut } from "../../src/plugins/contract/importer.ts";
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";
import { numberOrNull, type Row, readTable } from "./sourceTable.ts";
import { statedAccuracy, statedTokens } from "./statedMeans.ts";

type Result = Row<"model" | "benchmark" | "problems" | "max_output_tokens" | "accuracy_percent" | "mean_output_tokens">;

export const FRUGAL_THINKING: BundledSource = {
  lab: { slug: "frugal-thinking", name: "MBZUAI Paris", url: "https://github.com/MBZUAI-Paris/Frugal-Thinking" },
  url: "https://github.com/MBZUAI-Paris/Frugal-Thinking/blob/cecc9bd49e50b05c04226416793dfc676fba44af/paper.pdf",
  license: "Apache-2.0",
  publishedOn: "2025-11-02",
  notes:
    "Tables 1 and 2 of arXiv 2511.01937 v1: one run by lighteval with at most 42k output tokens, means without samples. Sampling and the tokenizer of the count are not stated. The two Frugal-Math models are the makers' own. Omni-MATH-Hard is left out: it is judged by a model, and two models have next to nothing there.",
};

const BENCHMARKS: Record<string, string> = { "math-500": "math500" };
const LEFT_OUT = "omni-math-hard";

const PROTOCOL = { grader: "lighteval", tokenBudget: "42k" };

const RESULTS = "frugal-thinking/results.csv";

function readFrugalThinking(files: SourceFiles): (BundledRun | LeftOut)[] {
  const nameOf = readModelNames("frugal-thinking");
  const rows: Result[] = readTable(files, RESULTS);
  return rows.map((row): BundledRun | LeftOut => {
    if (row.benchmark === LEFT_OUT) {
      return { place: `${RESULTS}: ${row.model} | ${row.benchmark}`, reason: "It is judged by a model." };
    }
    const benchmark = BENCHMARKS[row.benchmark] ?? row.benchmark;
    const problems = numberOrNull(row.problems);
    return {
      key: `${row.model} | ${benchmark}`,
      ...nameOf(row.model),
      benchmark,
      decoding: { maxTokens: Number(row.max_output_tokens) },
      protocol: PROTOCOL,
      ...(problems !== null && { problemCount: problems }),
      ...(benchmark === "ifeval" && { notes: "Accuracy is the source's average of the scores of IFEval." }),
      measures: {
        accuracy: statedAccuracy(row.accuracy_percent, problems, problems),
        output_tokens: statedTokens(row.mean_output_tokens, problems),
      },
    };
  });
}

const importer = sourceImporter(FRUGAL_THINKING, [RESULTS], readFrugalThinking);
export default importer;

if (import.meta.main) await carryOver(FRUGAL_THINKING, importer);
