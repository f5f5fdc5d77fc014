import { languagePart } from "../config/readArchitecture.ts";

/** The number format of a model's weights. */
export type Precision = "BF16" | "FP8" | "INT8" | "FP4" | "INT4";

/** A number format that accelerators multiply matrices in. */
export type MatrixFormat = "bf16" | "fp8" | "int8" | "fp4";

export interface PrecisionRules {
  name: Precision;
  description: string;
  /** Bits that a weight takes in memory, its share of a scale included. */
  bitsPerWeight: number;
  /** What matrices are multiplied in where the accelerator has it; BF16 where it has not. */
  format: MatrixFormat;
  /** Which matrices take it: all of the layers, or of a model with routed experts those alone. */
  covers: "layers" | "experts";
}

/**
 * What a precision means for memory and speed. Embedding, output head, routers, norms and the KV cache stay in 16 bits
 * in all of them, as published checkpoints and the engines' defaults have it. FP4 is MXFP4 with a scale of 8 bits for 32
 * weights (OCP Microscaling Formats 1.0, §5.4), INT4 has a scale of 16 bits for 128 (AWQ and GPTQ as they are published).
 */
export const PRECISIONS: readonly PrecisionRules[] = [
  {
    name: "BF16",
    description: "16 bits, bfloat16 or half precision.",
    bitsPerWeight: 16,
    format: "bf16",
    covers: "layers",
  },
  {
    name: "FP8",
    description: "Weights and activations in 8-bit floating point; where the accelerator has no FP8, weights alone.",
    bitsPerWeight: 8,
    format: "fp8",
    covers: "layers",
  },
  {
    name: "INT8",
    description: "Weights and activations in 8-bit integers; where the accelerator has no INT8, weights alone.",
    bitsPerWeight: 8,
    format: "int8",
    covers: "layers",
  },
  {
    name: "FP4",
    description:
      "MXFP4, a scale for each 32 weights; of a mixture of experts the routed experts alone, as gpt-oss is published.",
    bitsPerWeight: 4.25,
    format: "fp4",
    covers: "experts",
  },
  {
    name: "INT4",
    description: "Weights alone in 4-bit integers, a scale for each 128 (AWQ, GPTQ); multiplied in BF16.",
    bitsPerWeight: 4.125,
    format: "bf16",
    covers: "layers",
  },
];

export function rulesOf(precision: Precision): PrecisionRules {
  return PRECISIONS.find(({ name }) => name === precision)!;
}

/** Model types whose weights are published in fewer bits than 16. Those of other labs' models in DeepSeek-V3's shape are not. */
const OF_TYPE: Record<string, Precision> = {
  deepseek_v32: "FP8",
  gpt_oss: "FP4",
  kimi_k2: "FP8",
  minimax_m2: "FP8",
};
const DEEPSEEK_VOCABULARY = 129_280;

/** What configs (`quantization_config.quant_method`) and engines call precisions. */
const CALLED: Record<string, Precision> = {
  bfloat16: "BF16",
  fp8: "FP8",
  fbgemm_fp8: "FP8",
  mxfp4: "FP4",
  awq: "INT4",
  gptq: "INT4",
};

/** The precision that configs and engines call by a name; undefined for one that is not known here. */
export function precisionCalled(name: string): Precision | undefined {
  return CALLED[name];
}

/** What a model's name says of its weights. */
const NAMES: [RegExp, Precision][] = [
  [/(nv|mx)fp4/i, "FP4"],
  [/fp8/i, "FP8"],
  [/awq|gptq|int4/i, "INT4"],
  [/int8|w8a8/i, "INT8"],
  // Trained for INT4 and published in it (model card of Kimi-K2-Thinking; `quantization_config` of Kimi-K2.5 and after:
  // routed experts in groups of 32).
  [/Kimi-K2(-Thinking|\.\d)$/, "INT4"],
];

/**
 * The precision that a model's weights were published in: what the `quantization_config` of its `config.json` names, else
 * what its own name says, else what models of its type were published in, else BF16.
 */
export function publishedPrecision(config: unknown, name = ""): Precision {
  const language = languagePart(config);
  const quantization = language.quantization_config ?? (config as Record<string, unknown>).quantization_config;
  const method = (quantization as { quant_method?: unknown } | undefined)?.quant_method;
  const said = NAMES.find(([pattern]) => pattern.test(name))?.[1];
  return precisionCalled(String(method)) ?? said ?? precisionOfType(language) ?? "BF16";
}

function precisionOfType({ model_type, vocab_size }: Record<string, unknown>): Precision | undefined {
  if (model_type === "deepseek_v3") return vocab_size === DEEPSEEK_VOCABULARY ? "FP8" : undefined;
  return OF_TYPE[String(model_type)];
}
