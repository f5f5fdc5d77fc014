/** Carries over the plain models of DEER's table: `node data/scripts/deer.ts [folder]`. */
import type { LeftOut } from "../../src/plugins/contract/importer.ts";
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";
import { type Row, readTable } from "./sourceTable.ts";
import { statedAccuracy, statedTokens } from "./statedMeans.ts";

type Result = Row<"model" | "method" | "benchmark" | "problems" | "accuracy_percent" | "mean_output_tokens" | "note">;

export const DEER: BundledSource = {
  lab: {
    slug: "deer",
    name: "DEER (Institute of Information Engineering, CAS)",
    url: "https://github.com/iie-ycx/DEER",
  },
  url: "https://github.com/iie-ycx/DEER/blob/c9dd19fbffa27f841cfe47502d015b63811b4d1b/images/deer-main.png",
  license: "MIT",
  publishedOn: "2025-05-26",
  notes:
    "Table 5 of arXiv 2504.15895, read off a picture of it: means without samples. Eleven open reasoning models as they are, on seven benchmarks, under one budget of 16k tokens, which cuts long reasoning short: on GPQA Diamond the 1.5B and the 7B distill are below chance. The rows of DEER's own early exit are left out, for their tokens do not count the trial answers.",
};

/** The names of the source for benchmarks that are called otherwise here. */
const BENCHMARKS: Record<string, string> = { "math-500": "math500" };

/** The same for all benchmarks, so that the results of a model are one experiment. */
const PROTOCOL = {
  prompt: "reason step by step, final answer within \\boxed{}",
  grader: "the rules of GAIR-NLP/LIMO (check.py)",
  tokenCounter: "the model's own tokenizer, over the answer with its reasoning",
  tokenBudget: "16k",
  temperature: "greedy",
};

const RESULTS = "deer/results.csv";

function readDeer(files: SourceFiles): (BundledRun | LeftOut)[] {
  const nameOf = readModelNames("deer");
  const rows: Result[] = readTable(files, RESULTS);
  return rows.map((row): BundledRun | LeftOut => {
    if (row.method !== "vanilla") {
      const reason = "The tokens of early exits do not count the trial answers.";
      return { place: `${RESULTS}: ${row.model} | ${row.method} | ${row.benchmark}`, reason };
    }
    const problemCount = Number(row.problems);
    const benchmark = BENCHMARKS[row.benchmark] ?? row.benchmark;
    return {
      key: `${row.model} | ${benchmark}`,
      ...nameOf(row.model),
      benchmark,
      runner: "vllm",
      deployment: { precision: "bfloat16" },
      decoding: { temperature: 0 },
      protocol: PROTOCOL,
      problemCount,
      notes: [
        "Budget of 16k tokens in all (16,000 or 16,384). On the small sets several runs were averaged; how many, the source does not say.",
        ...(row.note ? [`Perhaps a slip of the source: ${row.note}.`] : []),
      ].join(" "),
      measures: {
        accuracy: statedAccuracy(row.accuracy_percent, problemCount, problemCount),
        output_tokens: statedTokens(row.mean_output_tokens, problemCount),
      },
    };
  });
}

const importer = sourceImporter(DEER, [RESULTS], readDeer);
export default importer;

if (import.meta.main) await carryOver(DEER, importer);
