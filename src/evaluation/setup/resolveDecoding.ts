import { z } from "zod";
import { type Decoding, decoding, type Sampling } from "../../decoding/decoding.ts";
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

/** The model that is measured, with the sampling that its makers state where the store has it. */
export interface MeasuredModel {
  slug: string;
  generationDefaults: Sampling | null;
}

/**
 * Where a setting comes from: the run asked for it (or its preset), the engine states it, the makers of the model state it
 * by the store, or it is our own choice.
 */
const settingSource = z.enum(["ASKED", "ENGINE", "MODEL", "OURS"]);
export type SettingSource = z.infer<typeof settingSource>;

/** The settings with which a run samples, and the source of each. */
const resolvedDecoding = z.object({
  decoding,
  sources: z.partialRecord(decoding.keyof(), settingSource),
});
export type ResolvedDecoding = z.infer<typeof resolvedDecoding>;

/** The settings that the first answers of a run were sampled with, where its recipe has them: the others follow them. */
export const settledDecoding = (sampling: unknown): ResolvedDecoding | null =>
  resolvedDecoding.safeParse(sampling).data ?? null;

const stated = z.object({
  temperature: z.number().nonnegative().optional().catch(undefined),
  topP: z.number().min(0).max(1).optional().catch(undefined),
  topK: z.int().positive().optional().catch(undefined),
  frequencyPenalty: z.number().optional().catch(undefined),
  repetitionPenalty: z.number().positive().optional().catch(undefined),
});

/**
 * The settings with which a run samples, each from the first that states it: the run, the engine, the makers of the model
 * (`generation_config.json`, as the store has it), and at last the temperature that fits how the model thinks. What is left
 * out by request is in none of them. A recipe that fixes its decoding, such as that of a preset, is left as it is.
 *
 * @param engine null before it is open: then the plan is told, which what the engine states can change.
 */
export function resolveDecoding(
  asked: Decoding,
  { thinking, fixedDecoding, leaveOut = [], chatTemplateKwargs }: Orders,
  engine: Pick<EngineIdentity, "generationConfig" | "flags"> | null,
  model: MeasuredModel,
): ResolvedDecoding {
  // The switches of chat templates that say the same as `thinking` does.
  const told = chatTemplateKwargs?.enable_thinking ?? chatTemplateKwargs?.thinking;
  const byDefault = typeof told === "boolean" ? told : thinksByDefault(model.slug, engine ?? {});
  const levels: [SettingSource, Decoding][] = fixedDecoding
    ? [["ASKED", asked]]
    : [
        ["OURS", { temperature: defaultTemperature(thinking, byDefault) }],
        ["MODEL", stated.parse(model.generationDefaults ?? {})],
        ["ENGINE", stated.parse(engine?.generationConfig ?? {})],
        ["ASKED", asked],
      ];
  const settings = new Map<string, [SettingSource, unknown]>();
  for (const [source, level] of levels) {
    for (const [name, value] of Object.entries(level)) {
      if (value !== undefined && !leaveOut.includes(name)) settings.set(name, [source, value]);
    }
  }
  return {
    decoding: Object.fromEntries([...settings].map(([name, [, value]]) => [name, value])),
    sources: Object.fromEntries([...settings].map(([name, [source]]) => [name, source])),
  };
}

/** The same settings without those that the engine does not take. */
export function withoutIgnored(
  { decoding, sources }: ResolvedDecoding,
  ignored: ReadonlySet<string>,
): ResolvedDecoding {
  const taken = <T extends object>(settings: T) =>
    Object.fromEntries(Object.entries(settings).filter(([name]) => !ignored.has(name))) as T;
  return { decoding: taken(decoding), sources: taken(sources) };
}
