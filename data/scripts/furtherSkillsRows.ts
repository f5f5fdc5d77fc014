import type { BundledRun } from "./bundledFormat.ts";
import { numberOrNull, type Row, readTable } from "./sourceTable.ts";
import { statedAccuracy, statedTokens } from "./statedMeans.ts";

type FurtherRow = Row<
  | "model"
  | "benchmark"
  | "problems"
  | "samples_per_problem"
  | "pass_at_1_percent"
  | "mean_output_tokens"
  | "no_answer_percent"
  | "max_output_tokens"
  | "repository"
  | "path"
>;

/** The commit of each repository that the rows were taken from. */
const COMMITS: Record<string, string> = {
  "NVIDIA-NeMo/Skills": "8b18f3992854bcb668095228a146e214c567b370",
  "sgl-project/sglang": "01253e4ea51103f00cff2b055ee92ffc9fdf0bc7",
};

/** Rows that a repository publishes in the format of NeMo-Skills, which also counted tokens and graded. */
export function readFurtherRows(
  folder: string,
  repository: string,
  nameOf: (row: FurtherRow) => { model: string; mode: string },
  settings: (row: FurtherRow) => Pick<BundledRun, "runner" | "decoding">,
  isResult: (row: FurtherRow) => boolean = () => true,
): BundledRun[] {
  const rows: FurtherRow[] = readTable(folder, "nemo-skills-more/results.csv");
  return rows
    .filter((row) => row.repository === repository && isResult(row))
    .map((row): BundledRun => {
      const { model, mode } = nameOf(row);
      const [problemCount, repeats] = [Number(row.problems), Number(row.samples_per_problem)];
      const maxTokens = numberOrNull(row.max_output_tokens);
      const { decoding, ...set } = settings(row);
      return {
        key: [model, mode, row.benchmark].join(" | "),
        ...{ model, mode, benchmark: row.benchmark },
        ...set,
        sourceUrl: `https://github.com/${repository}/blob/${COMMITS[repository]}/${row.path}`,
        decoding: { ...decoding, ...(maxTokens !== null && { maxTokens }) },
        ...{ problemCount, repeats },
        notes: `Accuracy is the source's symbolic_correct. ${row.no_answer_percent} % of the answers were cut off or not read.`,
        measures: {
          accuracy: statedAccuracy(row.pass_at_1_percent, problemCount, problemCount * repeats),
          output_tokens: statedTokens(row.mean_output_tokens, problemCount * repeats),
        },
      };
    });
}
