const MODULE = "sglang.srt.sampling.custom_logit_processor";
const BASE = "ThinkingBudgetLogitProcessor";

/**
 * What SGLang takes as `custom_logit_processor` to hold a thinking budget, which comes with `custom_params`; null where
 * the model's tokenizer has no single tokens for the tags, or the version no tokenizer to ask.
 *
 * SGLang has the processor, but only for models whose token ids it knows. So a class with this model's ids is derived
 * from SGLang's own. It travels as a pickle (what `CustomLogitProcessor.to_str` writes), which SGLang loads only where it
 * was launched with `--enable-custom-logit-processor`.
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

/** `type("Budget", (ThinkingBudgetLogitProcessor,), {ids})` in pickle's text protocol (opcodes of Python's pickletools). */
const pickle = (start: number, end: number, newLine: number) =>
  "cbuiltins\ntype\n" +
  `(VBudget\n(c${MODULE}\n${BASE}\nt` +
  `(VTHINKING_START_TOKEN_ID\nI${start}\nVTHINKING_END_TOKEN_ID\nI${end}\nVNEW_LINE_TOKEN_ID\nI${newLine}\nd` +
  "tR.";
