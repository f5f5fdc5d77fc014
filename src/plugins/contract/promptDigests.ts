import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { chatText } from "./chatText.ts";

/** The digest of a text without the space around it, in hexadecimal digits: harnesses trim answers and prompts, or don't. */
export function digestOfText(text: string): string {
  return createHash("sha256").update(text.trim()).digest("hex");
}

/** The digests by which a prompt is found again in the files of a harness. */
export interface PromptDigests {
  /** SHA-256 of the messages, or of the prompt of a completion, as canonical JSON (RFC 8785). */
  whole: string;
  /** `digestOfText` of the last message of the user, or of the prompt of a completion; null where that is no text. */
  text: string | null;
}

/**
 * The prompts of a request: one for a chat, and as many as a request for completions has in its list. None where the body
 * is no such request.
 */
export function promptsOf(body: Record<string, unknown>): PromptDigests[] {
  if (Array.isArray(body.messages)) {
    return [{ whole: digestOfJson(body.messages), text: digestOrNull(lastUserText(body.messages)) }];
  }
  const { prompt } = body;
  if (typeof prompt === "string") return [{ whole: digestOfJson(prompt), text: digestOfText(prompt) }];
  if (!Array.isArray(prompt)) return [];
  // A prompt can be a list of the numbers of its tokens.
  const isOne = prompt.length > 0 && prompt.every((item) => typeof item === "number");
  const all: unknown[] = isOne ? [prompt] : prompt;
  return all.map((one) => ({ whole: digestOfJson(one), text: typeof one === "string" ? digestOfText(one) : null }));
}

/** The text of the last message of the user, its parts put together; null where there is none. */
export function lastUserText(messages: unknown[]): string | null {
  const isUsers = (one: unknown): one is Record<string, unknown> =>
    typeof one === "object" && one !== null && (one as { role?: unknown }).role === "user";
  const last = messages.findLast(isUsers);
  if (!last) return null;
  const { content } = chatText({ content: last.content });
  return content === "" ? null : content;
}

const digestOrNull = (text: string | null) => (text === null ? null : digestOfText(text));

const digestOfJson = (value: unknown) =>
  createHash("sha256")
    .update(canonicalize(wellFormed(value)) ?? "null")
    .digest("hex");

/** Half a surrogate pair has no canonical form; it becomes the character that stands for it in UTF-8. */
function wellFormed(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name.toWellFormed(), wellFormed(one)]));
}
