import { RequestError } from "../errors/requestError.ts";
import type { Thinking } from "../plugins/contract/runner.ts";

/** How much a model may think, from the word that a user gives: `default`, `off`, `on` or `full`, or a number of tokens. */
export function readThinking(word: string, argument: string): Thinking {
  if (word === "default" || word === "off" || word === "on") return word;
  if (word === "full") return "on";
  if (/^\d+$/.test(word)) return { budget: Number(word) };
  throw new RequestError(
    "BAD_RUN",
    `${argument}: "${word}" is none of default, off, on, full, or a number of tokens.`,
    argument,
  );
}

/** The mode that answers are recorded under. */
export function modeOf(thinking: Thinking): string {
  return typeof thinking === "object" ? `budget-${thinking.budget}` : thinking;
}

/**
 * The temperature where none is asked for: that of arXiv 2512.24776, 0.6 for a model that is told to reason and greedy
 * for one that is not.
 */
export function defaultTemperature(thinking: Thinking): number {
  return thinking === "on" || typeof thinking === "object" ? 0.6 : 0;
}
