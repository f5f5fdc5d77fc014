import { createParser } from "eventsource-parser";
import type { ChatText } from "../../plugins/contract/chatText.ts";
import { messageAlone } from "../../runners/client/chatReader.ts";
import { parseJson } from "../../runners/client/parseJson.ts";
import { createRepeatedEvent } from "../../runners/client/repeatedEvent.ts";

export type Fields = Record<string, unknown>;
export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What an event of a stream says: a piece of text of the first choice, any other JSON, the end, or nothing that is read. */
export type StreamEvent =
  | { texts: ChatText }
  | { fields: Fields; type: string | undefined }
  | { unread: string; type: string | undefined }
  | "done"
  | null;

const LF = 10;

/** Gives a function that reads the bytes of one event after the other, as a splitter gives them. */
export function createEventReader(): (event: Buffer) => StreamEvent {
  const repeated = createRepeatedEvent();
  const parser = createParser({
    onEvent({ data, event }) {
      found = { data, type: event };
    },
    onError({ type, field, value }) {
      // llama.cpp wrote its errors so: `error: {…}`.
      if (type === "unknown-field" && field === "error") found = { data: value ?? "", type: "error" };
    },
  });
  let found: { data: string; type: string | undefined } | null = null;

  /** The only line of an event, as nearly every one has, without `data:`; null for any other event. */
  const onlyLine = (event: Buffer): string | null => {
    const end = event.length - 2;
    if (end < 6 || event[end] !== LF || event.indexOf(LF) !== end) return null;
    const text = event.toString("utf8", 0, end);
    if (!text.startsWith("data:")) return null;
    return text.slice(text[5] === " " ? 6 : 5);
  };
  return (event) => {
    const line = onlyLine(event);
    if (line === null) {
      found = null;
      parser.feed(event.toString());
      if (found === null) return null;
    } else found = { data: line, type: undefined };
    const { data, type } = found as { data: string; type: string | undefined };
    if (data.length < 20) {
      const trimmed = data.trim();
      if (trimmed === "") return null;
      if (trimmed === "[DONE]") return "done";
    }
    const texts = type === undefined ? repeated.read(data) : null;
    if (texts) return { texts };
    const fields = parseJson(data);
    if (!isFields(fields)) return { unread: data, type };
    const message = messageAlone(fields);
    if (message && type === undefined && !("usage" in fields)) repeated.learn(data, message);
    return { fields, type };
  };
}

/**
 * Reads the bytes at the end of a stream that no blank line ends: an event that the server did not end, or one that was cut
 * off, which is nothing.
 */
export function readLast(read: (event: Buffer) => StreamEvent, rest: Buffer): StreamEvent {
  const event = read(Buffer.concat([rest, Buffer.from("\n\n")]));
  return event !== null && event !== "done" && "unread" in event ? null : event;
}
