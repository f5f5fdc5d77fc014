import { createParser } from "eventsource-parser";
import type { Dispatcher } from "undici";
import { RunnerError } from "../plugins/runner.ts";
import { addressOf, type Connection } from "./connection.ts";
import { failureInEvent, failureOfConnection, failureOfReply } from "./failures.ts";

/** A chat completion as its stream told it: texts as they came, put together. */
export interface StreamedChat {
  /** What came in a field for reasoning; empty where nothing did. */
  reasoning: string;
  content: string;
  finishReason: string;
  usage: Usage | null;
  /** Seconds from sending the request to the first text, null where no text came. */
  ttft: number | null;
  /** Seconds from sending the request to the end of the stream. */
  latency: number;
}

/** The engine's count. An event is not a token: some tokens give no event, and some events hold several tokens. */
export interface Usage {
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  reasoning_tokens?: number | null;
  completion_tokens_details?: { reasoning_tokens?: number | null } | null;
}

interface ChatEvent {
  choices?: {
    /** vLLM named the field for reasoning `reasoning_content` to 0.11, both with the same text to 0.15, then `reasoning`. */
    delta?: { content?: string | null; reasoning?: string | null; reasoning_content?: string | null };
    finish_reason?: string | null;
  }[];
  usage?: Usage | null;
}

/**
 * Sends a chat completion request and reads its stream to `[DONE]`. Throws a `RunnerError`; a stream that ends without
 * `[DONE]` is `CONNECTION_LOST`, whatever came before.
 *
 * It takes the events from the dispatcher's own callbacks: a body as an async iterator costs a third more CPU.
 */
export function streamChat(
  connection: Connection,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<StreamedChat> {
  return new Promise((resolve, reject) => {
    const address = addressOf(connection);
    const sent = performance.now();
    const seconds = () => (performance.now() - sent) / 1000;
    const chat = { reasoning: "", content: "", usage: null as Usage | null, ttft: null as number | null };
    let finishReason: string | null = null;
    let done = false;
    let controller: Dispatcher.DispatchController | undefined;
    let status = 0;
    let headers: Record<string, string | string[] | undefined> = {};
    let refusal = "";

    const give = (settle: () => void) => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      settle();
    };
    const fail = (error: RunnerError) => give(() => reject(error));
    const breakOff = (error: RunnerError) => {
      fail(error);
      controller?.abort(error);
    };
    const onAbort = () => breakOff(failureOfConnection(signal.reason, address, signal));
    const { total } = connection.timeouts;
    const timer = setTimeout(
      () => breakOff(new RunnerError("TIMED_OUT", `No whole answer from ${address} within ${total} s.`)),
      total * 1000,
    );

    const parser = createParser({
      onEvent({ data }) {
        if (done) return;
        if (data === "[DONE]") return finish();
        const event = readEvent(data);
        if (event instanceof RunnerError) return fail(event);
        const choice = event.choices?.[0];
        if (choice) {
          const { delta } = choice;
          const reasoning = delta?.reasoning ?? delta?.reasoning_content;
          if (reasoning) chat.reasoning += reasoning;
          if (delta?.content) chat.content += delta.content;
          if (chat.ttft === null && (reasoning || delta?.content)) chat.ttft = seconds();
          if (choice.finish_reason) finishReason = choice.finish_reason;
        }
        if (event.usage) chat.usage = event.usage;
      },
    });
    const finish = () => {
      if (finishReason === "error")
        return fail(new RunnerError("ENGINE_FAILED", "The engine ended the answer by an error."));
      if (finishReason === null || finishReason === "abort") {
        return fail(new RunnerError("ABORTED", "The engine ended the answer before the model did."));
      }
      const ended = finishReason;
      give(() => resolve({ ...chat, finishReason: ended, latency: seconds() }));
    };

    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort);
    const decoder = new TextDecoder();
    connection.agent.dispatch(
      {
        origin: connection.origin,
        path: `${connection.prefix}${path}`,
        method: "POST",
        headers: connection.headers,
        body: JSON.stringify(body),
      },
      {
        onRequestStart(started) {
          controller = started;
          if (done) started.abort(new Error("The request was given up."));
        },
        onResponseStart(_controller, code, replyHeaders) {
          status = code;
          headers = replyHeaders;
        },
        onResponseData(_controller, chunk) {
          if (status === 200) parser.feed(decoder.decode(chunk, { stream: true }));
          else refusal += chunk.toString();
        },
        onResponseEnd() {
          if (status !== 200) fail(failureOfReply(status, refusal, headers["retry-after"]));
          else
            fail(
              new RunnerError("CONNECTION_LOST", `The stream from ${address} ended before the answer was complete.`),
            );
        },
        onResponseError(_controller, error) {
          fail(failureOfConnection(error, address, signal));
        },
      },
    );
  });
}

function readEvent(data: string): ChatEvent | RunnerError {
  let event: ChatEvent;
  try {
    event = JSON.parse(data);
  } catch (cause) {
    return new RunnerError("ENGINE_FAILED", `The engine sent an event that is not JSON: ${data.slice(0, 80)}`, {
      cause,
    });
  }
  return failureInEvent(event) ?? event;
}
