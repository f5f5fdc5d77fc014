import type { IncomingMessage, ServerResponse } from "node:http";
import type { ExecutionResult } from "graphql";
import { LRUCache } from "lru-cache";
import { rightsOf } from "../access/principal.ts";
import type { Context } from "../schema/base/context.ts";
import type { Store } from "../store/store.ts";
import { type Admission, MOST_POINTS } from "./admission.ts";
import type { CompiledQueries } from "./compiledQueries.ts";
import { SECURITY_HEADERS } from "./edge/securityHeaders.ts";
import type { Exchange } from "./exchange.ts";
import { areModest } from "./limits/variableLimits.ts";
import type { Observed } from "./observation/observed.ts";

/**
 * Answers a plain request for a compiled query without Yoga, and returns whether it did. Every other request is left to
 * Yoga, which knows all rules: one with another media type, with a browser's Origin, with an unknown document, or whose
 * result has errors.
 */
export type FastLane = (exchange: Exchange, body: string) => Promise<boolean>;

/** The most bytes of answers that are kept. */
const KEPT = 64 * 1024 * 1024;

interface KeptAnswer {
  body: Buffer;
  operation: string;
}

export function createFastLane(
  store: Pick<Store, "version">,
  newContext: (exchange: Exchange) => Promise<Context>,
  queries: CompiledQueries,
  admission: Admission,
): FastLane {
  /** Whole answers by the version of the data and the body of the request. After a change of the data none is found. */
  const answers = new LRUCache<string, KeptAnswer>({
    maxSize: KEPT,
    sizeCalculation: ({ body }, key) => body.length + 2 * key.length,
  });
  const headersOf = (exchange: Exchange) => ({ "x-request-id": exchange.id, ...admission.headersOf(exchange) });
  return async (exchange, body) => {
    const { request, response, principal, observed } = exchange;
    if (!isPlain(request)) return false;
    // What an answer shows can depend on the rights of the caller.
    const key = `${store.version()} ${rightsOf(principal)} ${body}`;
    const known = answers.get(key);
    if (known) {
      observe(observed, known.operation, true);
      return send(response, known.body, headersOf(exchange));
    }

    const params = readParams(body);
    const document = params && queries.find(params.query, params.operationName);
    if (!document) return false;
    const variables = params.variables ?? {};
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
    const text = JSON.stringify({ data, extensions: { cost: { requested, actual } } });
    // JSON has no infinite numbers and would make nulls of them, also where a field is never null.
    if (text.includes("null") && !hasFiniteNumbers(data)) return false;
    const answer = Buffer.from(text);
    observe(observed, document.operation, document.isWorthKeeping ? false : null);
    observed.cost = requested;
    if (document.isWorthKeeping) answers.set(key, { body: answer, operation: document.operation });
    return send(response, answer, headersOf(exchange));
  };
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

function isPlain({ headers }: IncomingMessage): boolean {
  const { accept, origin } = headers;
  const type = headers["content-type"];
  return (
    origin === undefined &&
    (type === "application/json" || type === "application/json; charset=utf-8") &&
    (accept === undefined || accept === "*/*" || accept === "application/json")
  );
}

interface Params {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

/** The parameters, or undefined if they are not well formed or there are others. */
function readParams(body: string): Params | undefined {
  let params: unknown;
  try {
    params = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof params !== "object" || params === null) return undefined;
  const { query, operationName, variables, ...others } = params as Record<string, unknown>;
  const wellFormed =
    typeof query === "string" &&
    (operationName == null || typeof operationName === "string") &&
    (variables == null || (typeof variables === "object" && !Array.isArray(variables))) &&
    Object.keys(others).length === 0;
  return wellFormed ? (params as Params) : undefined;
}

function send(response: ServerResponse, body: Buffer, headers: Record<string, string>): true {
  const type = "application/json; charset=utf-8";
  response.writeHead(200, { "content-type": type, "content-length": body.length, ...SECURITY_HEADERS, ...headers });
  response.end(body);
  return true;
}
