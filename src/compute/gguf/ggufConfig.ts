import { ComputeError } from "../computeError.ts";
import { readArchitecture } from "../config/readArchitecture.ts";
import { countParameters } from "../cost/parameters.ts";
import type { GgufHeader, GgufValue } from "./ggufHeader.ts";

/** The `model_type` of configs for each architecture that GGUF files name, and which of its experts' readers it has. */
const TYPES: Record<string, string> = {
  llama: "llama",
  mistral3: "ministral3",
  qwen2: "qwen2",
  qwen2vl: "qwen2_vl",
  qwen2moe: "qwen2_moe",
  qwen3: "qwen3",
  qwen3vl: "qwen3_vl_text",
  qwen3moe: "qwen3_moe",
  qwen3vlmoe: "qwen3_vl_moe_text",
  gemma: "gemma",
  gemma2: "gemma2",
  gemma3: "gemma3_text",
  phi2: "phi",
  phi3: "phi3",
  granite: "granite",
  granitemoe: "granitemoe",
  glm4: "glm4",
  glm4moe: "glm4_moe",
  chatglm: "glm",
  deepseek: "deepseek",
  deepseek2: "deepseek_v3",
  "gpt-oss": "gpt_oss",
  olmo2: "olmo2",
  olmoe: "olmoe",
  exaone: "exaone",
  exaone4: "exaone4",
  smollm3: "smollm3",
  starcoder2: "starcoder2",
  "command-r": "cohere",
  cohere2: "cohere2",
  internlm2: "internlm2",
  nemotron: "nemotron",
  arcee: "arcee",
  apertus: "apertus",
  dots1: "dots1",
  bailingmoe: "bailing_moe",
  bailingmoe2: "bailing_moe_v2",
  ernie4_5: "ernie4_5",
  seed_oss: "seed_oss",
  "hunyuan-dense": "hunyuan_v1_dense",
};

/** The fields of a config and the keys of a GGUF's metadata, which stand behind the name of the architecture. */
const FIELDS: [field: string, key: string][] = [
  ["hidden_size", "embedding_length"],
  ["num_hidden_layers", "block_count"],
  ["intermediate_size", "feed_forward_length"],
  ["num_attention_heads", "attention.head_count"],
  ["num_key_value_heads", "attention.head_count_kv"],
  ["head_dim", "attention.key_length"],
  ["max_position_embeddings", "context_length"],
  ["sliding_window", "attention.sliding_window"],
  ["num_experts", "expert_count"],
  ["num_local_experts", "expert_count"],
  ["n_routed_experts", "expert_count"],
  ["num_experts_per_tok", "expert_used_count"],
  ["moe_intermediate_size", "expert_feed_forward_length"],
  ["shared_expert_intermediate_size", "expert_shared_feed_forward_length"],
  ["n_shared_experts", "expert_shared_count"],
  ["first_k_dense_replace", "leading_dense_block_count"],
  ["q_lora_rank", "attention.q_lora_rank"],
  ["kv_lora_rank", "attention.kv_lora_rank"],
  ["qk_rope_head_dim", "rope.dimension_count"],
];

/** How far the count of the read architecture may be from the weights in the file: rotary tables and the like differ. */
const TOLERANCE = 0.02;

/**
 * The config that a GGUF file's metadata amount to, in the fields of a `config.json`, with the precision of its weights.
 * The count of its parameters is held against the tensors of the file.
 *
 * @throws ComputeError UNKNOWN_MODEL_TYPE for an architecture that is not known, UNSUPPORTED_CONFIG where the file holds other
 * weights than the architecture has, and as `readArchitecture` does.
 */
export function ggufConfig({ metadata, tensors }: GgufHeader): Record<string, unknown> {
  const name = String(metadata.get("general.architecture") ?? "");
  const type = Object.hasOwn(TYPES, name) ? TYPES[name]! : undefined;
  if (type === undefined) {
    throw new ComputeError(
      "UNKNOWN_MODEL_TYPE",
      `The GGUF's architecture "${name.slice(0, 100)}" is not known: give the config.json of the model instead. Known are: ` +
        `${Object.keys(TYPES).join(", ")}.`,
    );
  }
  const fields = FIELDS.flatMap(([field, key]) => {
    const value = metadata.get(`${name}.${key}`);
    return value === undefined ? [] : [[field, oneNumber(value)] as const];
  });
  const config = {
    ...Object.fromEntries(fields),
    model_type: type === "llama" && metadata.has(`${name}.expert_count`) ? "mixtral" : type,
    vocab_size: vocabularySize(name, metadata),
    tie_word_embeddings: !tensors.has("output.weight"),
    attention_bias: tensors.has("blk.0.attn_q.bias") || tensors.has("blk.0.attn_qkv.bias"),
    use_qk_norm: tensors.has("blk.0.attn_q_norm.weight"),
    ...latentHeads(name, metadata),
    ...precisionOf(metadata.get("general.file_type")),
  };
  const held = [...tensors.values()].reduce((sum, weights) => sum + weights, 0);
  const { total } = countParameters(readArchitecture(config));
  if (tensors.size > 0 && Math.abs(total / held - 1) > TOLERANCE && !metadata.has("split.count")) {
    throw new ComputeError(
      "UNSUPPORTED_CONFIG",
      `The GGUF holds ${held} weights, and its metadata amount to ${total}: give the config.json of the model instead.`,
    );
  }
  return config;
}

/** Some architectures state a number for each layer; they can be read where these are the same. */
function oneNumber(value: GgufValue): unknown {
  return Array.isArray(value) && value.every((entry) => entry === value[0]) ? value[0] : value;
}

function vocabularySize(name: string, metadata: GgufHeader["metadata"]): unknown {
  const tokens = metadata.get("tokenizer.ggml.tokens");
  const listed = typeof tokens === "object" ? tokens.length : undefined;
  return metadata.get(`${name}.vocab_size`) ?? listed;
}

/** Of latent attention the expanded heads are stated as a whole, the rotary part included. */
function latentHeads(name: string, metadata: GgufHeader["metadata"]): Record<string, number> {
  if (!metadata.has(`${name}.attention.kv_lora_rank`)) return {};
  const at = (key: string) => Number(metadata.get(`${name}.attention.${key}`));
  const whole = metadata.has(`${name}.attention.key_length_mla`) ? "_mla" : "";
  const rope = Number(metadata.get(`${name}.rope.dimension_count`));
  return { qk_nope_head_dim: at(`key_length${whole}`) - rope, v_head_dim: at(`value_length${whole}`) };
}

/** The types of most weights in a file (`general.file_type` of llama.cpp), by the nearest precision that is not smaller. */
const FILE_TYPES: Record<string, readonly number[]> = {
  // Q4_0, Q4_1, Q2_K to Q4_K_M, and the i-quants of up to 4 bits.
  int4: [2, 3, 10, 11, 12, 13, 14, 15, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 36, 37],
  // Q8_0, Q5_0, Q5_1, Q5_K_S, Q5_K_M and Q6_K.
  int8: [7, 8, 9, 16, 17, 18],
  mxfp4: [38],
};

function precisionOf(fileType: GgufValue | undefined): Record<string, unknown> {
  const method = Object.keys(FILE_TYPES).find((name) => FILE_TYPES[name]!.includes(Number(fileType)));
  return method ? { quantization_config: { quant_method: method } } : {};
}
