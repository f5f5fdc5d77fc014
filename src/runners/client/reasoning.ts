const OPEN = "<think>";
const CLOSE = "</think>";

/** An answer and the reasoning before it. */
export interface Separated {
  answer: string;
  /** Null where the model did not reason. */
  reasoning: string | null;
}

/**
 * Separates reasoning from the answer: by the engine's own field where the engine filled it, otherwise by `<think>` and
 * `</think>`.
 *
 * @param promptOpensThinking whether the prompt ends with `<think>`: text without any tag is then thinking that was cut
 */
export function separateReasoning(
  { reasoning, content }: { reasoning: string; content: string },
  promptOpensThinking = false,
): Separated {
  // vLLM to 0.11 leaves the opening tag in the field for reasoning.
  if (reasoning !== "") return { answer: content, reasoning: withoutOpeningTag(reasoning) };
  const opened = startsThinking(content);
  const close = content.indexOf(CLOSE);
  // A template may write the opening tag into the prompt, so that the text has only the closing tag.
  if (close !== -1 && (opened || !content.slice(0, close).includes(OPEN))) {
    const before = withoutOpeningTag(content.slice(0, close));
    return { answer: content.slice(close + CLOSE.length), reasoning: before.trim() === "" ? null : before };
  }
  if (opened || promptOpensThinking) return { answer: "", reasoning: withoutOpeningTag(content) || null };
  return { answer: content, reasoning: null };
}

const startsThinking = (text: string) => text.trimStart().startsWith(OPEN);

const withoutOpeningTag = (text: string) => (startsThinking(text) ? text.trimStart().slice(OPEN.length) : text);
