import type { IncomingMessage } from "node:http";
import type { Readable, Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { includes } from "../access/principal.ts";
import { refusalOf } from "../access/refusal.ts";
import { RequestError } from "../errors/requestError.ts";
import type { AdditionPolicy } from "../exchange/submitting/additionPolicy.ts";
import { badLine, type Line, readLines } from "../exchange/submitting/lines.ts";
import { pointsOfBytes, pointsOfRuns } from "../exchange/submitting/points.ts";
import { type Submitted, submissionsIn } from "../exchange/submitting/submissionsIn.ts";
import { type Outcome, type ReadyRuns, readyRuns } from "../exchange/submitting/submitRuns.ts";
import type { Submitting } from "../schema/base/context.ts";
import type { Store } from "../store/store.ts";
import type { Admission } from "./admission.ts";
import { SECURITY_HEADERS } from "./edge/securityHeaders.ts";
import type { Exchange, Step } from "./exchange.ts";
import { failureOf } from "./failure.ts";
import { createTurns } from "./limits/turns.ts";

const PATH = "/submissions";
const TYPES = /^application\/(x-ndjson|ndjson|jsonl|x-jsonlines)[ \t]*(;|$)/i;
const DECODERS: Record<string, () => Transform> = { gzip: createGunzip, zstd: createZstdDecompress };

/** Runs are stored together until they are so many, or their lines have so many bytes. */
const BATCH = 32;
const BATCH_BYTES = 8 * 1024 * 1024;
/** A run may be held in memory whole, so that few callers submit at the same time. */
const AT_A_TIME = 2;
const MOST_WAITING = 16;
/** What is read of a body after a fault that ends it: so many bytes, for so long. */
const MOST_DROPPED = 256 * 1024 * 1024;
const DROPPING_MS = 10_000;
/** The most runs of one request, and the most bytes of its decompressed body. */
const MOST_RUNS = 100_000;
const MOST_BYTES = 8 * 1024 ** 3;

/**
 * Answers `POST /submissions`: takes runs as NDJSON, which may be compressed, and says line by line what became of each
 * (docs/http.md). Other addresses are left to the next step.
 */
export function createSubmissionsStep(store: Store, admission: Admission, additions: AdditionPolicy): Step {
  const turns = createTurns(AT_A_TIME, MOST_WAITING);
  const answer = async (exchange: Exchange) => {
    const { request, response, principal } = exchange;
    await admission.admit(exchange);
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      throw new RequestError("METHOD_NOT_ALLOWED", `${request.method} is not allowed here. Use POST.`);
    }
    if (!includes(principal.scope, "submit")) throw refusalOf(principal, "submit");
    const body = bodyOf(request);
    await turns.take(principal.id, exchange.ending, () =>
      storeAll(store, exchange, body, {
        additions,
        charge: (points) => admission.chargeSubmission(exchange, points),
      }),
    );
    return true;
  };
  return (exchange) => {
    const { url } = exchange.request;
    return url === PATH || url?.startsWith(`${PATH}?`) ? answer(exchange) : false;
  };
}

/** The body, decompressed. Throws `UNSUPPORTED_MEDIA_TYPE` for one that is not taken. */
function bodyOf(request: IncomingMessage): Readable {
  const { "content-type": type = "", "content-encoding": encoding = "identity" } = request.headers;
  if (!TYPES.test(type)) {
    throw new RequestError(
      "UNSUPPORTED_MEDIA_TYPE",
      "Send runs as lines of JSON, with Content-Type application/x-ndjson.",
    );
  }
  if (encoding === "identity") return request;
  const name = encoding.toLowerCase();
  const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name]!() : null;
  if (!decoder) {
    throw new RequestError("UNSUPPORTED_MEDIA_TYPE", "The Content-Encoding can be gzip or zstd, or be left out.");
  }
  // The request must outlive a decoder that fails, or its answer would be lost with the connection.
  request.once("error", (error) => decoder.destroy(error));
  return request.pipe(decoder);
}

