import type { Architecture } from "./architecture.ts";
import { readDeepSeekV4 } from "./compressedFamily.ts";
import { ConfigFields, isObject } from "./configFields.ts";
import {
  readExaone4,
  readGemma,
  readGemma2,
  readGemma3,
  readGlm4,
  readLlama,
  readOlmo,
  readPhi3Small,
  readQwen2,
  readQwen3,
  readSeedOss,
  readTiedLlama,
} from "./denseFamily.ts";
import { ComputeError } from "./errors.ts";
import { readDeepSeek, readMiniCpm3, readSparseDeepSeek } from "./latentFamily.ts";
import { readKimiLinear, readMiniMaxM1, readQwen3Next } from "./linearFamily.ts";
import {
  readBailingMoe,
  readErnieMoe,
  readGemma4,
  readGlm4Moe,
  readGptOss,
  readHunyuan,
  readLaguna,
  readLlama4,
  readMiMoV2,
  readMiniMaxM3,
  readMixtral,
  readPhiMoe,
  readQwen3Moe,
  readStep,
} from "./mixtureFamily.ts";
import { readNemotronNas } from "./prunedFamily.ts";
import { readFalconH1, readNemotronH } from "./stateSpaceFamily.ts";

type Reader = (fields: ConfigFields) => Architecture;

/** Which reader knows a `model_type`. Those of a language part inside a multimodal config stand beside those of a config. */
const READERS: Record<string, Reader> = {
  llama: readLlama,
  mistral: readLlama,
  ministral3: readLlama,
  phi3: readLlama,
  granite: readLlama,
  exaone: readLlama,
  ernie4_5: readTiedLlama,
  smollm3: readTiedLlama,
  qwen2: readQwen2,
  mimo: readQwen2,
  qwen3: readQwen3,
  qwen3_vl_text: readQwen3,
  olmo2: readOlmo,
  olmo3: readOlmo,
  exaone4: readExaone4,
  glm4: readGlm4,
  seed_oss: readSeedOss,
  phi3small: readPhi3Small,
  gemma: readGemma,
  gemma2: readGemma2,
  gemma3_text: readGemma3,
  "nemotron-nas": readNemotronNas,
  qwen3_moe: readQwen3Moe,
  qwen3_vl_moe_text: readQwen3Moe,
  mixtral: readMixtral,
  minimax_m2: readMixtral,
  minimax_m3: readMiniMaxM3,
  minimax_m3_vl_text: readMiniMaxM3,
  phimoe: readPhiMoe,
  gpt_oss: readGptOss,
  glm4_moe: readGlm4Moe,
  bailing_moe_v2: readBailingMoe,
  llama4_text: readLlama4,
  hunyuan: readHunyuan,
  laguna: readLaguna,
  step3p5: readStep,
  step3p7: readStep,
  mimo_v2_flash: readMiMoV2,
  ernie4_5_moe: readErnieMoe,
  gemma4_text: readGemma4,
  deepseek_v2: readDeepSeek,
  deepseek_v3: readDeepSeek,
  kimi_k2: readDeepSeek,
  glm4_moe_lite: readDeepSeek,
  deepseek_v32: readSparseDeepSeek,
  glm_moe_dsa: readSparseDeepSeek,
  minicpm3: readMiniCpm3,
  deepseek_v4: readDeepSeekV4,
  deepseek_ref: readDeepSeekV4,
  qwen3_next: readQwen3Next,
  qwen3_5_text: readQwen3Next,
  qwen3_5_moe_text: readQwen3Next,
  minimax_m1: readMiniMaxM1,
  kimi_linear: readKimiLinear,
  nemotron_h: readNemotronH,
  falcon_h1: readFalconH1,
};

/** Where multimodal configs keep their language part. */
const LANGUAGE_PARTS = ["text_config", "llm_config", "language_config"];

/** The `model_type`s that can be read, sorted. */
export function knownModelTypes(): string[] {
  return Object.keys(READERS).sort();
}

/**
 * Reads the architecture from a Hugging Face `config.json`. Of a multimodal config the language part counts, wherever it
 * is wrapped (`text_config`, `llm_config`, `language_config`); what the config leaves to the model's code is taken from
 * that code. Without a `model_type`, one is told from `architectures` or from the fields: experts with a shared one and
 * dense first layers are Bailing's, any other decoder is Llama's.
 *
 * @throws ComputeError UNKNOWN_MODEL_TYPE, INCOMPLETE_CONFIG (it names the field) or UNSUPPORTED_CONFIG.
 */
export function readArchitecture(config: unknown): Architecture {
  const language = languagePart(config);
  const modelType = typeOf(language);
  const reader = Object.hasOwn(READERS, modelType) ? READERS[modelType] : undefined;
  if (!reader) {
    throw new ComputeError(
      "UNKNOWN_MODEL_TYPE",
      `The model type "${modelType}" is not known. Known are: ${knownModelTypes().join(", ")}.`,
    );
  }
  return { ...reader(new ConfigFields(language)), modelType };
}

/**
 * The innermost language part of a config; what it leaves unsaid about tied embeddings its wrapper says. A config of a
 * language model is its own language part.
 *
 * @throws ComputeError INCOMPLETE_CONFIG for what is no object.
 */
export function languagePart(config: unknown): Record<string, unknown> {
  if (!isObject(config)) throw new ComputeError("INCOMPLETE_CONFIG", "The config is not an object.");
  const name = LANGUAGE_PARTS.find((part) => isObject(config[part]));
  if (name === undefined) return config;
  const part = languagePart(config[name]);
  const tied = config.tie_word_embeddings;
  return tied === undefined ? part : { tie_word_embeddings: tied, ...part };
}

function typeOf(config: Record<string, unknown>): string {
  if (typeof config.model_type === "string") return config.model_type;
  if ("first_k_dense_replace" in config && "num_shared_experts" in config) return "bailing_moe_v2";
  return isDecoder(config) ? "llama" : String(architecturesOf(config)[0] ?? "");
}

function isDecoder(config: Record<string, unknown>): boolean {
  const isLlama = architecturesOf(config).every((name) => name === "LlamaForCausalLM");
  return isLlama && "num_attention_heads" in config && "intermediate_size" in config && !("num_experts" in config);
}

function architecturesOf(config: Record<string, unknown>): unknown[] {
  return Array.isArray(config.architectures) ? config.architectures : [];
}
