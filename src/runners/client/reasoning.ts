import { type Circumstances, type SplitCompletion, splitReasoning } from "../../plugins/grading/thought/reasoning.ts";

/**
 * Separates reasoning from the answer: by the engine's own field where the engine filled it, and by the marks in the
 * text. In a text beside that field, only a mark that opens a thought counts.
 */
export function separateReasoning(
  { reasoning, content }: { reasoning: string; content: string },
  circumstances: Circumstances = {},
): SplitCompletion {
  if (reasoning.trim() === "") return splitReasoning(content, circumstances);
  const parts = splitReasoning(content, { ...circumstances, opened: false });
  const start = content.search(/\S/);
  const rest = parts.openedByPrompt
    ? { ...parts, answer: content, reasoning: null, answerAt: start === -1 ? null : start, openedByPrompt: false }
    : parts;
  // vLLM to 0.11 leaves the opening tag in the field for reasoning.
  const thought = splitReasoning(reasoning, { opened: true }).reasoning ?? reasoning;
  return { ...rest, reasoning: rest.reasoning === null ? thought : `${thought}\n${rest.reasoning}` };
}
