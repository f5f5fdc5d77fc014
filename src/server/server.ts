import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AccessOptions, createAccess } from "../access/access.ts";
import { type AdditionPolicy, DEFAULT_ADDITIONS } from "../exchange/submitting/additionPolicy.ts";
import { type Context, createContext } from "../schema/base/context.ts";
import { schema } from "../schema/schema.ts";
import type { Store } from "../store/store.ts";
import { createAdmission, type LimitOptions } from "./admission.ts";
import { BODY_LIMIT, readBody } from "./body.ts";
import { createCompiledQueries } from "./compiledQueries.ts";
import { createDocumentationStep } from "./documentation.ts";
import { CONNECTION_OPTIONS, guardConnections } from "./edge/connections.ts";
import { createExplorerStep } from "./edge/explorer.ts";
import { takeGraphQLRequest } from "./edge/graphqlRequest.ts";
import { createHealthStep } from "./edge/health.ts";
import { createHostStep, type HostOptions } from "./edge/hosts.ts";
import { requireJson } from "./edge/mediaTypes.ts";
import { createOriginStep } from "./edge/origins.ts";
import { createPageStep } from "./edge/page.ts";
import { parametersOfBody } from "./edge/parameters.ts";
import { SECURITY_HEADERS } from "./edge/securityHeaders.ts";
import { type Exchange, openExchange, type Step } from "./exchange.ts";
import { createExportStep } from "./exports.ts";
import { failureOf } from "./failure.ts";
import { createFastLane } from "./fastLane.ts";
import { questionOf } from "./freshAnswers.ts";
import { createPictureStep } from "./frontierPicture.ts";
import { createIdentifyStep, createReaderStep } from "./identifyCaller.ts";
import { createMetricsStep } from "./metricsPage.ts";
import { requestUnderWay } from "./observation/log.ts";
import { createObservation, type Observation } from "./observation/observation.ts";
import { createSignInStep } from "./signIn.ts";
import { createSubmissionsStep } from "./submissions.ts";
import { createTimeLimit } from "./timeLimit.ts";
import { takeWebSockets } from "./webSockets.ts";
import { createGraphQLHandler, EXAMPLE } from "./yoga.ts";

export interface ServerOptions extends HostOptions {
  /** Measures runs. Without it the server only answers. */
  evaluation?: Context["evaluation"];
  /** False sends every request to Yoga. */
  fastLane?: boolean;
  /** The origins of pages that may read, such as `https://dash.example.org`. None unless given. */
  corsOrigins?: string[];
  /** Aborted when the server stops: then it is not ready, and its subscriptions end. */
  stopping?: AbortSignal;
  /** The most seconds that an answer may take before it begins; 30 unless given. */
  requestSeconds?: number;
  /** Who may do what. By default everybody may read, and all else needs a token of this store. */
  access?: AccessOptions;
  limits?: LimitOptions;
  /** What becomes of models and benchmarks that labs bring with their runs; they are held unless given. */
  additions?: AdditionPolicy;
  /** What is said about the feeds of other labs that the store follows. */
  following?: Context["following"];
  /** Watches the requests. Without it the server makes one of its own. */
  observation?: Observation;
}

/**
 * An HTTP server that answers from the store: `/graphql`, `/submissions`, `/export`, `/frontier.svg`, `/frontier.txt`, `/docs`, `/health`. Unless `host` and
 * `allowedHosts` say otherwise it answers only to names of its own machine.
 */
