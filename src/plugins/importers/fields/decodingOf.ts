import { DECODING_SETTINGS, type Decoding } from "../../../decoding/decoding.ts";
import { ImportError } from "../../contract/importError.ts";
import { numberAt } from "./figures.ts";
import { textOf } from "./texts.ts";

/** The names that tools give our settings. The first that is stated holds. */
const NAMES = {
  temperature: ["temperature"],
  topP: ["top_p"],
  topK: ["top_k"],
  frequencyPenalty: ["frequency_penalty"],
  maxTokens: ["max_tokens", "max_gen_toks", "max_new_tokens", "max_completion_tokens", "tokens_to_generate"],
  seed: ["seed", "random_seed"],
  thinkingBudget: ["reasoning_tokens", "thinking_token_budget"],
} as const satisfies Partial<Record<keyof Decoding, readonly string[]>>;

const STOPS = ["until", "stop", "stop_seqs", "stop_phrases"];

/**
 * The settings of the sampler that a tool states by its own names.
 *
 * @throws ImportError for a setting that is no number or cannot be, such as a limit of -5 tokens.
 */
export function decodingOf(stated: Readonly<Record<string, unknown>>, place: string): Decoding {
  const decoding: Record<string, unknown> = {};
  for (const [setting, names] of Object.entries(NAMES)) {
    const name = names.find((one) => stated[one] !== undefined && stated[one] !== null);
    const value = name === undefined ? undefined : numberAt(stated[name], `${place}.${name}`);
    if (value === undefined) continue;
    if (!DECODING_SETTINGS[setting as keyof Decoding].schema.safeParse(value).success) {
      throw new ImportError("OUT_OF_RANGE", `${place}.${name}`, `${value} can't be its value.`);
    }
    decoding[setting] = value;
  }
  const stop = STOPS.map((name) => textsOf(stated[name])).find((texts) => texts.length > 0);
  if (stop) decoding.stop = stop;
  return decoding;
}

const textsOf = (value: unknown): string[] =>
  [value].flat(1).flatMap((text) => (textOf(text) ? [textOf(text)!.slice(0, 1000).toWellFormed()] : []));
