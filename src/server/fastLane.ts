import type { IncomingMessage } from "node:http";
import type { ExecutionResult } from "graphql";
import { LRUCache } from "lru-cache";
import { rightsOf } from "../access/principal.ts";
import type { Context } from "../schema/base/context.ts";
import type { Store } from "../store/store.ts";
import { type Admission, MOST_POINTS } from "./admission.ts";
import type { CompiledQueries } from "./compiledQueries.ts";
import { acceptedEncoding, compress, type Encoding, LEAST_BYTES } from "./edge/encoding.ts";
import { responseType } from "./edge/mediaTypes.ts";
import type { GraphQLParameters } from "./edge/parameters.ts";
import { SECURITY_HEADERS } from "./edge/securityHeaders.ts";
import type { Exchange } from "./exchange.ts";
import { cacheHeaders, etagOf, holds, VARY } from "./freshness.ts";
import { persistedHash } from "./limits/persistedDocuments.ts";
import type { TrustedDocuments } from "./limits/trustedDocuments.ts";
import { areModest } from "./limits/variableLimits.ts";
import type { Observed } from "./observation/observed.ts";

/**
 * Answers a plain request for a compiled query without Yoga, and returns whether it did. Every other request is left to
 * Yoga, which knows all rules: one with a body of another media type, with an unknown document, or whose result has errors.
 *
 * @param question the body of a POST, or the parameters in the address of a GET as they were written.
 */
export type FastLane = (exchange: Exchange, question: string) => Promise<boolean>;

/** The most bytes of answers that are kept. */
const KEPT = 64 * 1024 * 1024;

interface KeptAnswer {
  body: Buffer;
  operation: string;
  /** The same in each encoding that was asked for. */
  encoded: Map<Encoding, Buffer>;
  /** The tag with which a GET sends it; null until one asks for it. */
  etag: string | null;
}

export function createFastLane(
  store: Pick<Store, "version" | "pricesDigest">,
  newContext: (exchange: Exchange) => Promise<Context>,
  queries: CompiledQueries,
  admission: Admission,
): FastLane {
  /** Whole answers by the version of the data and the question. After a change of the data none is found. */
  const answers = new LRUCache<string, KeptAnswer>({
    maxSize: KEPT,
    // The encoded forms together take less than the answer as it is.
    sizeCalculation: ({ body }, key) => 2 * body.length + 2 * key.length,
  });
  const documents = admission.trustedDocuments ?? admission.persistedDocuments;
  return async (exchange, question) => {
    const { request, principal, observed } = exchange;
    if (!isPlain(request)) return false;
    const isGet = request.method === "GET";
    // What an answer shows can depend on the rights of the caller. A body begins with a brace, and an address does not.
    const key = `${store.version()} ${rightsOf(principal)} ${question}`;
    const known = answers.get(key);
    if (known) {
      observe(observed, known.operation, true);
      if (isGet) known.etag ??= etagOf(store, exchange, question);
      return send(exchange, known, isGet && known.etag);
    }

    const params = isGet ? plainParams(exchange.parameters!) : readParams(question);
    const text = params && textOf(params, documents);
    const document = text === undefined ? undefined : queries.find(text, params!.operationName);
    if (!document) return false;
    const etag = isGet && document.isWorthKeeping && etagOf(store, exchange, question);
    if (etag && holds(exchange, etag)) {
      observe(observed, document.operation, true);
      return sendNotModified(exchange, etag);
    }
    const variables = params!.variables ?? {};
    const requested = areModest(variables) ? document.cost.requested(variables) : Infinity;
    // Yoga refuses it, with the reason.
    if (requested > MOST_POINTS) return false;
    const { data, errors } = await admission.run(exchange, requested, async () => {
      const result = await document.execute(undefined, await newContext(exchange), variables);
      return result as ExecutionResult;
    });
    if (errors || data == null) {
      exchange.account!.settle(requested, 0);
      return false;
    }
    const actual = document.cost.actual(variables, data);
    exchange.account!.settle(requested, actual);
    const json = JSON.stringify({ data, extensions: { cost: { requested, actual } } });
    // JSON has no infinite numbers and would make nulls of them, also where a field is never null.
    if (json.includes("null") && !hasFiniteNumbers(data)) return false;
    const { operation, isWorthKeeping } = document;
    const answer: KeptAnswer = { body: Buffer.from(json), operation, encoded: new Map(), etag: etag || null };
    observe(observed, operation, isWorthKeeping ? false : null);
    observed.cost = requested;
    if (isWorthKeeping) answers.set(key, answer);
    return send(exchange, answer, isGet && (etag || null), isWorthKeeping);
  };

  /** @param etag of a GET its tag, or null where it has none; false for a POST. */
  function send(
    exchange: Exchange,
    answer: KeptAnswer,
    etag: string | null | false,
    isKept = true,
  ): true | Promise<true> {
    if (etag && holds(exchange, etag)) return sendNotModified(exchange, etag);
    const encoding =
      answer.body.length < LEAST_BYTES ? null : acceptedEncoding(exchange.request.headers["accept-encoding"]);
    if (encoding === null) return write(exchange, answer.body, etag, null);
    const encoded = answer.encoded.get(encoding);
    if (encoded) return write(exchange, encoded, etag, encoding);
    return compress(answer.body, encoding, isKept).then((body) => {
      if (isKept) answer.encoded.set(encoding, body);
      return write(exchange, body, etag, encoding);
    });
  }

  function write(exchange: Exchange, body: Buffer, etag: string | null | false, encoding: Encoding | null): true {
    const { request, response, id } = exchange;
    response.writeHead(200, {
      "content-type": `${responseType(request.headers.accept)}; charset=utf-8`,
      "content-length": body.length,
      ...SECURITY_HEADERS,
      "x-request-id": id,
      ...admission.headersOf(exchange),
      ...(encoding !== null && { "content-encoding": encoding, vary: VARY }),
      ...(etag !== false && cacheHeaders(exchange, etag)),
    });
    response.end(body);
    return true;
  }

  function sendNotModified(exchange: Exchange, etag: string): true {
    const { response, id } = exchange;
    const headers = { ...SECURITY_HEADERS, "x-request-id": id, ...admission.headersOf(exchange) };
    response.writeHead(304, { ...headers, ...cacheHeaders(exchange, etag) });
    response.end();
    return true;
  }
}

