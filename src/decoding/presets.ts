import type { Decoding } from "./decoding.ts";
import { defaultTemperature, type Thinking } from "./thinking.ts";

/** Settings of the sampler that go together under a name; what a run asks for itself goes before them. */
export const PRESETS = {
  /** Those of arXiv 2512.24776: 0.6 for a model that is told to reason, greedy decoding for others, and a penalty. */
  paper: (thinking: Thinking): Decoding => ({
    temperature: defaultTemperature(thinking, false),
    frequencyPenalty: 0.05,
  }),
} satisfies Record<string, (thinking: Thinking) => Decoding>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as [PresetName, ...PresetName[]];
