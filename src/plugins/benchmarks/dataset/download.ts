import { setTimeout as sleep } from "node:timers/promises";
import type { Reach } from "../../../network/connector.ts";
import { fetchBytes, type Reply } from "../../../network/fetchBytes.ts";
import { NetworkError } from "../../../network/networkError.ts";
import { BenchmarkDataError } from "../../contract/benchmarkDataError.ts";

const ATTEMPTS = 4;
const FIRST_WAIT = 0.25;
/** Seconds. A server that asks for a longer wait is not tried again. */
const LONGEST_WAIT = 60;
const SECONDS_AN_ATTEMPT = 120;
/** The most bytes of a dataset, from a server or a file. */
export const LONGEST_DATASET = 256 * 1024 * 1024;

export interface DownloadOptions {
  token?: string | undefined;
  /** The addresses to which the host may redirect, as a hub does to its CDN. */
  reach: Reach;
  signal: AbortSignal;
  /** The advice to give where a server denies access. */
  howToGetAccess: string;
}

/**
 * Downloads the bytes at an address. After a lost connection, a fault of the server or a rate limit it tries again,
 * each time after a longer wait, or after the wait that `Retry-After` or the hub's `RateLimit` header asks for. The
 * token is sent to the host of the address only and not to redirected hosts.
 *
 * @throws BenchmarkDataError
 */
export async function download(url: string, options: DownloadOptions): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptDownload(url, options);
    if (outcome instanceof Uint8Array) return outcome;
    const { error, wait = FIRST_WAIT * 2 ** (attempt - 1) * (1 + Math.random()) } = outcome;
    if (attempt === ATTEMPTS || wait > LONGEST_WAIT) throw error;
    await sleep(wait * 1000, undefined, { signal: options.signal }).catch(() => {
      throw canceled(url);
    });
  }
}

/** A failure that may pass, and the wait in seconds that the server asks for. */
interface Passing {
  error: BenchmarkDataError;
  wait?: number | undefined;
}

async function attemptDownload(url: string, options: DownloadOptions): Promise<Uint8Array | Passing> {
  const { token, signal, reach } = options;
  try {
    const reply = await fetchBytes(url, {
      token,
      limit: LONGEST_DATASET,
      redirects: reach,
      signal: AbortSignal.any([signal, AbortSignal.timeout(SECONDS_AN_ATTEMPT * 1000)]),
    });
    return reply.status === 200 ? new Uint8Array(reply.bytes) : refusal(url, reply, options);
  } catch (cause) {
    if (cause instanceof BenchmarkDataError) throw cause;
    if (signal.aborted) throw canceled(url);
    if (cause instanceof NetworkError) {
      const code = cause.code === "REPLY_TOO_LARGE" ? "TOO_LARGE" : "ADDRESS_REFUSED";
      throw new BenchmarkDataError(code, `${url} is not read: ${cause.message}`, { cause });
    }
    const reason = cause instanceof Error ? reasonOf(cause) : String(cause);
    const message = `${url} can't be read (${reason}): check the network, set HF_ENDPOINT to a mirror, or give a file with --data.`;
    return { error: new BenchmarkDataError("UNREACHABLE", message, { cause }) };
  }
}

/** Returns the failure that a response means. Throws it where trying again would not help. */
function refusal(url: string, { status, header, bytes }: Reply, { token, howToGetAccess }: DownloadOptions): Passing {
  const said = header("x-error-message") ?? bytes.toString().slice(0, 200).trim();
  const answer = `${url} answers ${status}${said && !said.startsWith("<") ? ` (${said})` : ""}`;
  if (status === 401 || status === 403) {
    const fault = token ? "the token is not valid or its account has no access" : "no token was given";
    throw new BenchmarkDataError("ACCESS_DENIED", `${answer}: ${fault}. ${howToGetAccess}`);
  }
  if (status === 404 || status === 410)
    throw new BenchmarkDataError("NOT_FOUND", `${answer}: the data has moved. Give a copy of it with --data FILE.`);
  if (status === 429) {
    const wait = secondsToWait(header);
    const when = wait === undefined ? "later" : `in ${Math.ceil(wait)} seconds`;
    const error = new BenchmarkDataError(
      "RATE_LIMITED",
      `${answer}: try again ${when}; a token (HF_TOKEN) is allowed more.`,
    );
    return { error, wait };
  }
  const error = new BenchmarkDataError("UNREACHABLE", `${answer}: try again later, or give a file with --data.`);
  if (status < 500 && status !== 408) throw error;
  return { error, wait: secondsToWait(header) };
}

/**
 * Reads the wait from `Retry-After` (seconds or a date), else from `t` of the hub's `RateLimit: "resolvers";r=0;t=55`.
 */
function secondsToWait(header: Reply["header"]): number | undefined {
  const after = header("retry-after");
  const seconds = after === null ? Number(/;\s*t=(\d+)/.exec(header("ratelimit") ?? "")?.[1]) : Number(after);
  const wait = Number.isNaN(seconds) && after !== null ? (Date.parse(after) - Date.now()) / 1000 : seconds;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

function canceled(url: string): BenchmarkDataError {
  return new BenchmarkDataError("CANCELED", `The download of ${url} was ended.`);
}

/** Returns the reason of a failed `fetch`, whose own message is only "fetch failed" or "terminated". */
function reasonOf({ message, cause }: Error): string {
  if (!(cause instanceof Error)) return message;
  return cause.message || ("code" in cause ? String(cause.code) : message);
}
