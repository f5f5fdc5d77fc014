/** Carries over the comparison that Fathom-R1's makers published: `node data/scripts/fathomR1.ts [folder]`. */
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";
import { type Row, readTable } from "./sourceTable.ts";
import { statedAccuracy, statedTokens } from "./statedMeans.ts";

type Result = Row<
  | "model"
  | "name_in_source"
  | "benchmark"
  | "problems"
  | "samples_per_problem"
  | "pass_at_1_percent"
  | "cons_at_64_percent"
  | "mean_output_tokens"
  | "note"
>;

export const FATHOM_R1: BundledSource = {
  lab: { slug: "fathom-r1", name: "Fractal AI Research", url: "https://github.com/FractalAIResearchLabs/Fathom-R1" },
  url: "https://github.com/FractalAIResearchLabs/Fathom-R1/blob/4d8e04b10323475343c6cf3c8666a161a4279cc0/README.md",
  license: "MIT",
  publishedOn: "2025-05-07",
  notes:
    "Means over 64 answers a problem in a context of 16,384 tokens, which cuts long reasoning short. Tokens are those of a table of 16 April 2025 that the final README no longer has, without a word why. Three of the models are the makers' own, of which two are earlier versions. The tokenizer of the count is not stated; the five models with tokens share Qwen2.5's.",
};

const BENCHMARKS: Record<string, string> = { "hmmt-feb-2025": "hmmt-feb25" };

const PROTOCOL = {
  grader: "the rules of GAIR-NLP/LIMO",
  tokenBudget: "16k",
  temperature: "sampled",
};

function readFathomR1(files: SourceFiles): BundledRun[] {
  const nameOf = readModelNames("fathom-r1");
  const rows: Result[] = readTable(files, "fathom-r1/results.csv");
  return rows.flatMap((row) => [singleAnswers(row, nameOf(row.model)), majority(row, nameOf(row.model))]);
}

function singleAnswers(row: Result, named: { model: string; mode: string }): BundledRun {
  const run = common(row, named);
  const count = run.problemCount! * run.repeats!;
  const notes = [`${row.name_in_source} in the source.`, ...(row.note ? [`${row.note}.`] : [])].join(" ");
  return {
    ...run,
    notes,
    measures: {
      accuracy: statedAccuracy(row.pass_at_1_percent, run.problemCount!, count),
      ...(row.mean_output_tokens !== "" && { output_tokens: statedTokens(row.mean_output_tokens, count) }),
    },
  };
}

/** The majority of the 64 answers. Its tokens are 64 times those of one answer, and no length that any answer had. */
function majority(row: Result, { model, mode }: { model: string; mode: string }): BundledRun {
  const run = common(row, { model, mode: `${mode}+majority-64` });
  return {
    ...run,
    repeats: 1,
    notes: `${row.name_in_source} in the source. The majority of 64 answers; tokens are left out, since compute would be counted as that of one answer of their length.`,
    measures: { accuracy: statedAccuracy(row.cons_at_64_percent, run.problemCount!, run.problemCount!) },
  };
}

function common(row: Result, { model, mode }: { model: string; mode: string }) {
  const benchmark = BENCHMARKS[row.benchmark] ?? row.benchmark;
  return {
    key: `${model} | ${mode} | ${benchmark}`,
    ...{ model, mode, benchmark },
    decoding: { temperature: 0.6, topP: 0.95 },
    protocol: PROTOCOL,
    problemCount: Number(row.problems),
    repeats: Number(row.samples_per_problem),
  } satisfies Partial<BundledRun>;
}

const importer = sourceImporter(FATHOM_R1, ["fathom-r1/results.csv"], readFathomR1);
export default importer;

if (import.meta.main) await carryOver(FATHOM_R1, importer);
