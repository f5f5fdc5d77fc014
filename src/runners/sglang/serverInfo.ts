import { samplingDefaults } from "../../decoding/samplingDefaults.ts";
import type { EngineIdentity } from "../../plugins/contract/runner.ts";
import { flagsOf, nameIn } from "../client/flagsOf.ts";
import { parseJson } from "../client/parseJson.ts";

/** The settings that can change an answer or its cost. Others of `/server_info` are secrets, such as the key. */
const FLAGS = [
  "weight_version",
  "load_format",
  "reasoning_parser",
  "sampling_defaults",
  "attention_backend",
  "sampling_backend",
  "tp_size",
  "pp_size",
  "dp_size",
  "ep_size",
  "disable_radix_cache",
  "chunked_prefill_size",
  "max_running_requests",
  "random_seed",
  "enable_deterministic_inference",
  "torchao_config",
  "speculative_algorithm",
  "speculative_draft_model_path",
  "speculative_num_steps",
  "device",
  "trust_remote_code",
];

/** What SGLang states of its settings in `/server_info`. */
export function sglangSettings(server: Record<string, unknown>): Partial<EngineIdentity> {
  const cacheDtype = nameIn(server.kv_cache_dtype);
  const preferred = server.preferred_sampling_params;
  return {
    revision: nameIn(server.revision),
    dtype: nameIn(server.dtype),
    quantization: nameIn(server.quantization),
    cacheDtype: cacheDtype === "auto" ? null : cacheDtype,
    flags: flagsOf(server, FLAGS),
    generationConfig: samplingDefaults(typeof preferred === "string" ? parseJson(preferred) : preferred),
  };
}
