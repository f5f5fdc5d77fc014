import type { IncomingMessage, ServerResponse } from "node:http";
import type { ExecutionResult } from "graphql";
import type { Store } from "../results/store.ts";
import { type Context, createContext } from "../schema/context.ts";
import type { CompiledQueries } from "./compiledQueries.ts";

/**
 * Answers a plain request for a compiled query without Yoga. True if it did; false leaves everything (another media
 * type, a browser's Origin, an unknown document, a result with errors) to Yoga, which knows all rules.
 */
export type FastLane = (request: IncomingMessage, body: string, response: ServerResponse) => Promise<boolean>;

export function createFastLane(store: Store, queries: CompiledQueries): FastLane {
  return async (request, body, response) => {
    if (!isPlain(request)) return false;
    const params = readParams(body);
    const execute = params && queries.find(params.query, params.operationName);
    if (!execute) return false;
    const context: Context = await createContext(store);
    const result = (await execute(undefined, context, params.variables ?? {})) as ExecutionResult;
    if (result.errors || result.data == null) return false;
    send(response, JSON.stringify(result));
    return true;
  };
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

/** Well-formed parameters and nothing else, or undefined. */
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

function send(response: ServerResponse, text: string): void {
  const body = Buffer.from(text);
  response.writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": body.length });
  response.end(body);
}
