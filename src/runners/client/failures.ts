import { isRunnerError, RunnerError, type RunnerErrorCode } from "../../plugins/contract/runnerError.ts";

/**
 * Which failure a message tells of. Engines have no code for most of them, and a status that a stream can't change any
 * more: TGI calls an overload 422, vLLM 0.11 a dead engine 400. So the message decides first, then the status.
 */
const TOLD_BY_MESSAGE: [RunnerErrorCode, RegExp][] = [
  ["CONTEXT_TOO_LONG", /maximum context length|model's context length|context size/i],
  // TGI: prompt and answer together, or the prompt alone. vLLM and SGLang: the answer alone.
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
  // 424 is TGI's router without its shard.
  if (status === 424 || status >= 500) return "ENGINE_FAILED";
  return "INVALID_REQUEST";
}

/** The failure that a reply without success stands for, whatever shape its engine gives to errors. */
export function failureOfReply(status: number, body: string, retryAfter?: string | string[]): RunnerError {
  const message = messageIn(parse(body)) ?? body.trim();
  const code = codeOfMessage(message) ?? codeOfStatus(status);
  const seconds = retryAfter === undefined ? Number.NaN : Number(retryAfter);
  const text = message === "" ? "." : `: ${oneLine(message)}`;
  return new RunnerError(code, `The engine answers ${status}${text}`, {
    retryAfter: Number.isFinite(seconds) ? seconds : null,
  });
}

/** The failure that an event of a stream tells of, null where it tells of none. */
export function failureInEvent(event: unknown): RunnerError | null {
  const message = messageIn(event);
  if (message === null) return null;
  const code = codeOfMessage(message) ?? (codeIn(event) === 503 ? "OVERLOADED" : "ENGINE_FAILED");
  return new RunnerError(code, `The engine broke off: ${oneLine(message)}`);
}

/** What an error of the connection means; `address` is what was to be reached. */
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
    case "UND_ERR_HEADERS_TIMEOUT":
    case "UND_ERR_BODY_TIMEOUT":
      return new RunnerError("TIMED_OUT", `${address} was silent for longer than the idle timeout.`, { cause: error });
    default:
      return new RunnerError("CONNECTION_LOST", `The connection to ${address} broke: ${reason}.`, { cause: error });
  }
}

function codeOfMessage(message: string): RunnerErrorCode | null {
  return TOLD_BY_MESSAGE.find(([, pattern]) => pattern.test(message))?.[0] ?? null;
}

/**
 * vLLM: `{error: {message}}` or `{error: "Unauthorized"}`; SGLang: `{object: "error", message}`, under `error` in a
 * stream; TGI: `{error: "…", error_type}`; FastAPI: `{detail}`.
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** vLLM 0.11 and SGLang put a path of the server's source after the first paragraph. */
const oneLine = (message: string) => message.split("\n\n")[0]!.replace(/\s+/g, " ").slice(0, 500);
