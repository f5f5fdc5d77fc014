import { type Precision, precisionCalled } from "../accelerators/precision.ts";
import { languagePart } from "./readArchitecture.ts";

/** Parts of models' names that state the precision of their weights. */
const PRECISIONS_IN_NAMES: [pattern: RegExp, Precision][] = [
  [/(nv|mx)fp4/i, "FP4"],
  [/fp8/i, "FP8"],
  [/awq|gptq|int4/i, "INT4"],
  [/int8|w8a8/i, "INT8"],
  // Trained for INT4 and published in it (model card of Kimi-K2-Thinking; `quantization_config` of Kimi-K2.5 and after:
  // routed experts in groups of 32).
  [/Kimi-K2(-Thinking|\.\d)$/, "INT4"],
];

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
 * @throws ComputeError INCOMPLETE_CONFIG where the config is not an object.
 */
export function publishedPrecision(config: unknown, name = ""): Precision {
  const language = languagePart(config);
  const quantization = language.quantization_config ?? (config as Record<string, unknown>).quantization_config;
  const method = (quantization as { quant_method?: unknown } | undefined)?.quant_method;
  const stated = PRECISIONS_IN_NAMES.find(([pattern]) => pattern.test(name))?.[1];
  return precisionCalled(String(method)) ?? stated ?? precisionOfType(language) ?? "BF16";
}

function precisionOfType({ model_type, vocab_size }: Record<string, unknown>): Precision | undefined {
  if (model_type === "deepseek_v3") return vocab_size === DEEPSEEK_VOCABULARY ? "FP8" : undefined;
  return PRECISION_OF_TYPE.get(model_type);
}
