import { z } from "zod";

/** One setting of how answers are sampled: its type, its meaning, and how a run asks for it. */
interface DecodingSetting {
  schema: z.ZodType;
  /** What a recorded value means, in whole sentences. */
  description: string;
  /** How a run can ask for it; absent where no run can. */
  request?: {
    /** The letter that stands for the value in the help of a command. */
    symbol: string;
    /** What holds where a run does not ask for it: a value, or a sentence where the value depends on other things. */
    otherwise: { value: unknown } | { sentence: string };
  };
}

const MODEL_DEFAULT = { sentence: "If it is left out, the model's own default holds." };

/**
 * Every setting of how answers are sampled, beyond what the mode says. The types, the checks, the fields of the public
 * schema, the flags of `paretograph run` and the documentation of them all follow from this table.
 */
export const DECODING_SETTINGS = {
  temperature: {
    schema: z.number().nonnegative(),
    description: "The temperature of the sampling. At 0 the likeliest token is always taken.",
    request: {
      symbol: "t",
      otherwise: { sentence: "If it is left out, it is 0.6 where the model is told to think, and 0 elsewhere." },
    },
  },
  topP: {
    schema: z.number().min(0).max(1),
    description: "Nucleus sampling keeps the likeliest tokens that together have this share of the probability.",
    request: { symbol: "p", otherwise: MODEL_DEFAULT },
  },
  topK: {
    schema: z.int().positive(),
    description: "Top-k sampling keeps this many of the likeliest tokens.",
    request: { symbol: "k", otherwise: MODEL_DEFAULT },
  },
  frequencyPenalty: {
    schema: z.number(),
    description: "The logit of a token is lowered by this for each time that the token came before.",
    // The value of arXiv 2512.24776.
    request: { symbol: "f", otherwise: { value: 0.05 } },
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
    schema: z.int().nonnegative(),
    description: "The seed of the sampling. Repeat k of a problem is sampled with the seed plus k.",
    request: { symbol: "n", otherwise: { value: 0 } },
  },
  thinkingBudget: {
    schema: z.int().nonnegative(),
    description: "The model may write at most this many reasoning tokens.",
  },
  stop: {
    schema: z.array(z.string()),
    description: "An answer ends before any of these texts.",
  },
} as const satisfies Record<string, DecodingSetting>;

type Settings = typeof DECODING_SETTINGS;

const shape = Object.fromEntries(
  Object.entries(DECODING_SETTINGS).map(([name, { schema }]) => [name, schema.optional()]),
) as { [Name in keyof Settings]: z.ZodOptional<Settings[Name]["schema"]> };

/** How answers were sampled. A setting that is absent is not known, or was left to the engine. */
export const decoding = z.strictObject(shape);

export type Decoding = z.infer<typeof decoding>;

/** The settings that an engine takes with each request; a thinking budget is asked for by its own way. */
export type Sampling = Omit<Decoding, "thinkingBudget">;
