import type { LeftOut } from "../../src/plugins/contract/importer.ts";
import type { BundledRun } from "./bundledFormat.ts";
import type { SourceFiles } from "./sourceImporter.ts";
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

export const FURTHER_ROWS = "nemo-skills-more/results.csv";

/** The commit of each repository that the rows were taken from. */
const COMMITS: Record<string, string> = {
  "NVIDIA-NeMo/Skills": "8b18f3992854bcb668095228a146e214c567b370",
  "sgl-project/sglang": "01253e4ea51103f00cff2b055ee92ffc9fdf0bc7",
};

/** Rows that a repository publishes in the format of NeMo-Skills, which also counted tokens and graded. */
export function readFurtherRows(
  files: SourceFiles,
  repository: string,
  nameOf: (row: FurtherRow) => { model: string; mode: string },
  settings: (row: FurtherRow) => Pick<BundledRun, "runner" | "decoding">,
  whyLeftOut: (row: FurtherRow) => string | null = () => null,
): (BundledRun | LeftOut)[] {
  const rows: FurtherRow[] = readTable(files, FURTHER_ROWS);
  return rows
    .filter((row) => row.repository === repository)
    .map((row): BundledRun | LeftOut => {
      const reason = whyLeftOut(row);
      if (reason !== null) return { place: `${FURTHER_ROWS}: ${row.model} | ${row.benchmark}`, reason };
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
