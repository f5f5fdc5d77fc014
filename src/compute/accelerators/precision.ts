/** The number format of a model's weights. */
export type Precision = "BF16" | "FP8" | "INT8" | "FP4" | "INT4";

/** A number format in which accelerators multiply matrices. */
export type MatrixFormat = "bf16" | "fp8" | "int8" | "fp4";

export interface PrecisionRules {
  name: Precision;
  description: string;
  /** The names in configs (`quantization_config.quant_method`) and engines. */
  aliases: readonly string[];
  /** The bits of a weight in memory, its share of a scale included. */
  bitsPerWeight: number;
  /** The format in which matrices are multiplied where the accelerator has it; elsewhere it is BF16. */
  format: MatrixFormat;
  /** The matrices in this precision: all of the layers, or only the routed experts of a model that has them. */
  covers: "layers" | "experts";
}

/**
 * The meaning of each precision for memory and speed. Embedding, output head, routers, norms and the KV cache stay in 16
 * bits in all of them, as in published checkpoints and by the engines' defaults. FP4 is MXFP4 with a scale of 8 bits for
 * 32 weights (OCP Microscaling Formats 1.0, §5.4); INT4 has a scale of 16 bits for 128 weights (AWQ and GPTQ as published).
 */
export const PRECISIONS: readonly PrecisionRules[] = [
  {
    name: "BF16",
    description: "16 bits, bfloat16 or half precision.",
    aliases: ["bfloat16"],
    bitsPerWeight: 16,
    format: "bf16",
    covers: "layers",
  },
  {
    name: "FP8",
    description: "Weights and activations in 8-bit floating point; where the accelerator has no FP8, weights alone.",
    aliases: ["fp8", "fbgemm_fp8"],
    bitsPerWeight: 8,
    format: "fp8",
    covers: "layers",
  },
  {
    name: "INT8",
    description: "Weights and activations in 8-bit integers; where the accelerator has no INT8, weights alone.",
    aliases: [],
    bitsPerWeight: 8,
    format: "int8",
    covers: "layers",
  },
  {
    name: "FP4",
    description:
      "MXFP4, a scale for each 32 weights; of a mixture of experts the routed experts alone, as gpt-oss is published.",
    aliases: ["mxfp4"],
    bitsPerWeight: 4.25,
    format: "fp4",
    covers: "experts",
  },
  {
    name: "INT4",
    description: "Weights alone in 4-bit integers, a scale for each 128 (AWQ, GPTQ); multiplied in BF16.",
    aliases: ["awq", "gptq"],
    bitsPerWeight: 4.125,
    format: "bf16",
    covers: "layers",
  },
];

export function rulesOf(precision: Precision): PrecisionRules {
  return PRECISIONS.find(({ name }) => name === precision)!;
}

/** The precision with a name in configs or engines; undefined for a name that is not known here. */
export function precisionCalled(alias: string): Precision | undefined {
  return PRECISIONS.find(({ aliases }) => aliases.includes(alias))?.name;
}
