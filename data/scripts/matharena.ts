/** Carries over MathArena's AIME 2025 I: `node data/scripts/matharena.ts [folder]`. */
import type { MeasureSubmission, SampleSubmission } from "../../src/recording/submitted/submission.ts";
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";
import { groupBy, numberOrNull, type Row, readTable } from "./sourceTable.ts";

type ArenaModel = Row<
  | "model"
  | "problems"
  | "runs_per_problem"
  | "mean_input_tokens"
  | "mean_output_tokens"
  | "input_usd_per_million"
  | "output_usd_per_million"
  | "total_cost_usd"
>;
type ArenaProblem = Row<"model" | "problem" | "correct_percent_of_4_runs">;

export const MATHARENA: BundledSource = {
  lab: { slug: "matharena", name: "MathArena (ETH Zurich, INSAIT)", url: "https://matharena.ai" },
  url: "https://github.com/eth-sri/matharena.ai",
  license: "MIT",
  publishedOn: null,
  notes:
    "AIME 2025 I, as matharena.ai showed it in February 2025. Of each problem it states what share of four repeats was right, not which ones: here the right ones are numbered first, so what compares one repeat with another says nothing. Tokens and cost are means of the whole; those of single answers, seconds and hardware are not published.",
};

function readMatharena(files: SourceFiles): BundledRun[] {
  const nameOf = readModelNames("matharena");
  const problems = groupBy<keyof ArenaProblem & string>(
    readTable(files, "matharena-aime25-i/problems.csv"),
    ({ model }) => model,
  );
  return readTable<keyof ArenaModel & string>(files, "matharena-aime25-i/models.csv").map((model) => ({
    key: model.model,
    ...nameOf(model.model),
    benchmark: "aime25/part-1",
    problemCount: Number(model.problems),
    repeats: Number(model.runs_per_problem),
    measures: statedMeans(model),
    samples: problems.get(model.model)!.flatMap((problem) => toSamples(problem, Number(model.runs_per_problem))),
  }));
}

function statedMeans(model: ArenaModel): Record<string, MeasureSubmission> {
  const count = Number(model.problems) * Number(model.runs_per_problem);
  const output = numberOrNull(model.mean_output_tokens);
  const prompt = numberOrNull(model.mean_input_tokens);
  const total = numberOrNull(model.total_cost_usd);
  const prices = `at ${model.input_usd_per_million} and ${model.output_usd_per_million} USD per million input and output tokens (February 2025)`;
  return {
    ...(output !== null && { output_tokens: { value: output, count } }),
    ...(prompt !== null && { prompt_tokens: { value: prompt, count } }),
    ...(total !== null && { cost: { value: total / count, count, note: prices } }),
  };
}

/** The repeats are exchangeable, so which of them are called right changes no mean and no interval. */
function toSamples({ problem, correct_percent_of_4_runs }: ArenaProblem, repeats: number): SampleSubmission[] {
  const right = (Number(correct_percent_of_4_runs) / 100) * repeats;
  if (!Number.isInteger(right)) throw new Error(`${correct_percent_of_4_runs} % of ${repeats} is no whole number.`);
  return Array.from({ length: repeats }, (_, repeat) => ({ problem, repeat, correct: repeat < right }));
}

const importer = sourceImporter(
  MATHARENA,
  ["matharena-aime25-i/models.csv", "matharena-aime25-i/problems.csv"],
  readMatharena,
);
export default importer;

if (import.meta.main) await carryOver(MATHARENA, importer);
