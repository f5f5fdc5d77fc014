import { isRunnerError, RunnerError, type RunnerErrorCode } from "../../plugins/contract/runnerError.ts";
import { parseJson } from "./parseJson.ts";

/**
 * The failure that each wording of a message stands for. Engines have no code for most failures, and a stream cannot
 * change its status any more: TGI gives an overload the code 422, vLLM 0.11 a dead engine 400. So the message decides
 * first, and then the status.
 */
const CODES_BY_MESSAGE: [RunnerErrorCode, RegExp][] = [
  ["CONTEXT_TOO_LONG", /maximum context length|model's context length|context size/i],
  // TGI says this of prompt and answer together and of the prompt alone; vLLM and SGLang as below of the answer alone.
  ["CONTEXT_TOO_LONG", /`inputs` (tokens \+ `max_new_tokens` must be <=|must have less than)/],
  ["CONTEXT_TOO_LONG", /max_tokens=\d+ cannot be greater than max_model_len|max_completion_tokens is too large/],
  ["ENGINE_LOADING", /loading model|model is loading|still loading/i],
  ["OVERLOADED", /overloaded|engine is currently busy|queue is full|too many requests|rate limit/i],
  ["MODEL_NOT_FOUND", /\bmodel\b.{0,200}(does not exist|not found)/is],
  ["ENGINE_FAILED", /EngineCore encountered an issue|EngineDeadError|Request failed during generation|unhealthy/i],
  ["INVALID_REQUEST", /^(Input validation|Template|Tool) error|^Missing template/],
];

function codeOfStatus(status: number): RunnerErrorCode {
  if (status === 401 || status === 403) return "UNAUTHORIZED";
  if (status === 408 || status === 504) return "TIMED_OUT";
  if (status === 429 || status === 503) return "OVERLOADED";
  if (status === 502) return "UNREACHABLE";
  // TGI's router answers 424 when it has lost its shard.
  if (status === 424 || status >= 500) return "ENGINE_FAILED";
  return "INVALID_REQUEST";
}

/**
 * The failure of a reply whose status is not a success, in whatever shape the engine writes errors.
 *
 * @param retryAfter the header `Retry-After` in seconds; a date, its other form, is ignored
 */
export function failureOfReply(status: number, body: string, retryAfter?: string | string[]): RunnerError {
  const message = messageIn(parseJson(body)) ?? body.trim();
  const code = codeOfMessage(message) ?? codeOfStatus(status);
  const seconds = retryAfter === undefined ? Number.NaN : Number(retryAfter);
  const text = message === "" ? "." : `: ${oneLine(message)}`;
  return new RunnerError(code, `The engine answers ${status}${text}`, {
    retryAfter: Number.isFinite(seconds) ? seconds : null,
  });
}

/** The failure that an event of a stream reports, or null. */
export function failureInEvent(event: unknown): RunnerError | null {
  const message = messageIn(event);
  if (message === null) return null;
  const code = codeOfMessage(message) ?? (codeIn(event) === 503 ? "OVERLOADED" : "ENGINE_FAILED");
  return new RunnerError(code, `The engine broke off: ${oneLine(message)}`);
}

/** The failure of a request that ended without a reply. A signal that was aborted explains any error. */
export function failureOfConnection(error: unknown, address: string, signal?: AbortSignal): RunnerError {
  if (isRunnerError(error)) return error;
  if (signal?.aborted) {
    if (isRunnerError(signal.reason)) return signal.reason;
    return new RunnerError("CANCELED", "The request was canceled.", { cause: signal.reason });
  }
  const { code, message } = error as { code?: string; message?: string };
  const reason = message || code;
  switch (code) {
    case "ECONNREFUSED":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "UND_ERR_CONNECT_TIMEOUT":
      return new RunnerError("UNREACHABLE", `Nothing answers at ${address}: ${reason}.`, { cause: error });
    case "ADDRESS_REFUSED":
      return new RunnerError("ADDRESS_REFUSED", `${address} is not asked: ${reason}`, { cause: error });
    case "REPLY_TOO_LARGE":
    case "UND_ERR_HEADERS_OVERFLOW":
      return new RunnerError("REPLY_TOO_LARGE", `The reply of ${address} is not read to its end: ${reason}`, {
        cause: error,
      });
    case "UND_ERR_HEADERS_TIMEOUT":
    case "UND_ERR_BODY_TIMEOUT":
      return new RunnerError("TIMED_OUT", `${address} was silent for longer than the idle timeout.`, { cause: error });
    default:
      return new RunnerError("CONNECTION_LOST", `The connection to ${address} broke: ${reason}.`, { cause: error });
  }
}

function codeOfMessage(message: string): RunnerErrorCode | null {
  return CODES_BY_MESSAGE.find(([, pattern]) => pattern.test(message))?.[0] ?? null;
}

/**
 * The message of an error, null where the body is none. vLLM writes `{error: {message}}` or `{error: "Unauthorized"}`;
 * SGLang `{object: "error", message}`, in a stream below `error`; TGI `{error: "…", error_type}`; FastAPI `{detail}`.
 */
function messageIn(body: unknown): string | null {
  if (typeof body !== "object" || body === null) return null;
  const { error, object, message, detail } = body as Record<string, unknown>;
  if (typeof error === "string") return error;
  if (typeof error === "object" && error !== null) return String((error as { message?: unknown }).message ?? "");
  if (object === "error") return String(message ?? "");
  return typeof detail === "string" ? detail : null;
}

const codeIn = (event: unknown) => Number((event as { error?: { code?: unknown } }).error?.code);

/** The first paragraph on one line: after it, vLLM 0.11 and SGLang write paths of the server's source. */
const oneLine = (message: string) => message.split("\n\n")[0]!.replace(/\s+/g, " ").slice(0, 500);
