import { readFileSync } from "node:fs";
import { findAccelerator } from "../../src/compute/accelerators/accelerators.ts";
import { type Precision, precisionCalled } from "../../src/compute/accelerators/precision.ts";
import type { Architecture } from "../../src/compute/architecture/architecture.ts";
import { dimensionsDigest } from "../../src/compute/architecture/dimensionsDigest.ts";
import { readArchitecture } from "../../src/compute/config/readArchitecture.ts";
import type { Serving } from "../../src/compute/serving/deploymentTarget.ts";
import type { EngineName } from "../../src/compute/serving/engines.ts";
import { countOf, UNSPLIT } from "../../src/compute/serving/split.ts";
import { readBundledModels, readBundledRuns } from "../../src/recording/bundled/bundledFiles.ts";

/** A configuration whose time per output token was measured. */
export interface ServingMeasurement {
  /** The model as it was named by the source, without its maker. */
  model: string;
  /** Models of equal dimensions have the same. */
  dimensions: string;
  architecture: Architecture;
  target: Serving;
  promptTokens: number;
  outputTokens: number;
  /** Seconds between two tokens of an answer, as a mean. */
  timePerToken: number;
  /** Seconds to the first token, waiting included. */
  ttft: number;
  /** Joules for each output token, where they were measured. */
  energyPerToken?: number;
  /** Whether several tokens a step were drafted, which the source does not state and its figures show. */
  drafts: boolean;
  /** Whether all answers began at once and none followed them, so that each waits for half of the others' prompts. */
  together: boolean;
  /** Whether something that the source does not state decided it, by `unexplained`. */
  unexplained: boolean;
  measuredOn: string;
  /** The row as its source has it. */
  given?: Record<string, string>;
}

const ENGINE: Record<string, EngineName> = { vllm: "VLLM", sglang: "SGLANG", trtllm: "TENSORRT_LLM" };
const CARD: Record<string, string> = {
  h100_sxm: "H100-SXM",
  h200_sxm: "H200",
  b200_sxm: "B200",
  b300_sxm: "B300",
  gb200: "GB200",
  gb300: "GB300",
};
const SLUG: Record<string, string> = {
  "zhipuai/GLM-5": "zai-org/GLM-5",
  "nvidia/Llama-3.1-8B-Instruct-FP8": "meta-llama/Llama-3.1-8B-Instruct",
  "nvidia/DeepSeek-R1-NVFP4": "deepseek-ai/DeepSeek-R1",
};

export function readTable(path: string): Record<string, string>[] {
  const [header, ...lines] = readFileSync(path, "utf8").trim().split(/\r?\n/);
  const names = header!.split(",");
  return lines.map((line) => {
    const cells = line.match(/("[^"]*"|[^,]*)(,|$)/g)!.map((cell) => cell.replace(/,$/, "").replace(/^"|"$/g, ""));
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""]));
  });
}

const configs = new Map(readBundledModels().map(({ slug, config }) => [slug, config]));
const read = new Map<string, Architecture | null>();

export function architectureOf(slug: string): Architecture | null {
  if (!read.has(slug)) {
    const config = configs.get(SLUG[slug] ?? slug);
    read.set(slug, config ? readArchitecture(config) : null);
  }
  return read.get(slug)!;
}

export function readSilicon(path = "data/serving/silicon-sample.csv"): ServingMeasurement[] {
  const seen = new Set<string>();
  const rows = readTable(path).flatMap((row): ServingMeasurement[] => {
    const architecture = architectureOf(row.model_path!);
    const accelerator = findAccelerator(CARD[row.system!]!);
    if (!architecture || !accelerator) return [];
    const layout = layoutOf(row);
    const precision = precisionOf(row);
    const engine = ENGINE[row.backend!]!;
    const target: Serving = {
      accelerator,
      split: layout.split,
      precision,
      cacheBits: precision !== "BF16" && engine === "TENSORRT_LLM" ? 8 : 16,
      engine,
      version: row.backend_version || null,
      batch: layout.batch,
    };
    const dimensions = dimensionsDigest(architecture);
    const timePerToken = Number(row.silicon_tpot_ms) / 1000;
    const key = JSON.stringify([dimensions, { ...target, accelerator: row.system }, row.isl, row.osl, timePerToken]);
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      {
        model: row.model_path!.split("/")[1]!,
        dimensions,
        architecture,
        target,
        promptTokens: Number(row.isl),
        outputTokens: Number(row.osl),
        timePerToken,
        ttft: Number(row.silicon_ttft_ms) / 1000,
        drafts: DRAFTING.has(`${row.backend_version} ${row.measured_on}`) || DRAFTING.has(row.backend_version!),
        together: TOGETHER.has(`${row.backend} ${row.backend_version}`),
        unexplained: isUnexplained(row),
        measuredOn: row.measured_on!,
        given: row,
      },
    ];
  });
  return withDrafts(rows);
}

