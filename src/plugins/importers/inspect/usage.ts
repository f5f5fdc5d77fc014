import { amountAt, countAt } from "../fields/figures.ts";

/** Tokens of one or more answers, as this project counts them. */
export interface Tokens {
  promptTokens: number;
  cachedPromptTokens?: number;
  outputTokens: number;
  reasoningTokens?: number;
  cost?: number;
}

/**
 * The tokens of a usage of Inspect. Its `input_tokens` are without those that were read from or written to a cache, and its
 * `output_tokens` with those of reasoning; a few providers count otherwise, which the total tells.
 *
 * @throws ImportError for a number of tokens that cannot be.
 */
export function tokensOf(usage: unknown, place: string): Tokens | undefined {
  if (typeof usage !== "object" || usage === null) return undefined;
  const stated = usage as Record<string, unknown>;
  const at = (name: string) => countAt(stated[name], `${place}.${name}`);
  const input = at("input_tokens");
  const output = at("output_tokens");
  if (input === undefined || output === undefined) return undefined;
  const read = at("input_tokens_cache_read");
  const reasoning = at("reasoning_tokens");
  const total = at("total_tokens");
  const cached = (read ?? 0) + (at("input_tokens_cache_write") ?? 0);
  const ways: [prompt: number, output: number][] = [
    [input + cached, output],
    [input + cached, output + (reasoning ?? 0)],
    [input, output],
    [input, output + (reasoning ?? 0)],
  ];
  const [promptTokens, outputTokens] = ways.find(([prompt, answer]) => prompt + answer === total) ?? ways[0]!;
  const cost = amountAt(stated.total_cost, `${place}.total_cost`);
  return {
    promptTokens: countAt(promptTokens, place)!,
    ...(read !== undefined && read <= promptTokens && { cachedPromptTokens: read }),
    outputTokens: countAt(outputTokens, place)!,
    ...(reasoning !== undefined && reasoning <= outputTokens && { reasoningTokens: reasoning }),
    ...(cost !== undefined && { cost }),
  };
}

/** The tokens that remain when those of a grader are taken away; undefined where it has more than there are. */
export function without(tokens: Tokens, graders: readonly Tokens[]): Tokens | undefined {
  const rest = { ...tokens };
  for (const key of Object.keys(rest) as (keyof Tokens)[]) {
    for (const one of graders) rest[key] = rest[key]! - (one[key] ?? 0);
    if (rest[key]! < 0) return undefined;
  }
  return rest;
}
