import { z } from "zod";
import { RequestError } from "../errors/requestError.ts";

/** How much a model may think: as it does by default, not at all, without a limit, or up to a number of tokens. */
export const thinking = z.union([z.enum(["default", "off", "on"]), z.object({ budget: z.int().nonnegative() })]);

/** How much a model may think: `default`, `off`, `on`, or `{ budget }` with the most tokens of reasoning. */
export type Thinking = z.infer<typeof thinking>;

/**
 * Reads how much a model may think from a word: `default`, `off`, `on`, `full` (the same as `on`) or a number of tokens.
 * Throws a `RequestError` that names the argument.
 */
export function readThinking(word: string, argument: string): Thinking {
  if (word === "default" || word === "off" || word === "on") return word;
  if (word === "full") return "on";
  if (/^\d{1,9}$/.test(word)) return { budget: Number(word) };
  throw new RequestError(
    "BAD_RUN",
    `${argument}: "${word}" is none of default, off, on, full, or a number of tokens of up to nine digits.`,
    argument,
  );
}

/** The mode under which the answers are recorded. */
export function modeOf(thinking: Thinking): string {
  return typeof thinking === "object" ? `budget-${thinking.budget}` : thinking;
}

/**
 * The temperature of a run that asks for none: 0.6 for a model that reasons, since it is told to or does so by default, and
 * greedy decoding for one that does not.
 */
export function defaultTemperature(thinking: Thinking, byDefault: boolean): number {
  const reasons = thinking === "default" ? byDefault : thinking !== "off";
  return reasons ? 0.6 : 0;
}
