import { createParser } from "eventsource-parser";
import { type ChatText, chatText } from "../../plugins/contract/chatText.ts";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import { failureInEvent } from "./failures.ts";
import { parseJson } from "./parseJson.ts";
import { createRepeatedEvent } from "./repeatedEvent.ts";

/** A chat completion, put together from the pieces of its stream. */
export interface Chat {
  /** The text of the fields for reasoning; empty where there was none. */
  reasoning: string;
  content: string;
  /** The text with which the model or a filter refuses; empty where there was none. */
  refusal: string;
  /** Null where the stream ended before. */
  finishReason: string | null;
  /** What the engine says of its counts and times, as it came; null where it says nothing. */
  usage: unknown;
  /** More such fields: `timings` (llama.cpp), `time_info` (Cerebras), `x_groq`. */
  timings: Record<string, unknown>;
  /** The number of events that had text. */
  pieces: number;
  /** The number of characters that were left out since the text grew too long. */
  charactersLeftOut: number;
  /** Seconds until the first text of any kind; null where none came or the answer was no stream. */
  ttft: number | null;
  /** The length of the content after each of its pieces, and the seconds until then. */
  contentTimes: { length: number[]; seconds: number[] };
}

export interface ChatListener {
  /** Seconds since the request was sent. */
  clock(): number;
  /** Called once with the whole chat; nothing is read after that. */
  onEnd(chat: Chat): void;
  /** Called once instead of `onEnd` where the reply reports a failure, with what came before. */
  onFailure(failure: RunnerError, chat: Chat): void;
  /** Takes secrets out of a text for a message. */
  conceal(text: string): string;
}

export interface ChatReader {
  /** Reads bytes of the reply, in whatever pieces they come. */
  feed(bytes: Uint8Array): void;
  /** Tells that the reply has ended by the rules of HTTP, or otherwise by which failure. */
  end(failure?: RunnerError): void;
  /** What has come so far. */
  chat: Chat;
}

/** The most characters of one event, or of a reply that is no stream. */
const LONGEST_EVENT = 64 * 1024 * 1024;
/** The most characters that are kept of an answer with its reasoning: those of about a million tokens. */
export const LONGEST_TEXT = 4_000_000;

const TIMINGS = ["timings", "time_info", "x_groq"];

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads a chat completion. A stream is whole with `[DONE]`, or with a finish reason where it then ends by the rules of
 * HTTP or has told its usage: some servers send no `[DONE]`. A reply that is no stream is read as one answer.
 */
