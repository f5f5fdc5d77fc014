/** Carries over the open models of PaCoRe's report: `node data/scripts/pacore.ts [folder]`. */
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";
import { numberOrNull, type Row, readTable } from "./sourceTable.ts";
import { statedAccuracy, statedTokens } from "./statedMeans.ts";

type Result = Row<
  "model" | "strategy" | "benchmark" | "problems" | "runs" | "accuracy_percent" | "mean_tokens_total" | "note"
>;

export const PACORE: BundledSource = {
  lab: { slug: "pacore", name: "StepFun (PaCoRe)", url: "https://github.com/stepfun-ai/PaCoRe" },
  url: "https://github.com/stepfun-ai/PaCoRe/blob/98e846f7dfc13e56bce219cb81a280dd224e316c/pacore_report.pdf",
  license: "MIT",
  publishedOn: "2026-01-13",
  notes:
    "Tables 1 and 2 of the report (arXiv 2601.05593): means without samples, tokens in whole thousands. Five models that answer once, PaCoRe-8B, which answers by several rounds of parallel reasoning, and majorities of RLVR-8B. Settings are stated for the two 8B models alone; who counted tokens by which tokenizer is not. RLVR-8B and PaCoRe-8B are the makers' own.",
};

const BENCHMARKS: Record<string, string> = {
  "hmmt-feb-2025": "hmmt-feb25",
  "hle-text": "hle/text",
  "livecodebench-2408-2505": "livecodebench/v6-2408-2505",
};

const OWN = "stepfun-ai/";

function readPacore(files: SourceFiles): BundledRun[] {
  const nameOf = readModelNames("pacore");
  const rows: Result[] = readTable(files, "pacore/results.csv");
  return rows.map((row) => toRun(row, nameOf(`${row.model} | ${row.strategy}`)));
}

function toRun(row: Result, { model, mode }: { model: string; mode: string }): BundledRun {
  const benchmark = BENCHMARKS[row.benchmark] ?? row.benchmark;
  const problems = numberOrNull(row.problems);
  const repeats = Number(row.runs);
  const isOne = row.strategy === "single";
  const count = problems === null ? null : problems * repeats;
  return {
    key: [model, mode, benchmark].join(" | "),
    ...{ model, mode, benchmark },
    decoding: row.model.startsWith(OWN) ? { temperature: 1, topP: 1, maxTokens: 131_072 } : {},
    protocol: { source: "PaCoRe, Tables 1 and 2", ...(!isOne && { strategy: row.strategy }) },
    ...(problems !== null && { problemCount: problems }),
    repeats,
    notes: notesOf(row, isOne),
    measures: {
      accuracy: statedAccuracy(row.accuracy_percent, problems, count),
      ...(isOne && { output_tokens: statedTokens(row.mean_tokens_total, count) }),
    },
  };
}

/** The tokens of several answers together are no length of an answer: compute would be counted as if one were that long. */
function notesOf({ strategy, mean_tokens_total, note }: Result, isOne: boolean): string {
  const all = `${Number(mean_tokens_total).toLocaleString("en")} tokens a problem over all answers, which are left out, since compute would be counted as that of one answer of their length.`;
  const said = isOne ? "Tokens to 1,000." : `${strategy}: ${all}`;
  return note ? `${said} In the source: ${note}.` : said;
}

const importer = sourceImporter(PACORE, ["pacore/results.csv"], readPacore);
export default importer;

if (import.meta.main) await carryOver(PACORE, importer);
