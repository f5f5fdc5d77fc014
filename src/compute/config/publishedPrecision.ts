import type { Precision } from "../accelerators/precision.ts";
import { ComputeError } from "../computeError.ts";
import { isObject } from "./families/configFields.ts";
import { languagePart } from "./readArchitecture.ts";
import { precisionInName, statedQuantization } from "./statedQuantization.ts";

/**
 * Models that were trained for INT4 and are published in it (model card of Kimi-K2-Thinking; `quantization_config` of
 * Kimi-K2.5 and after: routed experts in groups of 32).
 */
const TRAINED_FOR_INT4 = /Kimi-K2(-Thinking|\.\d)$/;

/** Model types whose weights are published in fewer than 16 bits. */
const PRECISION_OF_TYPE = new Map<unknown, Precision>([
  ["deepseek_v32", "FP8"],
  ["gpt_oss", "FP4"],
  ["kimi_k2", "FP8"],
  ["minimax_m2", "FP8"],
]);

/** DeepSeek's own models of the type `deepseek_v3` are in FP8; those that other labs made in its shape are in 16 bits. */
const DEEPSEEK_VOCABULARY = 129_280;

/**
 * The precision in which a model's weights were published. It is the one that the `quantization_config` of its
 * `config.json` names, else the one that the model's own name states, else the one in which models of its type were
 * published, else BF16.
 *
 * @throws ComputeError INCOMPLETE_CONFIG where the config is not an object, UNSUPPORTED_CONFIG where it states bits that no
 * precision has, or a method that is not known.
 */
export function publishedPrecision(config: unknown, name = ""): Precision {
  const language = languagePart(config);
  const named = TRAINED_FOR_INT4.test(name) ? "INT4" : precisionInName(name);
  const quantization = quantizationOf(config);
  const stated = statedQuantization(quantization) ?? named;
  if (stated === null && isObject(quantization) && quantization.quant_method)
    throw unknownMethod(quantization.quant_method);
  return stated ?? precisionOfType(language) ?? "BF16";
}

function unknownMethod(method: unknown): ComputeError {
  return new ComputeError(
    "UNSUPPORTED_CONFIG",
    `quantization_config names the method ${JSON.stringify(method).slice(0, 100)}, of which the precision is not known. ` +
      "Leave quantization_config out, and state the precision in the model's name (such as -INT4) or for each deployment.",
  );
}

/** The `quantization_config` of a config: that of its language part, or that of the whole; undefined without one. */
export function quantizationOf(config: unknown): unknown {
  return languagePart(config).quantization_config ?? (config as Record<string, unknown>).quantization_config;
}

function precisionOfType({ model_type, vocab_size }: Record<string, unknown>): Precision | undefined {
  if (model_type === "deepseek_v3") return vocab_size === DEEPSEEK_VOCABULARY ? "FP8" : undefined;
  return PRECISION_OF_TYPE.get(model_type);
}
