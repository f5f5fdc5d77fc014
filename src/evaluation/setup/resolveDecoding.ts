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
}

/** Where the settings that a run did not ask for come from. */
export type SamplingSource = "ENGINE" | "NONE";

const stated = z.object({
  temperature: z.number().nonnegative().optional().catch(undefined),
  top_p: z.number().min(0).max(1).optional().catch(undefined),
  top_k: z.int().positive().optional().catch(undefined),
});

/**
 * The settings with which a run samples: what it asks for, then what the makers of the model state
 * (`generation_config.json`, as the engine gives it), then the temperature that fits how the model thinks. What is left out
 * by request is in none of them. A recipe that fixes its decoding, such as that of a preset, is left as it is.
 */
export function resolveDecoding(
  asked: Decoding,
  { thinking, fixedDecoding, leaveOut = [] }: Orders,
  identity: EngineIdentity,
  model: string,
): { decoding: Decoding; source: SamplingSource } {
  const makers = fixedDecoding ? {} : ofMakers(identity.generationConfig);
  const temperature = fixedDecoding
    ? {}
    : { temperature: defaultTemperature(thinking, thinksByDefault(model, identity)) };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const all: Decoding = { ...temperature, ...makers, ...given };
  const decoding = Object.fromEntries(Object.entries(all).filter(([name]) => !leaveOut.includes(name)));
  return { decoding, source: Object.keys(makers).length > 0 ? "ENGINE" : "NONE" };
}

function ofMakers(config: EngineIdentity["generationConfig"]): Decoding {
  const { temperature, top_p: topP, top_k: topK } = stated.parse(config ?? {});
  // A model whose makers sample greedily by default says so.
  const greedy = config?.do_sample === false ? { temperature: 0 } : {};
  const values = { temperature, topP, topK, ...greedy };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
