import type { Dispatcher } from "undici";
import { RunnerError } from "../../plugins/contract/runnerError.ts";
import { type Chat, createChatReader } from "./chatReader.ts";
import { addressOf, type Connection } from "./connection.ts";
import { failureOfConnection, failureOfReply, type Refusal } from "./failures.ts";
import { refusedParameter } from "./refusedParameter.ts";

/** What came of a request. */
export interface StreamedChat extends Chat {
  /** Seconds from sending the request to its end. */
  latency: number;
  /** Why the answer is not whole; null where it is. */
  failure: RunnerError | null;
}

/** The most bytes of a stream: a million tokens in events of 500 bytes. */
const LONGEST_STREAM = 512 * 1024 * 1024;
/** The most bytes that are read of a reply that is not a stream but says why there is none. */
const LONGEST_REFUSAL = 64 * 1024;

const tooLarge = (address: string, limit: number) =>
  new RunnerError("REPLY_TOO_LARGE", `The answer of ${address} is longer than ${limit} bytes.`);

/**
 * Sends a chat completion request and reads the answer. Resolves with what came, also where that is not the whole answer:
 * `failure` then says why. Where this client gives up, it closes the connection, so that the engine stops working on the
 * answer.
 *
 * The stream is read by the dispatcher's own callbacks, since an async iterator over the body costs a quarter more CPU.
 */
export function streamChat(
  connection: Connection,
  path: string,
  body: Record<string, unknown>,
  signal: AbortSignal,
): Promise<StreamedChat> {
  return new Promise((resolve) => {
    const address = addressOf(connection);
    const sent = performance.now();
    const clock = () => (performance.now() - sent) / 1000;
    let settled = false;
    let exchange: Dispatcher.DispatchController | undefined;

    const settle = (failure: RunnerError | null) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      resolve({ ...reader.chat, latency: clock(), failure });
    };
    const giveUp = (failure: RunnerError) => {
      settle(failure);
      exchange?.abort(failure);
    };
    const reader = createChatReader({
      clock,
      conceal: connection.conceal,
      onEnd: () => settle(null),
      onFailure: (failure) => (failure.code === "REPLY_TOO_LARGE" ? giveUp(failure) : settle(failure)),
    });
    const onAbort = () => giveUp(failureOfConnection(signal.reason, address, signal));
    const { total } = connection.timeouts;
    const timer = setTimeout(
      () => giveUp(new RunnerError("TIMED_OUT", `No whole answer from ${address} within ${total} s.`)),
      total * 1000,
    );
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort);

    const refusal: Refusal = { status: 0, body: "" };
    let received = 0;
    const refused = () => failureOfRefusal(refusal, body, connection.conceal);
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
        onResponseStart(_controller, status, headers) {
          refusal.status = status;
          refusal.retryAfter = headers["retry-after"];
          refusal.location = headers.location;
        },
        onResponseData(_controller, chunk) {
          received += chunk.length;
          if (received > LONGEST_STREAM) return giveUp(tooLarge(address, LONGEST_STREAM));
          if (refusal.status === 200) reader.feed(chunk);
          else if (received <= LONGEST_REFUSAL) refusal.body += chunk.toString();
          else giveUp(refused());
        },
        onResponseEnd() {
          if (refusal.status !== 200) return settle(refused());
          reader.end();
        },
        onResponseError(_controller, error) {
          // What came may be the whole answer all the same.
          const failure = failureOfConnection(error, address, signal);
          if (!settled && refusal.status === 200) reader.end(failure);
          settle(failure);
        },
      },
    );
  });
}

/** The failure of a refused request, which names the parameter that the server does not take. */
function failureOfRefusal(refusal: Refusal, body: Record<string, unknown>, conceal: (text: string) => string) {
  const failure = failureOfReply(refusal, conceal);
  if (failure.code !== "INVALID_REQUEST" && failure.code !== "ENGINE_FAILED") return failure;
  const parameter = refusedParameter(refusal.status, refusal.body, body);
  if (parameter === null) return failure;
  return new RefusedParameter(parameter, failure.message);
}

/** The server does not take a parameter of the request. */
export class RefusedParameter extends RunnerError {
  readonly parameter: string;

  constructor(parameter: string, message: string) {
    const remedy = `The runner option leaveOut: ["${parameter}"] leaves it out.`;
    super("PARAMETER_REFUSED", `The engine does not take the parameter ${parameter}. ${remedy} ${message}`);
    this.parameter = parameter;
  }
}
