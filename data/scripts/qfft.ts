/** Carries over the published models of QFFT's table: `node data/scripts/qfft.ts [folder]`. */
import type { LeftOut } from "../../src/plugins/contract/importer.ts";
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";
import { type Row, readTable } from "./sourceTable.ts";
import { statedAccuracy, statedTokens } from "./statedMeans.ts";

type Result = Row<
  | "model"
  | "weights_published"
  | "benchmark"
  | "problems"
  | "samples_per_problem"
  | "accuracy_percent"
  | "mean_output_tokens"
>;

export const QFFT: BundledSource = {
  lab: { slug: "qfft", name: "QFFT (LWL-cpu)", url: "https://github.com/LWL-cpu/Question-Free-Fine-Tuning" },
  url: "https://github.com/LWL-cpu/Question-Free-Fine-Tuning/blob/a3c76ea458ad43a4378a9b86e31eba27f90bfcde/assets/paper.pdf",
  license: "Apache-2.0",
  publishedOn: "2025-06-17",
  notes:
    "Table 2: means over 16 answers a problem of at most 32,768 tokens, tokens to 100. Grader and tokenizer are not stated. The makers' own four models; the six fine-tunes beside them, whose weights are not published, are left out.",
};

const BENCHMARKS: Record<string, string> = { "math-500": "math500" };

const PROTOCOL = { source: "QFFT, Table 2", tokenBudget: "32k", temperature: "sampled" };

const RESULTS = "qfft/results.csv";

function readQfft(files: SourceFiles): (BundledRun | LeftOut)[] {
  const nameOf = readModelNames("qfft");
  const rows: Result[] = readTable(files, RESULTS);
  return rows.map((row): BundledRun | LeftOut => {
    if (row.weights_published !== "yes") {
      return { place: `${RESULTS}: ${row.model} | ${row.benchmark}`, reason: "The model's weights are not published." };
    }
    const benchmark = BENCHMARKS[row.benchmark] ?? row.benchmark;
    const [problemCount, repeats] = [Number(row.problems), Number(row.samples_per_problem)];
    return {
      key: `${row.model} | ${benchmark}`,
      ...nameOf(row.model),
      benchmark,
      decoding: { temperature: 0.6, maxTokens: 32_768 },
      protocol: PROTOCOL,
      ...{ problemCount, repeats },
      notes: "Tokens to 100.",
      measures: {
        accuracy: statedAccuracy(row.accuracy_percent, problemCount, problemCount * repeats),
        output_tokens: statedTokens(row.mean_output_tokens, problemCount * repeats),
      },
    };
  });
}

const importer = sourceImporter(QFFT, [RESULTS], readQfft);
export default importer;

if (import.meta.main) await carryOver(QFFT, importer);
