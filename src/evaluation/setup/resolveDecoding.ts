import { z } from "zod";
import type { Decoding } from "../../decoding/decoding.ts";
import { defaultTemperature, type Thinking } from "../../decoding/thinking.ts";
import type { EngineIdentity } from "../../plugins/contract/runner.ts";
import { thinksByDefault } from "./thinksByDefault.ts";

/** What the recipe of a run says of its sampling. */
interface Orders {
  thinking: Thinking;
  fixedDecoding: boolean;
  leaveOut?: readonly string[] | undefined;
  chatTemplateKwargs?: Record<string, unknown> | undefined;
}

/** Where the settings that a run did not ask for come from. */
export type SamplingSource = "ENGINE" | "NONE";

const stated = z.object({
  temperature: z.number().nonnegative().optional().catch(undefined),
  topP: z.number().min(0).max(1).optional().catch(undefined),
  topK: z.int().positive().optional().catch(undefined),
  frequencyPenalty: z.number().optional().catch(undefined),
});

/**
 * The settings with which a run samples: what it asks for, then what the makers of the model state
 * (`generation_config.json`, as the engine gives it), then the temperature that fits how the model thinks. What is left out
 * by request is in none of them. A recipe that fixes its decoding, such as that of a preset, is left as it is.
 */
export function resolveDecoding(
  asked: Decoding,
  { thinking, fixedDecoding, leaveOut = [], chatTemplateKwargs }: Orders,
  identity: EngineIdentity,
  model: string,
): { decoding: Decoding; source: SamplingSource } {
  const makers = fixedDecoding ? {} : ofMakers(identity.generationConfig);
  // The switches of chat templates that say the same as `thinking` does.
  const told = chatTemplateKwargs?.enable_thinking ?? chatTemplateKwargs?.thinking;
  const byDefault = typeof told === "boolean" ? told : thinksByDefault(model, identity);
  const temperature = fixedDecoding ? {} : { temperature: defaultTemperature(thinking, byDefault) };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const all: Decoding = { ...temperature, ...makers, ...given };
  const decoding = Object.fromEntries(Object.entries(all).filter(([name]) => !leaveOut.includes(name)));
  return { decoding, source: Object.keys(makers).length > 0 ? "ENGINE" : "NONE" };
}

function ofMakers(config: EngineIdentity["generationConfig"]): Decoding {
  return Object.fromEntries(Object.entries(stated.parse(config ?? {})).filter(([, value]) => value !== undefined));
}
