/** Carries over the ML.ENERGY Benchmark's serving runs: `node data/scripts/mlEnergy.ts [folder]`. */
import { type BundledRun, type BundledSource, readModelNames } from "./bundledFormat.ts";
import { carryOver, type SourceFiles, sourceImporter } from "./sourceImporter.ts";
import { type Row, readTable } from "./sourceTable.ts";

type Configuration = Row<
  | "model_id"
  | "weight_precision"
  | "gpu_model"
  | "num_gpus"
  | "tensor_parallel"
  | "expert_parallel"
  | "data_parallel"
  | "max_num_seqs"
  | "avg_batch_size"
  | "avg_output_len"
  | "energy_per_request_joules"
  | "energy_per_token_joules"
  | "avg_power_watts"
  | "output_throughput_tokens_per_sec"
  | "median_itl_ms"
  | "p99_itl_ms"
>;

export const ML_ENERGY: BundledSource = {
  lab: { slug: "ml-energy", name: "The ML.ENERGY Initiative", url: "https://ml.energy" },
  url: "https://github.com/ml-energy/leaderboard",
  license: "Apache-2.0",
  publishedOn: null,
  notes:
    "The ML.ENERGY Benchmark v3 (February 2026): GPU energy and speed in the steady state of a vLLM server, by configuration. Nothing is graded. How hard a model reasons differs from other sources (gpt-oss at medium effort), so compare energy a token, not energy a problem, with runs of others. Energy a problem is energy a token times the mean output. Prompt tokens and memory are not published.",
};

/** The workloads: whose table, which benchmark, and the limit of output tokens that the source sets. */
const WORKLOADS = [
  { name: "gpqa", file: "ml-energy/gpqa-runs.csv", benchmark: "ml-energy/gpqa-diamond", maxTokens: 32_768 },
  {
    name: "lm-arena-chat",
    file: "ml-energy/lm-arena-chat-runs.csv",
    benchmark: "ml-energy/lm-arena-chat",
    maxTokens: 4096,
  },
] as const;

const HARDWARE: Record<string, string> = { H100: "H100-SXM", B200: "B200" };

function readMlEnergy(files: SourceFiles): BundledRun[] {
  const nameOf = readModelNames("ml-energy");
  const occurrences = new Map<string, number>();
  return WORKLOADS.flatMap(({ name, file, benchmark, maxTokens }) =>
    readTable<keyof Configuration & string>(files, file).map((row): BundledRun => {
      const key = [name, row.model_id, `${row.num_gpus}x${row.gpu_model}`, parallelism(row), row.max_num_seqs].join(
        " | ",
      );
      const occurrence = (occurrences.get(key) ?? 0) + 1;
      occurrences.set(key, occurrence);
      return {
        key: occurrence === 1 ? key : `${key} | ${occurrence}`,
        ...nameOf(`${row.model_id} | ${name}`),
        benchmark,
        runner: "vllm",
        runnerVersion: "0.11.1",
        hardware: { slug: HARDWARE[row.gpu_model]!, count: Number(row.num_gpus) },
        deployment: {
          precision: row.weight_precision,
          tensorParallel: Number(row.tensor_parallel),
          expertParallel: Number(row.expert_parallel),
          dataParallel: Number(row.data_parallel),
          maxNumSeqs: Number(row.max_num_seqs),
        },
        decoding: { maxTokens },
        measures: measuresOf(row),
      };
    }),
  );
}

function parallelism(row: Configuration): string {
  return `tp${row.tensor_parallel} ep${row.expert_parallel} dp${row.data_parallel}`;
}

function measuresOf(row: Configuration): BundledRun["measures"] {
  return {
    output_tokens: { value: Number(row.avg_output_len) },
    throughput: { value: Number(row.output_throughput_tokens_per_sec) },
    energy: { value: Number(row.energy_per_request_joules) },
    energy_per_token: { value: Number(row.energy_per_token_joules) },
    power: { value: Number(row.avg_power_watts) },
    inter_token_latency: { value: seconds(row.median_itl_ms), note: "median" },
    inter_token_latency_p99: { value: seconds(row.p99_itl_ms) },
    batch: { value: Number(row.avg_batch_size) },
  };
}

function seconds(milliseconds: string): number {
  return Number((Number(milliseconds) / 1000).toPrecision(15));
}

const importer = sourceImporter(
  ML_ENERGY,
  WORKLOADS.map(({ file }) => file),
  readMlEnergy,
);
export default importer;

if (import.meta.main) await carryOver(ML_ENERGY, importer);
