import { z } from "zod";

/** One setting of the sampler: its type, its meaning, and how a run asks for it. */
interface DecodingSetting {
  /** Checks a recorded value. It allows every value that a source may state, such as -1 for a top-k that is off. */
  schema: z.ZodType;
  /** The meaning of a recorded value, in whole sentences. */
  description: string;
  /** How a run can ask for it. Absent if no run can. */
  request?: {
    /** Checks the value of a request, if not every recorded value can be asked for. */
    schema?: z.ZodType;
    /** The letter that stands for the value in the help of a command. */
    symbol: string;
    /** The value for a run that does not ask for it, or a sentence if that value depends on other things. */
    otherwise: { value: unknown } | { sentence: string };
    /** Makes the value of the text that a command is given, if its type does not say how. */
    read?: (text: string) => unknown;
  };
}

const MODEL_DEFAULT = { sentence: "If it is left out, the default of the model's makers holds." };

/**
 * Every setting of the sampler beside the mode. The types, the checks, the fields of the public
 * schema, the flags of `paretograph run` and the documentation of them all follow from this table.
 */
export const DECODING_SETTINGS = {
  temperature: {
    schema: z.number(),
    description: "The temperature of the sampling. At 0 the likeliest token is always taken.",
    request: {
      schema: z.number().nonnegative(),
      symbol: "t",
      otherwise: {
        sentence:
          "If it is left out, it is that of the model's makers where the engine or the store has it, else 0.6 where the model thinks and 0 elsewhere.",
      },
    },
  },
  topP: {
    schema: z.number(),
    description: "Nucleus sampling keeps the likeliest tokens that together have this share of the probability.",
    request: { schema: z.number().min(0).max(1), symbol: "p", otherwise: MODEL_DEFAULT },
  },
  topK: {
    schema: z.int(),
    description: "Top-k sampling keeps this many of the likeliest tokens.",
    request: { schema: z.int().positive(), symbol: "k", otherwise: MODEL_DEFAULT },
  },
  frequencyPenalty: {
    schema: z.number(),
    description: "The logit of a token is lowered by this for each time that the token came before.",
    request: { symbol: "f", otherwise: { sentence: "If it is left out, there is none unless the engine states one." } },
  },
  repetitionPenalty: {
    schema: z.number(),
    description:
      "The logit of a token that came before, in the prompt or the answer, is divided by this where it is positive and multiplied elsewhere. At 1 there is none.",
    request: { schema: z.number().positive(), symbol: "r", otherwise: MODEL_DEFAULT },
  },
  maxTokens: {
    schema: z.int().positive(),
    description: "An answer has at most this many tokens, its reasoning included.",
    request: {
      symbol: "n",
      otherwise: { sentence: "If it is left out, only the model's context limits the answer." },
    },
  },
  seed: {
    schema: z.int(),
    description: "The seed of the sampling. Repeat k of a problem is sampled with the seed plus k.",
    request: { schema: z.int().nonnegative(), symbol: "n", otherwise: { value: 0 } },
  },
  thinkingBudget: {
    schema: z.int().nonnegative(),
    description: "The model may write at most this many reasoning tokens.",
  },
  stop: {
    schema: z.array(z.string()),
    description: "An answer ends before any of these texts.",
    request: {
      schema: z.array(z.string().min(1).max(1000)).min(1).max(16),
      symbol: "texts",
      otherwise: {
        sentence: "A command takes one text, or a list of them as JSON. If it is left out, there are none.",
      },
      read: readTexts,
    },
  },
} as const satisfies Record<string, DecodingSetting>;

/** A list in JSON, or one text as it stands. */
function readTexts(text: string): unknown {
  try {
    const list = JSON.parse(text);
    if (Array.isArray(list)) return list;
  } catch {
    // It is a text.
  }
  return [text];
}

type Settings = typeof DECODING_SETTINGS;

const shape = Object.fromEntries(
  Object.entries(DECODING_SETTINGS).map(([name, { schema, description }]) => [
    name,
    schema.optional().describe(description),
  ]),
) as { [Name in keyof Settings]: z.ZodOptional<Settings[Name]["schema"]> };

/** The settings with which answers were sampled. A setting that is absent is not known, or was left to the engine. */
export const decoding = z.strictObject(shape);

/** Settings of a sampler by their names; what is absent is not known, or was left to the engine. */
export type Decoding = z.infer<typeof decoding>;

/** The settings that an engine takes with each request; a thinking budget is asked for by its own way. */
export type Sampling = Omit<Decoding, "thinkingBudget">;
