import { precisionInName } from "./statedQuantization.ts";

/** What may follow a precision in the name of a checkpoint, such as `FP8-dynamic` or `GPTQ-Int4`. */
const MORE = /^(dynamic|static|pertensor|block|kv|quantized|hf)$/i;

/**
 * The name that checkpoints of one model in several precisions share, in small letters and without the organisation:
 * `qwen3-32b` of `Qwen/Qwen3-32B`, `Qwen/Qwen3-32B-FP8` and `nvidia/Qwen3-32B-NVFP4`. Models that share it need not be alike:
 * their layers must be compared too.
 */
export function checkpointName(slug: string): string {
  const parts = slug.slice(slug.lastIndexOf("/") + 1).split("-");
  const isOfPrecision = (part: string) => precisionInName(part) !== null || MORE.test(part);
  // The first part is the model's own, whatever it is called.
  const last = parts.findLastIndex((part, i) => i === 0 || !isOfPrecision(part));
  return parts
    .slice(0, last + 1)
    .join("-")
    .toLowerCase();
}
