import { z } from "zod";
import type { Sampling } from "./decoding.ts";

const number = z
  .preprocess((value) => (typeof value === "string" && value.trim() !== "" ? Number(value) : value), z.number())
  .optional()
  .catch(undefined);
const stated = z.object({
  do_sample: z.boolean().optional().catch(undefined),
  temperature: number,
  top_p: number,
  top_k: number,
  frequency_penalty: number,
  repetition_penalty: number,
});

/**
 * The sampling that a `generation_config.json` states, or an engine under the same names; null where it states none. Values
 * that no sampler can have are left out, and so are those that turn a setting off, which is the same as not to set it.
 */
export function samplingDefaults(fields: unknown): Sampling | null {
  const { data } = stated.safeParse(fields);
  if (!data) return null;
  // Transformers then takes the likeliest token whatever else stands there.
  if (data.do_sample === false) return { temperature: 0 };
  const { temperature, top_p: topP, top_k: topK, repetition_penalty: repetitionPenalty } = data;
  const sampling = Object.entries({
    temperature: temperature !== undefined && temperature >= 0 ? temperature : undefined,
    topP: topP !== undefined && topP >= 0 && topP <= 1 ? topP : undefined,
    // 0 and -1 turn it off.
    topK: topK !== undefined && topK > 0 ? Math.round(topK) : undefined,
    frequencyPenalty: data.frequency_penalty,
    repetitionPenalty: repetitionPenalty !== undefined && repetitionPenalty > 0 ? repetitionPenalty : undefined,
  }).filter(([, value]) => value !== undefined);
  return sampling.length === 0 ? null : (Object.fromEntries(sampling) as Sampling);
}
