/** Carries over the rows that NVIDIA's NeMo-Skills publishes: `node data/scripts/nemoSkills.ts [folder]`. */
import type { LeftOut } from "../../src/plugins/contract/importer.ts";
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { FURTHER_ROWS, readFurtherRows } from "./furtherSkillsRows.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";
import { statedAccuracy } from "./statedMeans.ts";

type PublishedRow = Record<string, string | undefined> & {
  model: string;
  mode: string;
  benchmark: string;
  evaluation_mode: string;
  avg_tokens: string;
  source: string;
};

export const NEMO_SKILLS: BundledSource = {
  lab: { slug: "nemo-skills", name: "NVIDIA NeMo-Skills", url: "https://github.com/NVIDIA-NeMo/Skills" },
  url: "https://github.com/NVIDIA-NeMo/Skills",
  license: "Apache-2.0",
  publishedOn: null,
  notes:
    "Rows of results in NeMo-Skills' documentation, each the mean over k answers to every problem (pass@1), without samples and without standard errors. What the source calls gen_seconds is the duration of the whole job, not of an answer, and is left out. Prompt tokens and the kind of GPU are not published.",
};

/** The slug of a benchmark, and the source's metric that is the share of problems answered correctly. */
const BENCHMARKS: Record<string, { slug: string; metric: string; metricNote?: string }> = {
  gpqa: { slug: "gpqa-diamond", metric: "symbolic_correct" },
  "mmlu-pro": { slug: "mmlu-pro", metric: "symbolic_correct" },
  hle: { slug: "hle/text", metric: "judge_correct", metricNote: "the judge is o3-mini-20250131" },
  "livecodebench 315": { slug: "livecodebench/v5-2407-2412", metric: "accuracy" },
  "livecodebench 166": { slug: "livecodebench/v5-2410-2502", metric: "accuracy" },
  scicode: { slug: "scicode", metric: "problem_accuracy", metricNote: "a problem is right where all its steps are" },
  "math-500": { slug: "math500", metric: "symbolic_correct" },
  aime24: { slug: "aime24", metric: "symbolic_correct" },
  aime25: { slug: "aime25", metric: "symbolic_correct" },
  ifbench: { slug: "ifbench", metric: "prompt_strict_accuracy", metricNote: "every instruction of a prompt kept" },
  "hmmt_feb25 (GenSelect runs)": { slug: "hmmt-feb25", metric: "symbolic_correct" },
};

/** As the commands beside the published rows set it, by model and mode. */
const DECODING: Record<string, BundledRun["decoding"]> = {
  "nvidia/NVIDIA-Nemotron-Nano-9B-v2 on": { temperature: 0.6, topP: 0.95, maxTokens: 32_768 },
  "nvidia/Llama-3_3-Nemotron-Super-49B-v1_5 on": { temperature: 0.6, topP: 0.95, maxTokens: 65_536 },
  "nvidia/Llama-3_3-Nemotron-Super-49B-v1_5 off": { temperature: 0, topP: 1, maxTokens: 65_536 },
  "openai/gpt-oss-120b high": { temperature: 1, topP: 1 },
  "openai/gpt-oss-120b high+python": { temperature: 1, topP: 1, maxTokens: 120_000 },
};

const SELECTION_ONLY =
  "One answer selected by the model out of several of its own, over 64 selections. Tokens are left out: the source's mean is of the selections alone, without the answers that were selected from.";

const ROWS = "nemo-skills/pass1_rows.json";

function readNemoSkills(files: SourceFiles): (BundledRun | LeftOut)[] {
  const nameOf = readModelNames("nemo-skills");
  const rows: PublishedRow[] = JSON.parse(files.get(ROWS)!);
  return [
    ...rows.map((row) => toRun(row, nameOf(row.mode === "" ? row.model : `${row.model} | ${row.mode}`))),
    ...readFurtherRows(
      files,
      "NVIDIA-NeMo/Skills",
      ({ model, max_output_tokens: limit }) => nameOf(`${model} | ${limit}`),
      () => ({ runner: "tensorrt-llm", decoding: { temperature: 0.6 } }),
      ({ samples_per_problem }) =>
        samples_per_problem === "1"
          ? "It is an example of the documentation, which answers once with a prompt that is not the model's own."
          : null,
    ),
  ];
}

function toRun(row: PublishedRow, { model, mode }: { model: string; mode: string }): BundledRun {
  const problemCount = Number(row.num_entries ?? row.num_problems);
  const benchmark =
    BENCHMARKS[row.benchmark === "livecodebench" ? `livecodebench ${problemCount}` : row.benchmark] ??
    fail(`no benchmark for "${row.benchmark}" with ${problemCount} problems`);
  const repeats = Number(/avg-of-(\d+)/.exec(row.evaluation_mode)?.[1] ?? fail(`no repeats in ${row.evaluation_mode}`));
  const count = problemCount * repeats;
  const isSelection = mode === "genselect";
  return {
    key: [model, mode, benchmark.slug].join(" | "),
    model,
    mode,
    benchmark: benchmark.slug,
    ...(!isSelection && { runner: "vllm" }),
    sourceUrl: `https://github.com/${row.source.replace(":", "/blob/main/")}`,
    decoding: DECODING[`${model} ${mode}`] ?? {},
    problemCount,
    repeats,
    notes: [`Accuracy is the source's ${describeMetric(benchmark)}.`, ...(isSelection ? [SELECTION_ONLY] : [])].join(
      " ",
    ),
    measures: {
      accuracy: statedAccuracy(
        (row[benchmark.metric] ?? fail(`no ${benchmark.metric}`)).replace("%", ""),
        problemCount,
        count,
      ),
      ...(!isSelection && { output_tokens: { value: Number(row.avg_tokens), count } }),
    },
  };
}

function describeMetric({ metric, metricNote }: { metric: string; metricNote?: string }): string {
  return metricNote === undefined ? metric : `${metric} (${metricNote})`;
}

function fail(problem: string): never {
  throw new Error(`nemo-skills: ${problem}.`);
}

const importer = sourceImporter(NEMO_SKILLS, [ROWS, FURTHER_ROWS], readNemoSkills);
export default importer;

if (import.meta.main) await carryOver(NEMO_SKILLS, importer);
