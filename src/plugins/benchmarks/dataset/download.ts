import { setTimeout as sleep } from "node:timers/promises";
import { BenchmarkDataError } from "../../contract/benchmarkDataError.ts";

const ATTEMPTS = 4;
const FIRST_WAIT = 0.25;
/** Seconds; who asks for more is not waited for. */
const LONGEST_WAIT = 60;
const SECONDS_AN_ATTEMPT = 120;

export interface DownloadOptions {
  token?: string | undefined;
  signal: AbortSignal;
  /** What to say of a server that denies access. */
  howToGetAccess: string;
}

/**
 * The bytes at an address. Tries again, later each time, after a lost connection, a server's fault and a rate limit, for
 * which it waits as long as `Retry-After` or the hub's `RateLimit` header asks. A token is sent to the address's own
 * host only, not to where that redirects (`fetch` sees to it).
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

/** A failure that may pass, and the seconds that the server asks to wait. */
interface Passing {
  error: BenchmarkDataError;
  wait?: number | undefined;
}

async function attemptDownload(url: string, options: DownloadOptions): Promise<Uint8Array | Passing> {
  const { token, signal } = options;
  try {
    const response = await fetch(url, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
      signal: AbortSignal.any([signal, AbortSignal.timeout(SECONDS_AN_ATTEMPT * 1000)]),
    });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : await refusal(url, response, options);
  } catch (cause) {
    if (cause instanceof BenchmarkDataError) throw cause;
    if (signal.aborted) throw canceled(url);
    const reason = cause instanceof Error ? reasonOf(cause) : String(cause);
    const message = `${url} can't be read (${reason}): check the network, set HF_ENDPOINT to a mirror, or give a file with --data.`;
    return { error: new BenchmarkDataError("UNREACHABLE", message, { cause }) };
  }
}

/** Throws where trying again would not help. */
async function refusal(url: string, response: Response, { token, howToGetAccess }: DownloadOptions): Promise<Passing> {
  const { status } = response;
  const said = response.headers.get("x-error-message") ?? (await response.text().catch(() => "")).slice(0, 200).trim();
  const answer = `${url} answers ${status}${said && !said.startsWith("<") ? ` (${said})` : ""}`;
  if (status === 401 || status === 403) {
    const fault = token ? "the token is not valid or its account has no access" : "no token was given";
    throw new BenchmarkDataError("ACCESS_DENIED", `${answer}: ${fault}. ${howToGetAccess}`);
  }
  if (status === 404 || status === 410)
    throw new BenchmarkDataError("NOT_FOUND", `${answer}: the data has moved. Give a copy of it with --data FILE.`);
  if (status === 429) {
    const wait = secondsToWait(response.headers);
    const when = wait === undefined ? "later" : `in ${Math.ceil(wait)} seconds`;
    const error = new BenchmarkDataError(
      "RATE_LIMITED",
      `${answer}: try again ${when}; a token (HF_TOKEN) is allowed more.`,
    );
    return { error, wait };
  }
  const error = new BenchmarkDataError("UNREACHABLE", `${answer}: try again later, or give a file with --data.`);
  if (status < 500 && status !== 408) throw error;
  return { error, wait: secondsToWait(response.headers) };
}

/** `Retry-After` in seconds or as a date, else `t` of the hub's `RateLimit: "resolvers";r=0;t=55`. */
function secondsToWait(headers: Headers): number | undefined {
  const after = headers.get("retry-after");
  const seconds = after === null ? Number(/;\s*t=(\d+)/.exec(headers.get("ratelimit") ?? "")?.[1]) : Number(after);
  const wait = Number.isNaN(seconds) && after !== null ? (Date.parse(after) - Date.now()) / 1000 : seconds;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

function canceled(url: string): BenchmarkDataError {
  return new BenchmarkDataError("CANCELED", `The download of ${url} was ended.`);
}

/** What `fetch` hides behind "fetch failed" and "terminated". */
function reasonOf({ message, cause }: Error): string {
  if (!(cause instanceof Error)) return message;
  return cause.message || ("code" in cause ? String(cause.code) : message);
}
