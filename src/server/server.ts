import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AccessOptions, createAccess } from "../access/access.ts";
import { type Context, createContext } from "../schema/base/context.ts";
import { schema } from "../schema/schema.ts";
import type { Store } from "../store/store.ts";
import { readBody } from "./body.ts";
import { createCompiledQueries } from "./compiledQueries.ts";
import { type Exchange, openExchange, type Step } from "./exchange.ts";
import { failureOf } from "./failure.ts";
import { createFastLane } from "./fastLane.ts";
import { createPictureStep } from "./frontierPicture.ts";
import { createIdentifyStep, createReaderStep } from "./identifyCaller.ts";
import { createSignInStep } from "./signIn.ts";
import { createGraphQLHandler } from "./yoga.ts";

export interface ServerOptions {
  /** Measures runs. Without it the server only answers. */
  evaluation?: Context["evaluation"];
  /** False sends every request to Yoga. */
  fastLane?: boolean;
  /** Who may do what. By default everybody may read, and all else needs a token of this store. */
  access?: AccessOptions;
}

/** An HTTP server that answers from the store: `/graphql`, `/frontier.svg`, `/health`. */
export function createHttpServer(
  store: Store,
  { evaluation = null, fastLane = true, access: accessOptions }: ServerOptions = {},
): Server {
  const access = createAccess(store, accessOptions);
  const queries = createCompiledQueries(schema);
  const newContext = ({ principal, request: { headers } }: Exchange) => {
    const { authorization } = headers;
    const stillHolds = authorization === undefined ? null : () => access.identify(authorization);
    return createContext(store, evaluation, principal, access.tokens, stillHolds);
  };
  const yoga = createGraphQLHandler(newContext, queries);
  const answeredFast = fastLane ? createFastLane(store, newContext, queries) : async () => false;
  /** The steps before a body is read, in their order. */
  const steps: Step[] = [
    createPictureStep(store, access),
    createSignInStep(store, access),
    createIdentifyStep(access),
    createReaderStep(access),
  ];

  return createServer(async (request, response) => {
    const exchange = openExchange(request, response);
    try {
      for (const step of steps) {
        const answered = step(exchange);
        if (answered === true || (answered !== false && (await answered))) return;
      }
      if (request.method === "POST") {
        const body = await readBody(request);
        if (request.url === "/graphql" && (await answeredFast(exchange, body))) return;
        // Yoga takes a body that has been read already. An empty one must not look absent, or Yoga would wait for the stream.
        (request as IncomingMessage & { body: string }).body = body || " ";
      }
      await yoga(request, response, { exchange });
    } catch (error) {
      fail(response, error);
    }
  });
}

function fail(response: ServerResponse, error: unknown): void {
  const { status, code, message, headers } = failureOf(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const type = "application/json; charset=utf-8";
  // The rest of the body is not read, so the connection cannot be used again.
  response.writeHead(status, { "content-type": type, connection: "close", ...headers });
  response.end(body);
}
