import { samplingDefaults } from "../../decoding/samplingDefaults.ts";
import type { EngineIdentity } from "../../plugins/contract/runner.ts";
import { isRunnerError } from "../../plugins/contract/runnerError.ts";
import { type Connection, getObjectIfAny, getTextIfAny } from "../client/connection.ts";
import { flagsOf, nameIn } from "../client/flagsOf.ts";
import { readMetrics } from "../client/prometheus.ts";

type Stated = Pick<EngineIdentity, "revision" | "dtype" | "quantization" | "cacheDtype" | "flags" | "generationConfig">;
type Fields = Record<string, unknown>;

/** The settings that can change an answer or its cost. */
const FLAGS = [
  "seed",
  "enforce_eager",
  "tensor_parallel_size",
  "pipeline_parallel_size",
  "data_parallel_size",
  "enable_expert_parallel",
  "enable_prefix_caching",
  "reasoning_parser",
  "max_num_seqs",
  "speculative_method",
  "max_num_batched_tokens",
  "generation_config",
  "trust_remote_code",
];

/**
 * What vLLM states of its settings. `/server_info` is there only with `VLLM_SERVER_DEV_MODE=1`; its answer is an object in
 * newer versions, and before a text such as `dtype=torch.bfloat16, revision=None`. Without it, the metrics still tell about
 * the cache.
 */
export async function readVllmSettings(connection: Connection, signal?: AbortSignal): Promise<Stated> {
  try {
    const { vllm_config: config } =
      (await getObjectIfAny<Fields>(connection, "/server_info?config_format=json", signal)) ?? {};
    const settings =
      typeof config === "string"
        ? settingsInText(config)
        : (settingsInObject(config) ?? (await cacheSettings(connection, signal)));
    return statedBy(settings);
  } catch (error) {
    // A version may fail to write its own configuration, and some proxies let only /v1 through.
    if (!isRunnerError(error) || signal?.aborted) throw error;
    return statedBy({});
  }
}

function statedBy(settings: Fields): Stated {
  const override = settings.override_generation_config;
  const cacheDtype = nameIn(settings.cache_dtype ?? settings.kv_cache_dtype);
  return {
    revision: nameIn(settings.revision),
    dtype: nameIn(settings.dtype)?.replace(/^torch\./, "") ?? null,
    quantization: nameIn(settings.quantization),
    cacheDtype: cacheDtype === "auto" ? null : cacheDtype,
    flags: flagsOf(settings, FLAGS),
    generationConfig: samplingDefaults(override),
  };
}

/** The fields of all parts of the configuration, of which no two that are read here have the same name. */
function settingsInObject(config: unknown): Fields | null {
  if (typeof config !== "object" || config === null) return null;
  const speculative = (config as Fields).speculative_config as Fields | null | undefined;
  const parts = Object.entries(config).filter(([name]) => name.endsWith("_config") && name !== "speculative_config");
  const { model_config } = config as Fields;
  return {
    ...config,
    ...Object.assign({}, ...parts.map(([, part]) => part)),
    ...(model_config as Fields),
    ...(speculative && { speculative_method: speculative.method }),
  };
}

function settingsInText(text: string): Fields {
  const found = text.matchAll(/\b(\w+)=('[^']*'|"[^"]*"|[^,\s()]+)/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name, valueIn(value!)]));
}

/** A value in Python's form. */
function valueIn(text: string): unknown {
  if (text === "True" || text === "False") return text === "True";
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text === "None" ? null : text.replace(/^['"]|['"]$/g, "");
}

async function cacheSettings(connection: Connection, signal?: AbortSignal): Promise<Fields> {
  const page = await getTextIfAny(connection, "/metrics", signal);
  const labels = readMetrics(page ?? "", ["vllm:cache_config_info"]).get("vllm:cache_config_info")?.[0]?.labels ?? {};
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, valueIn(value)]));
}