export function createChatReader({ clock, onEnd, onFailure, conceal }: ChatListener): ChatReader {
  const decoder = new TextDecoder();
  const repeated = createRepeatedEvent();
  const chat: Chat = {
    reasoning: "",
    content: "",
    refusal: "",
    finishReason: null,
    usage: null,
    timings: {},
    pieces: 0,
    charactersLeftOut: 0,
    ttft: null,
    contentTimes: { length: [], seconds: [] },
  };
  let ended = false;
  let isEnding = false;
  /** The text of a reply that is no stream; null while that is not known to be so. */
  let whole: string | null = null;
  let start = "";
  let isStream = false;

  const fail = (failure: RunnerError) => {
    if (ended) return;
    ended = true;
    onFailure(failure, chat);
  };
  const finish = () => {
    const failure = failureOfEnd(chat.finishReason);
    if (failure) return fail(failure);
    ended = true;
    onEnd(chat);
  };
  const room = (text: string) => {
    const left = Math.max(0, LONGEST_TEXT - chat.reasoning.length - chat.content.length - chat.refusal.length);
    chat.charactersLeftOut += Math.max(0, text.length - left);
    return text.length <= left ? text : text.slice(0, left);
  };
  const takeTexts = ({ content, reasoning, refusal }: ChatText, streamed: boolean) => {
    if (content === "" && reasoning === "" && refusal === "") return;
    chat.pieces++;
    if (streamed && chat.ttft === null) chat.ttft = clock();
    if (reasoning !== "") chat.reasoning += room(reasoning);
    if (refusal !== "") chat.refusal += room(refusal);
    if (content === "") return;
    chat.content += room(content);
    if (!streamed) return;
    chat.contentTimes.length.push(chat.content.length);
    chat.contentTimes.seconds.push(clock());
  };
  const take = (event: Fields, streamed: boolean) => {
    const choices = Array.isArray(event.choices) ? event.choices : [];
    const isFirst = (one: unknown) => isFields(one) && (one.index ?? 0) === 0;
    const choice: Fields | undefined = isFirst(choices[0]) ? choices[0] : choices.find(isFirst);
    if (choice) {
      // Some streams repeat the whole message at their end.
      const message = isFields(choice.delta) ? choice.delta : chat.pieces === 0 ? choice.message : undefined;
      if (isFields(message)) takeTexts(chatText(message), streamed);
      if (typeof choice.finish_reason === "string" && choice.finish_reason !== "") {
        chat.finishReason = choice.finish_reason.slice(0, 100);
      }
    }
    if (event.usage !== undefined && event.usage !== null) chat.usage = event.usage;
    for (const field of TIMINGS) if (field in event && isFields(event[field])) chat.timings[field] = event[field];
  };
  const takeEvent = (data: string, type: string | undefined) => {
    if (ended || (data.length < 20 && data.trim() === "")) return;
    if (data.length < 20 && data.trim() === "[DONE]") return finish();
    const texts = type === undefined ? repeated.read(data) : null;
    if (texts) return takeTexts(texts, true);
    const event = parseJson(data);
    if (isFields(event)) {
      const failure = failureInEvent(type === "error" && !("error" in event) ? { error: event } : event, conceal);
      if (failure) return fail(failure);
      take(event, true);
      const message = messageAlone(event);
      if (message && type === undefined) repeated.learn(data, message);
      return;
    }
    // The last event of a stream that was cut is no fault of the server's.
    if (isEnding) return;
    if (type === "error") return fail(failureInEvent({ error: data }, conceal)!);
    fail(new RunnerError("ENGINE_FAILED", `The engine sent an event that is not JSON: ${conceal(data).slice(0, 80)}`));
  };
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT,
    onError(error) {
      // llama.cpp wrote its errors so: `error: {…}`.
      if (error.type === "unknown-field" && error.field === "error") {
        return fail(failureInEvent({ error: parseJson(error.value ?? "") ?? error.value ?? "" }, conceal)!);
      }
      if (error.type !== "max-buffer-size-exceeded") return;
      fail(new RunnerError("REPLY_TOO_LARGE", `The engine sent an event of more than ${LONGEST_EVENT} characters.`));
    },
    onEvent: ({ data, event }) => takeEvent(data, event),
  });
  const feedText = (text: string) => {
    if (whole !== null) {
      whole += text;
      if (whole.length <= LONGEST_EVENT) return;
      return fail(new RunnerError("REPLY_TOO_LARGE", `The engine's reply has more than ${LONGEST_EVENT} characters.`));
    }
    if (isStream) return parser.feed(text);
    start += text;
    const first = /\S/.exec(start)?.[0];
    if (first === undefined) return;
    // No line of a stream of events begins with one of these.
    if ("{[<".includes(first)) {
      whole = start;
      return;
    }
    isStream = true;
    parser.feed(start);
  };
  const endWhole = (text: string) => {
    const reply = parseJson(text);
    if (!isFields(reply) || !("choices" in reply || "error" in reply || "detail" in reply || "object" in reply)) {
      const sent = conceal(text).trim().slice(0, 80).replace(/\s+/g, " ");
      return fail(new RunnerError("ENGINE_FAILED", `The engine's reply is no chat completion: ${sent}`));
    }
    const failure = failureInEvent(reply, conceal);
    if (failure) return fail(failure);
    take(reply, false);
    chat.finishReason ??= "unknown";
    finish();
  };
  return {
    chat,
    feed(bytes) {
      if (!ended) feedText(decoder.decode(bytes, { stream: true }));
    },
    end(failure) {
      if (ended) return;
      if (whole !== null && !failure) return endWhole(whole);
      isEnding = true;
      if (whole === null) parser.feed("\n\n");
      if (ended) return;
      const isWhole = chat.finishReason !== null && (!failure || chat.usage !== null);
      if (isWhole) return finish();
      fail(failure ?? new RunnerError("CONNECTION_LOST", "The reply ended before the answer was complete."));
    },
  };
}

/** The message of an event in which nothing else counts; null for any other event. */
export function messageAlone(event: Fields): Fields | null {
  const { choices, usage } = event;
  if (!Array.isArray(choices) || choices.length !== 1 || (usage !== undefined && usage !== null)) return null;
  if (!isFields(choices[0])) return null;
  const { delta, finish_reason: reason, index } = choices[0];
  if (!isFields(delta) || (reason !== undefined && reason !== null) || (index ?? 0) !== 0) return null;
  return TIMINGS.some((field) => field in event) ? null : delta;
}

/** The failure of a stream that reached its end: a vLLM that is shut down ends its answers so, by `abort` and with usage. */
function failureOfEnd(finishReason: string | null): RunnerError | null {
  if (finishReason === "error") return new RunnerError("ENGINE_FAILED", "The engine ended the answer by an error.");
  if (finishReason !== null && finishReason !== "abort") return null;
  return new RunnerError("ABORTED", "The engine ended the answer before the model did.");
}
