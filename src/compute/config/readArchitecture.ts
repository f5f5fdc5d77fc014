import type { Architecture } from "../architecture/architecture.ts";
import { ComputeError } from "../computeError.ts";
import { statedAdapter, withAdapter } from "./adapter.ts";
import { ConfigFields, isObject } from "./families/configFields.ts";
import { knownModelTypes, readerOf } from "./modelTypes.ts";

/** The fields in which multimodal configs keep their language part. */
const LANGUAGE_PARTS = ["text_config", "llm_config", "language_config", "thinker_config"];

/**
 * Reads the architecture from a Hugging Face `config.json`. Of a multimodal config only the language part counts, in
 * whichever field it is (`text_config`, `llm_config`, `language_config`, `thinker_config`). Values that a config leaves to the model's code
 * are taken from that code. A missing `model_type` is inferred from `architectures` or from the fields: a config with
 * shared experts and dense first layers is read as Bailing's, any other decoder as Llama's.
 *
 * @throws ComputeError UNKNOWN_MODEL_TYPE, INCOMPLETE_CONFIG (the message names the field) or UNSUPPORTED_CONFIG.
 */
export function readArchitecture(config: unknown): Architecture {
  const language = languagePart(config);
  if (statedAdapter(language)) {
    throw new ComputeError(
      "UNSUPPORTED_CONFIG",
      "This is the config of an adapter, which has no architecture of its own: add its base model first, then the adapter.",
    );
  }
  const modelType = typeOf(language);
  const reader = readerOf(modelType);
  if (!reader) {
    throw new ComputeError(
      "UNKNOWN_MODEL_TYPE",
      `The model type "${modelType.slice(0, 100)}" is not known. Give the config of a model of the same shape that has a ` +
        `known type, or a plugin that reads it (defineArchitecture). Known are: ${knownModelTypes().join(", ")}.`,
    );
  }
  const fields = new ConfigFields(language);
  const plain = { ...reader(fields), modelType };
  const adapter = fields.optionalObject("adapter");
  const architecture = adapter ? withAdapter(plain, adapter) : plain;
  if (!hasFiniteSizes(architecture)) {
    throw new ComputeError("UNSUPPORTED_CONFIG", "A size of the model is not a finite number: a divisor may be 0.");
  }
  return architecture;
}

function hasFiniteSizes(part: unknown): boolean {
  if (typeof part === "number") return Number.isFinite(part);
  return typeof part !== "object" || part === null || Object.values(part).every(hasFiniteSizes);
}

/** How deep a language part can be inside other parts. Published configs have two levels. */
const DEEPEST = 4;

/**
 * The innermost language part of a config. A config of a language model is its own language part. Where the language
 * part does not state whether embeddings are tied, the config around it does.
 *
 * @throws ComputeError INCOMPLETE_CONFIG where the config is not an object.
 */
export function languagePart(config: unknown, depth = 0): Record<string, unknown> {
  if (!isObject(config)) throw new ComputeError("INCOMPLETE_CONFIG", "The config is not an object.");
  if (depth > DEEPEST) {
    throw new ComputeError(
      "UNSUPPORTED_CONFIG",
      `The language part of the config is more than ${DEEPEST} levels deep.`,
    );
  }
  const name = LANGUAGE_PARTS.find((part) => isObject(config[part]));
  if (name === undefined) return config;
  const part = languagePart(config[name], depth + 1);
  const tied = config.tie_word_embeddings;
  return tied === undefined ? part : { tie_word_embeddings: tied, ...part };
}

function typeOf(config: Record<string, unknown>): string {
  if (typeof config.model_type === "string") return config.model_type;
  if ("first_k_dense_replace" in config && "num_shared_experts" in config) return "bailing_moe_v2";
  if (isDecoder(config)) return "llama";
  const className = String(architecturesOf(config)[0] ?? "");
  return typeNamed(className) ?? className;
}

/** The known type that the class of a model is named after: `deepseek_v2` for `DeepseekV2ForCausalLM`. */
function typeNamed(className: string): string | undefined {
  const plain = (name: string) => name.replaceAll("_", "").toLowerCase();
  const stem = plain(className.slice(0, 100).replace(/For[A-Z]\w*$|Model$/, ""));
  return knownModelTypes().find((type) => plain(type) === stem);
}

function isDecoder(config: Record<string, unknown>): boolean {
  const isLlama = architecturesOf(config).every((name) => name === "LlamaForCausalLM");
  return isLlama && "num_attention_heads" in config && "intermediate_size" in config && !("num_experts" in config);
}

function architecturesOf(config: Record<string, unknown>): unknown[] {
  return Array.isArray(config.architectures) ? config.architectures : [];
}
