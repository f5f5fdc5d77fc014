import { isRunnerError, RunnerError, type RunnerErrorCode } from "../../plugins/contract/runnerError.ts";
import { parseJson } from "./parseJson.ts";

/**
 * The failure that each wording of a message stands for. Engines have no code for most failures, and a stream cannot
 * change its status any more: TGI gives an overload the code 422, vLLM 0.11 a dead engine 400. So the message decides
 * first, and then the status.
 */
const CODES_BY_MESSAGE: [RunnerErrorCode, RegExp][] = [
  [
    "CONTEXT_TOO_LONG",
    /maximum context length|model's context length|context (?:size|window|limit)|context_length_exceeded/i,
  ],
  [
    "CONTEXT_TOO_LONG",
    /prompt is too long|input token count.{0,60}exceeds|reduce the length of the (?:messages|prompt)/i,
  ],
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
  if (status === 402) return "QUOTA_EXHAUSTED";
  if (status === 429 || status === 503) return "OVERLOADED";
  // TGI's router answers 424 when it has lost its shard.
  if (status === 424 || status >= 500) return "ENGINE_FAILED";
  return "INVALID_REQUEST";
}

/** The parts of a reply that is no success. */
export interface Refusal {
  status: number;
  body: string;
  retryAfter?: string | string[] | undefined;
  /** The header `Location` of a redirect. */
  location?: string | string[] | undefined;
}

/** Leaves a text as it is, for a connection without secrets. */
const asItIs = (text: string) => text;

/**
 * The failure of a reply whose status is not a success, in whatever shape the engine writes errors.
 *
 * @param conceal takes secrets out of a text, since some servers repeat the key that they refuse
 */
export function failureOfReply({ status, body, retryAfter, location }: Refusal, conceal = asItIs): RunnerError {
  if (status >= 300 && status < 400) return failureOfRedirect(status, location, conceal);
  const parsed = parseJson(body);
  const message = conceal(messageIn(parsed) ?? withoutHtml(conceal(body).slice(0, LONGEST_MESSAGE)));
  const wait = secondsOf(retryAfter);
  const code = isQuota(parsed, message, wait) ? "QUOTA_EXHAUSTED" : (codeOfMessage(message) ?? codeOfStatus(status));
  const text = message === "" ? "." : `: ${oneLine(message)}`;
  return new RunnerError(code, `The engine answers ${status}${text}`, { retryAfter: wait });
}

function failureOfRedirect(status: number, location: string | string[] | undefined, conceal: typeof asItIs) {
  const address = URL.parse(String(location ?? ""));
  const where = address ? conceal(`${address.origin}${address.pathname}`).slice(0, 200) : "another path";
  return new RunnerError(
    "ADDRESS_REFUSED",
    `The engine answers ${status} and names ${where} in its place. Redirects are not followed: name that address.`,
  );
}

/** The failure that an event of a stream reports, or null. */
export function failureInEvent(event: unknown, conceal = asItIs): RunnerError | null {
  const stated = messageIn(event) ?? messageIn((event as { choices?: unknown[] } | null)?.choices?.[0]);
  if (stated === null) return null;
  const message = conceal(stated);
  const status = codeIn(event);
  const code = isQuota(event, message, null)
    ? "QUOTA_EXHAUSTED"
    : (codeOfMessage(message) ?? (status === 503 || status === 429 ? "OVERLOADED" : "ENGINE_FAILED"));
  return new RunnerError(code, `The engine broke off: ${oneLine(message)}`);
}

/** The seconds of `Retry-After`, which is a number of seconds or a date; null where it is neither. */
function secondsOf(header: string | string[] | undefined): number | null {
  const text = String(Array.isArray(header) ? header[0] : (header ?? "")).trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const date = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, (date - Date.now()) / 1000);
}

const OUT_OF_QUOTA =
  /insufficient[ _](user[ _])?(quota|balance|funds|credits?)|exceeded your current quota|credit balance is too low|(out of|no) (remaining )?credits|(spend(ing)?|billing) (hard )?limit (has been )?reached/i;

/** Whether the account has no quota left, which waiting does not change. Some use the same words where it does. */
function isQuota(body: unknown, message: string, wait: number | null): boolean {
  const { error } = (body ?? {}) as { error?: { type?: unknown; code?: unknown } };
  const named = [error?.type, error?.code].some(
    (name) =>
      typeof name === "string" &&
      /insufficient_(user_)?(quota|balance|funds|credits?)|billing_|credit_balance/.test(name),
  );
  return named || (wait === null && OUT_OF_QUOTA.test(message));
}

/** The failure of a request that ended without a reply. A signal that was aborted explains any error. */
export function failureOfConnection(error: unknown, address: string, signal?: AbortSignal): RunnerError {
  if (isRunnerError(error)) return error;
  if (signal?.aborted) {
    if (isRunnerError(signal.reason)) return signal.reason;
    if (signal.reason?.name === "TimeoutError") {
      return new RunnerError("TIMED_OUT", `No whole answer from ${address} in the time allowed.`, {
        cause: signal.reason,
      });
    }
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
  if (typeof error === "object" && error !== null) {
    const { message, detail } = error as { message?: unknown; detail?: unknown };
    return textOf(message ?? detail ?? "");
  }
  if (object === "error") return textOf(message ?? "");
  return typeof detail === "string" ? detail : null;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

const codeIn = (event: unknown) => Number((event as { error?: { code?: unknown } }).error?.code);

/** The text of a page, such as a proxy answers in place of the engine. */
const withoutHtml = (body: string) =>
  (/^\s*<(!doctype|html)/i.test(body)
    ? body.replace(/<(style|script|head)\b[\s\S]*?<\/\1>|<[^>]*>/gi, " ")
    : body
  ).trim();
/** The most characters of a reply that are read for its message. */
const LONGEST_MESSAGE = 8000;

/** The first paragraph on one line: after it, vLLM 0.11 and SGLang write paths of the server's source. */
const oneLine = (message: string) => message.split("\n\n")[0]!.replace(/\s+/g, " ").slice(0, 500);