/** Stores the runs of a body as they come, and writes one line for each. */
async function storeAll(
  store: Store,
  exchange: Exchange,
  body: Readable,
  { additions, charge }: Submitting,
): Promise<void> {
  const { principal } = exchange;
  const answer = openAnswer(exchange);
  let batch: Submitted[] = [];
  let bytes = 0;
  let storing = Promise.resolve();
  /** Stores a batch while the next one is read, checked and computed. */
  const storeBatch = async () => {
    const taken = batch;
    batch = [];
    bytes = 0;
    const submissions = taken.flatMap((one) => ("submission" in one ? [one.submission] : []));
    charge(pointsOfRuns(taken.map((one) => ("submission" in one ? one.submission : {}))));
    const ready = await readyRuns(store, submissions, principal, additions);
    await storing;
    storing = record(taken, ready);
    // A failure is thrown where it is waited for.
    storing.catch(() => {});
  };
  const record = async (taken: Submitted[], ready: ReadyRuns) => {
    const outcomes = await ready.store();
    for (const one of taken) {
      answer.say(one.line, "refusal" in one ? { status: "REFUSED", error: one.refusal } : outcomes.shift()!);
    }
  };
  const finish = async () => {
    await storeBatch();
    await storing;
  };
  try {
    const lines = begun(readLines(charged(body, charge)), () => answer.begin());
    let runs = 0;
    for await (const submitted of submissionsIn(lines, principal.lab === null ? {} : { lab: principal.lab })) {
      if (++runs > MOST_RUNS) throw badLine(submitted.line, `a request has at most ${MOST_RUNS} runs`);
      batch.push(submitted);
      bytes += submitted.bytes;
      if (batch.length >= BATCH || bytes >= BATCH_BYTES) await storeBatch();
    }
    await finish();
    answer.end();
  } catch (error) {
    // The runs that were read whole before the fault count nonetheless.
    const failure = await finish().then(
      () => error,
      (later) => later,
    );
    await dropRest(exchange.request, body);
    answer.fail(readable(failure));
  }
}

/**
 * Reads on and drops what comes, for a while: most clients send their whole body before they look at the answer, and would
 * find the connection closed in place of the reason.
 */
async function dropRest(request: IncomingMessage, body: Readable): Promise<void> {
  if (request.complete || request.destroyed) return;
  const { promise: over, resolve: stop } = Promise.withResolvers<void>();
  let left = MOST_DROPPED;
  if (body !== request) {
    request.unpipe(body as Transform);
    body.destroy();
  }
  request.on("data", (piece: Buffer) => {
    left -= piece.length;
    if (left < 0) stop();
  });
  request.once("end", stop).once("close", stop).resume();
  const timer = setTimeout(stop, DROPPING_MS);
  await over;
  clearTimeout(timer);
}

/** What is wrong with a body that cannot be read, in the caller's terms. */
function readable(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!/^(Z_|ZSTD_|ERR_ZSTD|ERR__?ZLIB)/.test(String(code))) return error;
  return new RequestError("BAD_SUBMISSION", `The body cannot be decompressed: ${message}.`);
}

/** The pieces of a body up to the most bytes that are taken, each charged before it is read. */
async function* charged(body: Readable, charge: Submitting["charge"]): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of body.iterator({ destroyOnReturn: false })) {
    size += piece.length;
    if (size > MOST_BYTES) throw new RequestError("BODY_TOO_LARGE", `The body is larger than ${MOST_BYTES} bytes.`);
    charge(pointsOfBytes(piece.length));
    yield piece;
  }
}

/** Lines as they are, with a notice before the second one: by then the body is known to be lines of JSON. */
async function* begun(lines: AsyncIterable<Line>, notice: () => void): AsyncGenerator<Line> {
  let isFirst = true;
  for await (const line of lines) {
    if (!isFirst) notice();
    isFirst = false;
    yield line;
  }
}

/**
 * The answer, whose head is written as soon as the body is known to be lines of JSON: a body takes longer than a request may
 * take to be answered. Its last line is the summary; an answer without one was broken off.
 */
function openAnswer({ request, response }: Exchange) {
  const counts = { STORED: 0, KNOWN: 0, HELD: 0, FORGOTTEN: 0, REFUSED: 0 };
  const write = (value: object) => {
    response.write(`${JSON.stringify(value)}\n`);
  };
  const errorOf = (error: unknown) => {
    const { code, message } = failureOf(error);
    const { argument: field, retryAfter } = error as Partial<RequestError>;
    return { code, message, ...(field && { field }), ...(retryAfter && { retryAfter }) };
  };
  const begin = () => {
    if (response.headersSent) return;
    response.writeHead(200, {
      "content-type": "application/x-ndjson; charset=utf-8",
      "cache-control": "no-store",
      ...SECURITY_HEADERS,
    });
    response.flushHeaders();
  };
  const summarised = (more: object) => {
    write({
      summary: Object.fromEntries(Object.entries(counts).map(([status, count]) => [status.toLowerCase(), count])),
      ...more,
    });
    response.end();
  };
  return {
    begin,
    say(line: number, outcome: Outcome) {
      begin();
      counts[outcome.status]++;
      const { status } = outcome;
      write({
        line,
        status,
        ...("error" in outcome ? { error: errorOf(outcome.error) } : { contentHash: outcome.contentHash }),
      });
    },
    end() {
      begin();
      summarised({});
    },
    /** What follows could not be read or stored. It is thrown where no run was answered yet. */
    fail(error: unknown) {
      if (!response.headersSent) throw error;
      if (!request.complete) response.shouldKeepAlive = false;
      summarised({ error: errorOf(error) });
    },
  };
}
