/** The texts of a message or of a piece of it. */
export interface ChatText {
  content: string;
  reasoning: string;
  refusal: string;
}

/**
 * The fields in which servers put reasoning, of which the first that is filled counts: some send the same text twice.
 * vLLM to 0.11 and DeepSeek write `reasoning_content`, vLLM from 0.16 and Ollama `reasoning`, OpenRouter also
 * `reasoning_details`, and some proxies `thinking`.
 */
const REASONING_FIELDS = ["reasoning", "reasoning_content", "reasoning_details", "thinking"];

/** Reads a message in any of the forms in which servers write it, such as a content that is a list of parts. */
export function chatText(message: Record<string, unknown>): ChatText {
  const text = { content: "", reasoning: "", refusal: typeof message.refusal === "string" ? message.refusal : "" };
  if (typeof message.content === "string") text.content = message.content;
  else if (Array.isArray(message.content)) for (const part of message.content) readPart(part, text);
  for (const field of REASONING_FIELDS) {
    const value = message[field];
    if (value === undefined || value === null) continue;
    const reasoning = plainText(value);
    if (reasoning === "") continue;
    text.reasoning = reasoning;
    break;
  }
  return text;
}

function readPart(part: unknown, text: ChatText): void {
  if (typeof part === "string") text.content += part;
  if (typeof part !== "object" || part === null) return;
  const { type } = part as { type?: unknown };
  if (typeof type === "string" && /think|reason/i.test(type)) text.reasoning += plainText(part);
  else if (type === "refusal") text.refusal += plainText(part);
  else text.content += plainText(part);
}

/** The fields of a part that can hold its text, which may be parts again. */
const TEXT_FIELDS = ["text", "thinking", "reasoning", "summary", "refusal", "content"];
const DEEPEST = 5;

function plainText(value: unknown, depth = 0): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || depth > DEEPEST) return "";
  if (Array.isArray(value)) return value.map((part) => plainText(part, depth + 1)).join("");
  for (const field of TEXT_FIELDS) {
    const text = plainText((value as Record<string, unknown>)[field], depth + 1);
    if (text !== "") return text;
  }
  return "";
}
