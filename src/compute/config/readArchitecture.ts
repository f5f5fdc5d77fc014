import type { Architecture } from "../architecture/architecture.ts";
import { ComputeError } from "../computeError.ts";
import { ConfigFields, isObject } from "./families/configFields.ts";
import { knownModelTypes, readerOf } from "./modelTypes.ts";

/** Where multimodal configs keep their language part. */
const LANGUAGE_PARTS = ["text_config", "llm_config", "language_config"];

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
  const reader = readerOf(modelType);
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
