/** Carries over the published models of QFFT's table: `node data/scripts/qfft.ts [folder]`. */
import { type BundledRun, type BundledSource, readModelNames, sourceFolder, writeBundled } from "./bundledFormat.ts";
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

export function readQfft(folder: string): BundledRun[] {
  const nameOf = readModelNames("qfft");
  const rows: Result[] = readTable(folder, "qfft/results.csv");
  return rows
    .filter(({ weights_published }) => weights_published === "yes")
    .map((row): BundledRun => {
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

if (import.meta.main) writeBundled(QFFT, readQfft(sourceFolder()));
