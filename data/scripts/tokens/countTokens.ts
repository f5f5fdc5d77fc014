import { createRequire } from "node:module";

type Tokenizer = typeof import("gpt-tokenizer/encoding/o200k_base");

/** It is loaded when it is first used: the rest of the scripts does without it. */
let tokenizer: Tokenizer | undefined;
const load = createRequire(import.meta.url);

/** How the token counts of runs are named whose source has none. */
export const COUNTED_TOKENS = {
  output_tokens: "counted with gpt-tokenizer o200k_base on the completion's text, not with the model's own tokenizer",
  prompt_tokens: "counted with gpt-tokenizer o200k_base on the question alone, without instruction and template",
};

const NO_SPECIAL_TOKENS = { disallowedSpecial: new Set<string>() };

/** The tokens of a text in o200k_base; marks such as `<|endoftext|>` in it are text. */
export function countTokens(text: string): number {
  tokenizer ??= load("gpt-tokenizer/encoding/o200k_base") as Tokenizer;
  return tokenizer.countTokens(text, NO_SPECIAL_TOKENS);
}