/**
 * A version, and a version on a day, whose rows are 1.3 to 3 times as fast as those of the version before it or of other
 * days, the more the smaller the batch: they drafted tokens.
 */
const DRAFTING = new Set(["1.2.0rc6.post3", "1.1.0rc2.post2 2026-01-14"]);

/**
 * The versions in whose rows the mean time to first token is about half of what all prompts of the batch take together, at
 * every batch, as it is when all requests are sent at once and no others follow them.
 */
const TOGETHER = new Set(["sglang 0.5.1.post1"]);

/** Where one configuration was measured twice, and one is much faster, that one drafted tokens. */
const MUCH = 0.8;

function withDrafts(rows: ServingMeasurement[]): ServingMeasurement[] {
  const configurations = Map.groupBy(rows, ({ dimensions, target, promptTokens, outputTokens }) =>
    JSON.stringify([dimensions, { ...target, accelerator: target.accelerator.slug }, promptTokens, outputTokens]),
  );
  const twice = new Set(
    [...configurations.values()].flatMap((alike) => {
      const slowest = Math.max(...alike.map(({ timePerToken }) => timePerToken));
      return alike.filter((one) => one.timePerToken < MUCH * slowest);
    }),
  );
  return rows.map((one) => ({
    ...one,
    drafts: one.drafts || (hasDrafts(one) && twice.has(one)),
  }));
}

/** The models here that are published with layers that draft further tokens. */
function hasDrafts({ model }: ServingMeasurement): boolean {
  return /DeepSeek|Qwen3\.5|GLM-5|MiniMax/.test(model);
}

/**
 * Series that contradict themselves or others: one with time per token that grows and shrinks at random from 1 to 32
 * answers; clients of 512 answers who waited for minutes while as few ran as of 8; and prompts that took next to no time,
 * as if they had been read before.
 */
function isUnexplained(row: Record<string, string>): boolean {
  const { backend, backend_version: version, precision, batch_size: batch, model_path: model } = row;
  if (backend === "trtllm" && version === "1.3.0rc1") return true;
  if (backend === "vllm" && model === "openai/gpt-oss-120b" && batch === "512") return true;
  return backend === "vllm" && version === "0.12.0" && precision === "fp8";
}

/**
 * The split of a row, and the batch of all its accelerators. Where the same measurement stands in the table several
 * times, its rows show what the columns mean: with experts "8 by 8" or "1 by 64" it ran on 8 accelerators that share
 * attention and experts alike, and 64 is a product of columns; `batch_size` is then the batch divided by
 * `attention_dp_size`.
 */
function layoutOf(row: Record<string, string>) {
  const tp = Number(row.tp_size);
  const dp = Number(row.attention_dp_size) || 1;
  const ofExpert = Number(row.moe_tp_size);
  const experts = Number(row.moe_ep_size);
  const batch = Number(row.batch_size) * dp;
  const square =
    row.attention_dp_size !== "" && experts > 1 && (ofExpert === experts ? tp * dp === ofExpert * experts : false);
  const doubled = ofExpert === 1 && tp === dp && experts === tp * dp && tp > 1;
  const cards = square ? ofExpert : doubled ? tp : tp * dp;
  const isWide = cards > 8;
  const attention = dp > 1 && !doubled ? cards : isWide ? cards : 1;
  const expert = experts > 1 || isWide ? cards : 1;
  return { split: { replicas: 1, tensor: cards / attention, attention, pipeline: 1, expert }, batch };
}

function precisionOf(row: Record<string, string>): Precision {
  if (row.precision === "fp8") return row.model_path!.startsWith("openai/gpt-oss") ? "FP4" : "FP8";
  return row.precision === "fp4" ? "FP4" : "BF16";
}

