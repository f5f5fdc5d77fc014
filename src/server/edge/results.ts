import { isAsyncIterable } from "@graphql-tools/utils";
import type { ExecutionResult } from "graphql";
import { getOperationAST } from "graphql";
import type { Plugin } from "graphql-yoga";
import { ERRORS } from "../../errors/errorTable.ts";
import { RequestError } from "../../errors/requestError.ts";
import { RESPONSE_TYPES, responseType, takesEvents } from "./mediaTypes.ts";
import type { Visit } from "./visit.ts";

/** A result of which some fields failed (GraphQL over HTTP, "Partial success"). */
const PARTIAL = 294;

/**
 * Takes requests and sends results as GraphQL over HTTP says (docs/http.md): the parameters that were read and checked
 * before, no mutation from a page that may only read, and the status and type of each result.
 */
export function overHttp(): Plugin<object, { exchange: Visit }> {
  return {
    onRequestParse({ serverContext, setRequestParser }) {
      setRequestParser(() => serverContext.exchange.parameters!);
    },
    onExecute({ args }) {
      const { isReader } = (args.contextValue as unknown as { exchange: Visit }).exchange;
      const operation = getOperationAST(args.document, args.operationName)?.operation;
      if (isReader && operation === "mutation") {
        throw new RequestError("ORIGIN_NOT_ALLOWED", "A page of another origin may read, and change nothing.");
      }
    },
    onSubscribe({ args }) {
      const { request } = (args.contextValue as unknown as { exchange: Visit }).exchange;
      if (!takesEvents(request.headers.accept)) {
        throw new RequestError("NOT_ACCEPTABLE", "A subscription is answered with text/event-stream. Accept that.");
      }
    },
    onResultProcess({ request, result, setResultProcessor }) {
      if (Array.isArray(result) || isAsyncIterable(result)) return;
      const accepted = responseType(request.headers.get("accept") ?? undefined);
      if (accepted === undefined) return;
      setResultProcessor((_, { Response }) => respond(Response, result as ExecutionResult, accepted), accepted);
    },
  };
}

function respond(Response: typeof globalThis.Response, result: ExecutionResult, accepted: string): globalThis.Response {
  const status = statusOf(result);
  // A client that knows only JSON trusts the type of a success. A failure says by its type that it is GraphQL's own.
  const type = status < 300 ? accepted : RESPONSE_TYPES[0];
  const headers: Record<string, string> = { "content-type": `${type}; charset=utf-8` };
  for (const { extensions } of result.errors ?? []) {
    Object.assign(headers, (extensions.http as { headers?: Record<string, string> } | undefined)?.headers);
  }
  return new Response(JSON.stringify(withoutInternals(result)), {
    status,
    statusText: status === PARTIAL ? "Partial Success" : undefined,
    headers,
  });
}

/** The HTTP status of a result. A request that parsed but cannot be executed is 422. */
export function statusOf({ data, errors = [] }: ExecutionResult): number {
  if (data !== undefined) return errors.length === 0 ? 200 : PARTIAL;
  return Math.max(...errors.map(({ extensions }) => statusOfCode(extensions)));
}

const TABLE: Record<string, { status: number }> = ERRORS.request;

function statusOfCode({ code, http }: { code?: unknown; http?: { status?: number } }): number {
  if (code === "GRAPHQL_PARSE_FAILED") return 400;
  const status = http?.status === 405 ? 405 : (TABLE[String(code)]?.status ?? http?.status ?? 400);
  return status === 400 ? 422 : status;
}

/** The result without what is said of HTTP in it. */
function withoutInternals(result: ExecutionResult): object {
  if (!result.errors) return result;
  const errors = result.errors.map((error) => {
    const { extensions, ...shown } = error.toJSON();
    const { http, unexpected, ...others } = extensions ?? {};
    return Object.keys(others).length > 0 ? { ...shown, extensions: others } : shown;
  });
  return { ...result, errors };
}
