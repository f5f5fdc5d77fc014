export interface SplitCompletion {
  /** The reasoning before the answer; null where the text does not mark it. */
  reasoning: string | null;
  answer: string;
}

/**
 * Splits a reasoning model's completion at the mark that ends its thinking: `</think>` (with or without an opening
 * one), or the headings `think` and `answer` on lines of their own (s1).
 */
export function splitReasoning(completion: string): SplitCompletion {
  const end = completion.lastIndexOf("</think>");
  if (end >= 0) {
    return {
      reasoning: completion.slice(0, end).replace(/^\s*<think>\s*/, ""),
      answer: completion.slice(end + "</think>".length),
    };
  }
  if (completion.startsWith("think\n")) {
    const heading = completion.indexOf("\nanswer\n");
    if (heading < 0) return { reasoning: completion.slice("think\n".length), answer: "" };
    return {
      reasoning: completion.slice("think\n".length, heading),
      answer: completion.slice(heading + "\nanswer\n".length),
    };
  }
  return { reasoning: null, answer: completion };
}
