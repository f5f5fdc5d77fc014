import { type Precision, precisionCalled } from "../accelerators/precision.ts";
import { ComputeError } from "../computeError.ts";
import { isObject } from "./families/configFields.ts";

/**
 * The precision that a `quantization_config` states; null without one, and where its method is not known.
 *
 * @throws ComputeError UNSUPPORTED_CONFIG where the bits of the weights are none that a precision has.
 */
export function statedQuantization(given: unknown): Precision | null {
  if (!isObject(given)) return null;
  const method = String(given.quant_method ?? given.quant_library ?? "").toLowerCase();
  switch (method) {
    case "awq":
    case "gptq":
    case "auto-round":
    case "intel/auto-round":
      return ofIntegers(given.bits ?? given.w_bit ?? 4);
    case "bitsandbytes":
      if (given.load_in_4bit === true || given._load_in_4bit === true) return "INT4";
      return given.load_in_8bit === true || given._load_in_8bit === true ? "INT8" : null;
    case "compressed-tensors":
      return narrowest(groupsOf(given).map(ofGroup)) ?? ofAlgorithm(String(given.format ?? ""));
    case "modelopt":
    case "modelopt_fp4":
      return (
        ofAlgorithm(String(given.quant_algo ?? nested(given.quantization).quant_algo ?? method)) ??
        narrowest(groupsOf(given).map(ofGroup))
      );
    case "hqq":
      return ofIntegers(nested(nested(given.quant_config).weight_quant_params).nbits ?? given.nbits ?? 4);
    case "quanto":
      return ofAlgorithm(String(given.weights ?? ""));
    case "torchao":
      return ofAlgorithm(JSON.stringify(given.quant_type ?? "").slice(0, 1000));
    case "eetq":
      return "INT8";
    default:
      return precisionCalled(method) ?? ofAlgorithm(method);
  }
}

/**
 * The parts of a `quantization_config` that state the precision. The rest of it, such as the list of the matrices that stay
 * as they were, can be as long as the model.
 */
export function precisionFields(given: unknown): Record<string, unknown> | null {
  const precision = statedQuantization(given);
  if (precision === null || !isObject(given)) return null;
  const { bits, w_bit, load_in_4bit, load_in_8bit, quant_algo, format } = given;
  const stated = { bits, w_bit, load_in_4bit, load_in_8bit, quant_algo, format };
  const short = Object.entries(stated).filter(([, value]) => value !== undefined && !isObject(value));
  const kept: Record<string, unknown> = { quant_method: given.quant_method, ...Object.fromEntries(short) };
  const groups = groupsOf(given).map((weights, index) => [`group_${index}`, { weights: numbersOf(weights) }]);
  if (groups.length > 0) kept.config_groups = Object.fromEntries(groups);
  // What else states it is kept as the name that it comes to.
  return statedQuantization(kept) === precision ? kept : { quant_method: precision.toLowerCase() };
}

function numbersOf({ num_bits, type }: Record<string, unknown>) {
  return { num_bits, type };
}

const MOST_GROUPS = 100;

/** The weights of each group of matrices in a config of compressed-tensors or of ModelOpt. */
function groupsOf(given: Record<string, unknown>): Record<string, unknown>[] {
  return Object.values(nested(given.config_groups))
    .slice(0, MOST_GROUPS)
    .map((group) => nested(nested(group).weights))
    .filter((weights) => weights.num_bits !== undefined);
}

function ofGroup({ num_bits, type }: Record<string, unknown>): Precision {
  if (type !== "float") return ofIntegers(num_bits);
  if (num_bits === 8) return "FP8";
  if (num_bits === 4) return "FP4";
  throw unsupported(num_bits);
}

function ofIntegers(bits: unknown): Precision {
  if (bits === 8) return "INT8";
  if (bits === 4) return "INT4";
  if (bits === 16) return "BF16";
  throw unsupported(bits);
}

/** Where groups differ, the one with the fewest bits: it holds the large matrices, and the others are exceptions. */
function narrowest(found: Precision[]): Precision | null {
  return (["FP4", "INT4", "FP8", "INT8", "BF16"] as const).find((precision) => found.includes(precision)) ?? null;
}

/** The precision that the name of an algorithm or of a format says, such as `W4A16_AWQ`, `NVFP4` or `nvfp4-pack-quantized`. */
function ofAlgorithm(name: string): Precision | null {
  return NAMED.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/**
 * Names of precisions in those of models, methods and formats. The bits of the weights stand before those of the activations
 * (`W4A8`), and a method (`GPTQ-Int8`) has 4 bits unless it says how many.
 */
const NAMED: readonly (readonly [pattern: RegExp, Precision])[] = [
  [/(nv|mx)?fp4(?!\d)/i, "FP4"],
  [/w4a(8|16|fp8)/i, "INT4"],
  [/(mx)?fp8|float8|e4m3|w8a8[-_]?fp/i, "FP8"],
  [/u?int8|w8a(8|16)|(?<!\d)8[-_ ]?bits?(?![a-z])|q8_0/i, "INT8"],
  [/awq|gptq|u?int4|w4|(?<!\d)4[-_ ]?bits?(?![a-z])|nf4|(?<![a-z0-9])i?q4_/i, "INT4"],
  [/bf16|bfloat16|fp16|float16/i, "BF16"],
];

/** The precision that a model's name states; null where it states none. */
export function precisionInName(name: string): Precision | null {
  return ofAlgorithm(name.slice(-200));
}

function nested(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function unsupported(bits: unknown): ComputeError {
  const stated = (JSON.stringify(bits) ?? "nothing").slice(0, 100);
  return new ComputeError(
    "UNSUPPORTED_CONFIG",
    `quantization_config states weights of ${stated} bits. Known are 4, 8 and 16: leave quantization_config out, and name ` +
      "the precision of each deployment instead.",
  );
}
