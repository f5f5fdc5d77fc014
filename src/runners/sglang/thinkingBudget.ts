const MODULE = "sglang.srt.sampling.custom_logit_processor";
const BASE = "ThinkingBudgetLogitProcessor";

/**
 * The `custom_logit_processor` with which SGLang keeps to a thinking budget in `custom_params`. Null where the model's
 * tokenizer has no single tokens for the tags, or the version has no path that tokenizes.
 *
 * SGLang has such a processor, but only for models whose token ids it knows. So a class with this model's ids is derived
 * from SGLang's own. It is sent as a pickle (which is what `CustomLogitProcessor.to_str` writes), and SGLang loads it
 * only where it was launched with `--enable-custom-logit-processor`.
 */
export async function thinkingBudgetProcessor(tokenize: (text: string) => Promise<number[]>): Promise<string | null> {
  const ids: number[] = [];
  for (const text of ["<think>", "</think>", "\n"]) {
    const tokens = await tokenize(text).catch(() => []);
    if (tokens.length !== 1) return null;
    ids.push(tokens[0]!);
  }
  const [start, end, newLine] = ids as [number, number, number];
  return JSON.stringify({ callable: Buffer.from(pickle(start, end, newLine)).toString("hex") });
}

/** `type("Budget", (ThinkingBudgetLogitProcessor,), {ids})` in pickle's text protocol (Python's `pickletools` lists it). */
const pickle = (start: number, end: number, newLine: number) =>
  "cbuiltins\ntype\n" +
  `(VBudget\n(c${MODULE}\n${BASE}\nt` +
  `(VTHINKING_START_TOKEN_ID\nI${start}\nVTHINKING_END_TOKEN_ID\nI${end}\nVNEW_LINE_TOKEN_ID\nI${newLine}\nd` +
  "tR.";