/** Whether all numbers in an answer are finite. */
function hasFiniteNumbers(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(hasFiniteNumbers);
  for (const name in value) {
    if (!hasFiniteNumbers((value as Record<string, unknown>)[name])) return false;
  }
  return true;
}

function observe(observed: Observed, operation: string, kept: boolean | null): void {
  observed.type = "query";
  observed.operation = operation;
  observed.kept = kept;
}

function isPlain({ method, headers }: IncomingMessage): boolean {
  const type = headers["content-type"];
  return (
    (method === "GET" || type === "application/json" || type === "application/json; charset=utf-8") &&
    responseType(headers.accept) !== undefined
  );
}

/** The parameters in a body, or undefined if they are not well formed or there are others. */
function readParams(body: string): GraphQLParameters | undefined {
  let params: unknown;
  try {
    params = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof params !== "object" || params === null) return undefined;
  const { query, operationName, variables, extensions, ...others } = params as Record<string, unknown>;
  const wellFormed =
    (query == null || typeof query === "string") &&
    (operationName == null || typeof operationName === "string") &&
    (variables == null || (typeof variables === "object" && !Array.isArray(variables))) &&
    (extensions == null || (typeof extensions === "object" && !Array.isArray(extensions))) &&
    Object.keys(others).length === 0;
  return wellFormed ? plainParams(params as GraphQLParameters) : undefined;
}

/** The parameters, unless there are extensions beside the hash of a document, or a document whose hash must be checked. */
function plainParams(params: GraphQLParameters): GraphQLParameters | undefined {
  const { query, extensions } = params;
  if (extensions == null) return query == null ? undefined : params;
  const isHash = "persistedQuery" in extensions && Object.keys(extensions).length === 1;
  return isHash && query == null ? params : undefined;
}

/** The document that is meant; undefined where Yoga says what is wrong with it. */
function textOf(
  { query, extensions }: GraphQLParameters,
  documents: Pick<TrustedDocuments, "withHash">,
): string | undefined {
  if (query != null) return query;
  try {
    const hash = persistedHash(extensions);
    return hash && documents.withHash(hash);
  } catch {
    return undefined;
  }
}