/**
 * The configurations of ML.ENERGY: the time per token is the batch over the throughput, prompts of others included. What the
 * hardware does not explain is marked: the same model in the same workload at nearly the same batch was faster on an
 * accelerator with less bandwidth and no more of them.
 */
export function readMlEnergy(): ServingMeasurement[] {
  const rows = readMlEnergyRows();
  return rows.map((one) => ({ ...one, unexplained: rows.some((other) => isSlowerThan(one, other)) }));
}

function isSlowerThan(one: ServingMeasurement, other: ServingMeasurement): boolean {
  return (
    one.model === other.model &&
    one.promptTokens === other.promptTokens &&
    other.target.accelerator.bandwidth < one.target.accelerator.bandwidth &&
    countOf(other.target.split) <= countOf(one.target.split) &&
    Math.abs(other.target.batch / one.target.batch - 1) < 0.15 &&
    other.timePerToken < one.timePerToken
  );
}

function readMlEnergyRows(): ServingMeasurement[] {
  return readBundledRuns("ml-energy").flatMap(({ model, benchmark, hardware, deployment, measures }) => {
    const architecture = architectureOf(model);
    const accelerator = findAccelerator(hardware!.slug);
    if (!architecture || !accelerator) return [];
    const { precision, expertParallel, dataParallel } = deployment as Record<string, number> & { precision: never };
    const experts = expertParallel! > 1 ? hardware!.count : 1;
    const batch = Math.max(1, Math.round(measures.batch!.value));
    return [
      {
        model: model.split("/")[1]!,
        dimensions: dimensionsDigest(architecture),
        architecture,
        target: {
          accelerator,
          split: {
            replicas: 1,
            tensor: hardware!.count / dataParallel!,
            attention: dataParallel!,
            pipeline: 1,
            expert: experts,
          },
          precision: precisionCalled(precision)!,
          cacheBits: 16,
          engine: "VLLM",
          version: "0.11.1",
          batch,
        },
        promptTokens: PROMPT_TOKENS[benchmark]!,
        outputTokens: measures.output_tokens!.value,
        timePerToken: batch / measures.throughput!.value,
        energyPerToken: measures.energy_per_token!.value,
        ttft: Number.NaN,
        drafts: false,
        together: false,
        unexplained: false,
        measuredOn: "",
      } satisfies ServingMeasurement,
    ];
  });
}

/**
 * The mean number of prompt tokens by benchmark, which the source does not give. That of GPQA Diamond was measured by Epoch
 * AI (data/benchmarks.json). That of chat is the mean prompt of LMSYS-Chat-1M (arXiv 2309.11998, table 1), which comes from
 * the same arena and cuts longer conversations into their turns.
 */
const PROMPT_TOKENS: Record<string, number> = { "ml-energy/gpqa-diamond": 276.1, "ml-energy/lm-arena-chat": 69.5 };

/** A measured throughput of a whole deployment, at a given batch or at its best. */
export interface MeasuredThroughput
  extends Omit<ServingMeasurement, "timePerToken" | "ttft" | "drafts" | "together" | "unexplained"> {
  outputTokensPerSecond: number;
  best: boolean;
}

export function readThroughputs(path = "data/serving/trtllm.csv"): MeasuredThroughput[] {
  return readTable(path).flatMap((row): MeasuredThroughput[] => {
    const architecture = architectureOf(row.model!);
    const accelerator = findAccelerator(row.accelerator!);
    if (!architecture || !accelerator) return [];
    const cards = Number(row.accelerators);
    const precision = row.weights as Precision;
    return [
      {
        model: row.model!.split("/")[1]!,
        dimensions: dimensionsDigest(architecture),
        architecture,
        target: {
          accelerator,
          split: { ...UNSPLIT, tensor: cards },
          precision,
          cacheBits: precision === "BF16" ? 16 : 8,
          engine: "TENSORRT_LLM",
          version: row.source!.includes("1.0") ? "1.0" : "0.6",
          batch: Number(row.batch) || 1,
        },
        promptTokens: Number(row.input_tokens),
        outputTokens: Number(row.output_tokens),
        outputTokensPerSecond: Number(row.output_tokens_per_second),
        best: row.batch === "",
        measuredOn: "",
      },
    ];
  });
}
