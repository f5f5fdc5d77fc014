import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Context, createContext } from "../schema/base/context.ts";
import { schema } from "../schema/schema.ts";
import type { Store } from "../store/store.ts";
import { createAdmission, type LimitOptions } from "./admission.ts";
import { readBody } from "./body.ts";
import { createCompiledQueries } from "./compiledQueries.ts";
import { type Exchange, openExchange, type Step } from "./exchange.ts";
import { failureOf } from "./failure.ts";
import { createFastLane } from "./fastLane.ts";
import { createPictureStep } from "./frontierPicture.ts";
import { createGraphQLHandler } from "./yoga.ts";

export interface ServerOptions {
  /** Measures runs. Without it the server only answers. */
  evaluation?: Context["evaluation"];
  /** False sends every request to Yoga. */
  fastLane?: boolean;
  limits?: LimitOptions;
}

/** An HTTP server that answers from the store: `/graphql`, `/frontier.svg`, `/health`. */
export function createHttpServer(
  store: Store,
  { evaluation = null, fastLane = true, limits = {} }: ServerOptions = {},
): Server {
  const queries = createCompiledQueries(schema);
  const newContext = ({ principal }: Exchange) => createContext(store, evaluation, principal);
  const admission = createAdmission(limits);
  const yoga = createGraphQLHandler(newContext, queries, admission);
  const answeredFast = fastLane ? createFastLane(store, newContext, queries, admission) : async () => false;
  /** The steps before a body is read, in their order. */
  const steps: Step[] = [createPictureStep(store, admission), admission.admit];

  return createServer(async (request, response) => {
    const exchange = openExchange(request, response);
    try {
      for (const step of steps) {
        const answered = step(exchange);
        if (answered === true || (answered !== false && (await answered))) return;
      }
      if (request.method === "POST") {
        const body = await readBody(request);
        await admission.beginReading(exchange, body);
        if (request.url === "/graphql" && (await answeredFast(exchange, body))) return;
        (request as IncomingMessage & { body: string | Blob }).body = bodyForYoga(body);
      }
      await yoga(request, response, { exchange });
    } catch (error) {
      // Nobody is there to hear of it.
      if (exchange.signal.aborted) return;
      fail(response, error, admission.headersOf(exchange));
    }
  });
}

/**
 * A body that has been read already, as Yoga takes it. An empty one must not look absent, or Yoga would wait for the stream.
 * Yoga also lists the keys of the body, and a text of a megabyte has a million, which would take 0.3 s. A blob has none but
 * the one that makes it look present.
 */
function bodyForYoga(body: string): string | Blob {
  return body.length < 2_000 ? body || " " : Object.assign(new Blob([body]), { isRead: true });
}

function fail(response: ServerResponse, error: unknown, limits: Record<string, string>): void {
  const { status, code, message, headers } = failureOf(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const type = "application/json; charset=utf-8";
  // The rest of the body is not read, so the connection cannot be used again.
  response.writeHead(status, { "content-type": type, connection: "close", ...limits, ...headers });
  response.end(body);
}
