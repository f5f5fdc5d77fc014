import { type ChatText, chatText } from "../../plugins/contract/chatText.ts";
import { parseJson } from "./parseJson.ts";

/** Reads events that differ from an earlier one of their stream in a single text. */
export interface RepeatedEvent {
  /** The texts of an event that differs from the one that was learnt in its text alone; null for any other. */
  read(data: string): ChatText | null;
  /** Learns an event of which nothing counts but the texts of its message. */
  learn(data: string, message: Record<string, unknown>): void;
}

/** A stream whose events differ in more, such as in a count, is not learnt again and again. */
const MOST_TRIES = 8;
const MARK = "(a text that stands for any other)";
/** What cannot stand in a text of JSON as it is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON does not allow them in a text.
const ESCAPED = /["\\\u0000-\u001f]/;

const FIELDS = ["content", "reasoning"] as const;

/**
 * Most events of a stream repeat two hundred characters around one token, and parsing them is the largest part of the
 * client's own work. Where an event begins and ends as an earlier one does, up to the marks of quotation around its text,
 * and the text between has nothing that JSON escapes, it parses to the same with that text in place.
 */
export function createRepeatedEvent(): RepeatedEvent {
  let before = "";
  let after = "";
  let field: (typeof FIELDS)[number] | null = null;
  let tries = 0;
  return {
    read(data) {
      if (field === null || data.length < before.length + after.length) return null;
      if (!data.startsWith(before) || !data.endsWith(after)) return null;
      const text = data.slice(before.length, data.length - after.length);
      if (ESCAPED.test(text)) return null;
      tries = 0;
      return { content: "", reasoning: "", refusal: "", [field]: text };
    },
    learn(data, message) {
      if (tries >= MOST_TRIES) return;
      tries++;
      const texts = chatText(message);
      const filled = FIELDS.find((one) => texts[one] !== "");
      if (filled === undefined || ESCAPED.test(texts[filled])) return;
      const at = data.lastIndexOf(`"${texts[filled]}"`) + 1;
      if (at === 0) return;
      const [start, end] = [data.slice(0, at), data.slice(at + texts[filled].length)];
      // Whether this is the place of the text shows by another text in it.
      const marked = parseJson(start + MARK + end) as { choices?: { delta?: Record<string, unknown> }[] } | undefined;
      const delta = marked?.choices?.[0]?.delta;
      if (!delta) return;
      const expected = { content: "", reasoning: "", refusal: "", [filled]: MARK };
      const found = chatText(delta);
      if (FIELDS.some((one) => found[one] !== expected[one]) || found.refusal !== "") return;
      [before, after, field] = [start, end, filled];
    },
  };
}