export function createHttpServer(store: Store, options: ServerOptions = {}): Server {
  const { evaluation = null, fastLane = true, corsOrigins = [], stopping, requestSeconds = 30, limits = {} } = options;
  const { observation = createObservation(store), additions = DEFAULT_ADDITIONS } = options;
  const access = createAccess(store, options.access);
  const queries = createCompiledQueries(schema);
  const newContext = (exchange: Exchange) => {
    const { principal } = exchange;
    const { authorization } = exchange.request.headers;
    const stillHolds = authorization === undefined ? null : () => access.identify(authorization);
    const charge = (points: number) => admission.chargeSubmission(exchange, points);
    return createContext(
      store,
      evaluation,
      principal,
      access.tokens,
      stillHolds,
      { additions, charge },
      options.following,
    );
  };
  const admission = createAdmission(limits);
  const graphql = createGraphQLHandler(store, newContext, queries, admission, stopping);
  const answeredFast = fastLane ? createFastLane(store, newContext, queries, admission) : async () => false;
  const page = createPageStep();
  /** The steps before a body is read, in their order. */
  const steps: Step[] = [
    createHostStep(options),
    createHealthStep(store, stopping),
    createPictureStep(store, access, admission),
    createOriginStep(corsOrigins),
    page,
    createDocumentationStep(admission),
    createExplorerStep("Paretograph", EXAMPLE),
    createSignInStep(store, access, admission),
    createIdentifyStep(access, admission),
    createMetricsStep(observation),
    createReaderStep(access),
    createSubmissionsStep(store, admission, additions),
    createExportStep(store, admission, async () => (await evaluation)?.plugins ?? null),
    admission.admit,
    takeGraphQLRequest,
  ];

  const answer = async (exchange: Exchange) => {
    const { request, response } = exchange;
    // The fast lane writes all its headers at once, which is quicker.
    if (request.url !== "/graphql") response.setHeader("x-request-id", exchange.id);
    for (const step of steps) {
      const answered = step(exchange);
      if (answered === true || (answered !== false && (await answered))) return;
    }
    if (request.method === "POST") {
      requireJson(request);
      const body = await readBody(request);
      await admission.beginReading(exchange, body);
      if (await answeredFast(exchange, body)) return;
      exchange.parameters = parametersOfBody(body);
      // Yoga must not wait for a stream that has been read already.
      (request as IncomingMessage & { body: string }).body = " ";
    }
    if (request.method === "GET" && (await answeredFast(exchange, questionOf(request.url!)))) return;
    response.setHeader("x-request-id", exchange.id);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    await requestUnderWay.run(exchange.id, () => graphql.yoga(request, response, { exchange }));
  };
  const answerInTime = createTimeLimit(requestSeconds);
  const failed = (exchange: Exchange, error: unknown) => fail(exchange, error, admission.headersOf(exchange));
  const server = createServer(CONNECTION_OPTIONS, (request, response) => {
    const exchange = openExchange(request, response, observation.begin());
    answerInTime(exchange, () => answer(exchange), failed);
  });
  guardConnections(server);
  takeWebSockets(server, {
    ...{ graphql, admission, access, stopping, answerInTime },
    begin: observation.begin,
    steps: [createHostStep(options), createOriginStep(corsOrigins), createIdentifyStep(access, admission)],
  });
  observation.countConnections(server);
  return server;
}

function fail({ id, request, response, observed }: Exchange, error: unknown, limits: Record<string, string>): void {
  // The client went away, maybe while it sent its body: nobody is left to answer, and nothing went wrong here.
  if (response.destroyed || (request.destroyed && !request.complete)) return;
  const { status, code, message, headers } = requestUnderWay.run(id, () => failureOf(error));
  observed.code = code;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const type = "application/json; charset=utf-8";
  // A small rest of the body is read and dropped. After a large one, or a fault here, the connection is not used again.
  if (status >= 500 || code === "REQUEST_TIMEOUT" || !isSmall(request)) response.setHeader("connection", "close");
  const length = Buffer.byteLength(body);
  response.writeHead(status, {
    "content-type": type,
    "content-length": length,
    "cache-control": "no-store",
    ...SECURITY_HEADERS,
    ...limits,
    ...headers,
  });
  response.end(body);
}

const isSmall = ({ headers }: IncomingMessage) =>
  headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) <= BODY_LIMIT;
