import type { Dispatcher } from "undici";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import { type Chat, createChatReader } from "./chatReader.ts";
import { addressOf, type Connection } from "./connection.ts";
import { failureOfConnection, failureOfReply } from "./failures.ts";

/** A chat completion with its timing. */
export interface StreamedChat extends Chat {
  /** Seconds from sending the request to the first text, null where no text came. */
  ttft: number | null;
  /** Seconds from sending the request to the end of the stream. */
  latency: number;
}

/** The most bytes of a stream: a million tokens in events of 500 bytes. */
const LONGEST_STREAM = 512 * 1024 * 1024;
/** The most bytes that are read of a reply that is not a stream but says why there is none. */
const LONGEST_REFUSAL = 64 * 1024;

const tooLarge = (address: string, limit: number) =>
  new RunnerError("REPLY_TOO_LARGE", `The answer of ${address} is longer than ${limit} bytes.`);

/**
 * Sends a chat completion request and reads its stream to `[DONE]`. Throws a `RunnerError`; a stream that ends without
 * `[DONE]` is `CONNECTION_LOST`, whatever came before. Where this client gives up, it closes the connection, so that the
 * engine stops working on the answer.
 *
 * The stream is read by the dispatcher's own callbacks, since an async iterator over the body costs a quarter more CPU.
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
    let ttft: number | null = null;
    let settled = false;
    let exchange: Dispatcher.DispatchController | undefined;

    const settle = (how: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      how();
    };
    const fail = (failure: RunnerError) => settle(() => reject(failure));
    const giveUp = (failure: RunnerError) => {
      fail(failure);
      exchange?.abort(failure);
    };
    const onAbort = () => giveUp(failureOfConnection(signal.reason, address, signal));
    const { total } = connection.timeouts;
    const timer = setTimeout(
      () => giveUp(new RunnerError("TIMED_OUT", `No whole answer from ${address} within ${total} s.`)),
      total * 1000,
    );
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort);

    const read = createChatReader({
      onFirstText: () => {
        ttft = seconds();
      },
      onEnd: (chat) => settle(() => resolve({ ...chat, ttft, latency: seconds() })),
      onFailure: (failure) => (failure.code === "REPLY_TOO_LARGE" ? giveUp(failure) : fail(failure)),
    });
    let status = 0;
    let retryAfter: string | string[] | undefined;
    let refusal = "";
    let received = 0;
    connection.pool.dispatch(
      {
        path: `${connection.prefix}${path}`,
        method: "POST",
        headers: connection.headers,
        body: JSON.stringify(body),
      },
      {
        onRequestStart(controller) {
          exchange = controller;
          if (settled) controller.abort(new Error("The request was given up."));
        },
        onResponseStart(_controller, code, headers) {
          status = code;
          retryAfter = headers["retry-after"];
        },
        onResponseData(_controller, chunk) {
          received += chunk.length;
          if (received > LONGEST_STREAM) return giveUp(tooLarge(address, LONGEST_STREAM));
          if (status === 200) read(chunk);
          else if (received <= LONGEST_REFUSAL) refusal += chunk.toString();
          else giveUp(failureOfReply(status, refusal, retryAfter));
        },
        onResponseEnd() {
          if (status !== 200) return fail(failureOfReply(status, refusal, retryAfter));
          fail(new RunnerError("CONNECTION_LOST", `The stream from ${address} ended before the answer was complete.`));
        },
        onResponseError(_controller, error) {
          fail(failureOfConnection(error, address, signal));
        },
      },
    );
  });
}
