import { createServer, type IncomingMessage, type Server } from "node:http";
import { type Context, createContext } from "../schema/base/context.ts";
import { schema } from "../schema/schema.ts";
import type { Store } from "../store/store.ts";
import { readBody } from "./body.ts";
import { createCompiledQueries } from "./compiledQueries.ts";
import { type Exchange, openExchange, type Step } from "./exchange.ts";
import { failureOf } from "./failure.ts";
import { createFastLane } from "./fastLane.ts";
import { createPictureStep } from "./frontierPicture.ts";
import { createMetricsStep } from "./metricsPage.ts";
import { requestUnderWay } from "./observation/log.ts";
import { createObservation, type Observation } from "./observation/observation.ts";
import { createGraphQLHandler } from "./yoga.ts";

export interface ServerOptions {
  /** Measures runs. Without it the server only answers. */
  evaluation?: Context["evaluation"];
  /** False sends every request to Yoga. */
  fastLane?: boolean;
  /** Watches the requests. Without it the server makes one of its own. */
  observation?: Observation;
}

/** An HTTP server that answers from the store: `/graphql`, `/frontier.svg`, `/health`. */
export function createHttpServer(
  store: Store,
  { evaluation = null, fastLane = true, observation = createObservation(store) }: ServerOptions = {},
): Server {
  const queries = createCompiledQueries(schema);
  const newContext = ({ principal }: Exchange) => createContext(store, evaluation, principal);
  const yoga = createGraphQLHandler(newContext, queries);
  const answeredFast = fastLane ? createFastLane(store, newContext, queries) : async () => false;
  /** The steps before a body is read, in their order. */
  const steps: Step[] = [createPictureStep(store), createMetricsStep(observation)];

  const server = createServer(async (request, response) => {
    const exchange = openExchange(request, response, observation.begin());
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
      await requestUnderWay.run(exchange.id, () => yoga(request, response, { exchange }));
    } catch (error) {
      fail(exchange, error);
    }
  });
  observation.countConnections(server);
  return server;
}

function fail({ id, response, observed }: Exchange, error: unknown): void {
  const { status, code, message, headers } = requestUnderWay.run(id, () => failureOf(error));
  observed.code = code;
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
