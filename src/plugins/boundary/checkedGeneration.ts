import { z } from "zod";
import type { EngineIdentity, EngineLoad, Generation } from "../contract/runner.ts";

const LONGEST_ANSWER = 50_000_000;
const LONGEST_NAME = 10_000;

const text = z.string().max(LONGEST_ANSWER);
const name = z.string().max(LONGEST_NAME);
const notes = z.array(name).max(1000);

/**
 * What a run reads of a completion as text. Counts and times are left as they are: one that cannot be is stored as not
 * known.
 */
const generation = z.looseObject({
  answer: text,
  reasoning: text.nullable().default(null),
  finishReason: name,
  reasoningTokensNote: name.nullable().default(null),
  usageNotes: notes.optional(),
  refused: z.boolean().optional(),
  ignored: notes.default([]),
});

const identity = z.looseObject({
  engine: name,
  version: name.nullable(),
  model: name,
  modelRoot: name.nullable(),
  contextLength: z.number().nullable(),
});

const reading = z.number().nullable();
const load = z
  .object({ running: reading, waiting: reading, cacheUsage: reading, promptTokens: reading, outputTokens: reading })
  .nullable();

/** Gives what a runner gave, or throws an error of zod that names the field at fault. */
export const checkedGeneration = (given: unknown) => generation.parse(given) as unknown as Generation;
export const checkedIdentity = (given: unknown) => identity.parse(given) as unknown as EngineIdentity;
export const checkedLoad = (given: unknown): EngineLoad | null => load.parse(given);
export const checkedProcess = (given: unknown): number | undefined => z.int().positive().optional().parse(given);
