import { z } from "zod";
import type { Sampling } from "../../decoding/decoding.ts";

const number = z
  .preprocess((value) => (typeof value === "string" && value.trim() !== "" ? Number(value) : value), z.number())
  .optional()
  .catch(undefined);
const stated = z.object({
  temperature: number,
  top_p: number,
  top_k: number,
  frequency_penalty: number,
});

/** The sampling that an engine states as its default, under the names of `generation_config.json`; null where it states none. */
export function samplingDefaults(fields: unknown): Sampling | null {
  const { data } = stated.safeParse(fields);
  if (!data) return null;
  const sampling = Object.entries({
    temperature: data.temperature,
    topP: data.top_p,
    // 0 and -1 turn it off.
    topK: data.top_k !== undefined && data.top_k > 0 ? Math.round(data.top_k) : undefined,
    frequencyPenalty: data.frequency_penalty,
  }).filter(([, value]) => value !== undefined);
  return sampling.length === 0 ? null : (Object.fromEntries(sampling) as Sampling);
}
