import { type IncomingMessage, type Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from "graphql";
import type { SubscribePayload } from "graphql-ws";
import { type Extra, useServer } from "graphql-ws/use/ws";
import { type WebSocket, WebSocketServer } from "ws";
import type { Access } from "../access/access.ts";
import { refusalOf } from "../access/refusal.ts";
import { RequestError } from "../errors/requestError.ts";
import { runWithin } from "../store/database/requestScope.ts";
import type { Admission } from "./admission.ts";
import { BODY_LIMIT } from "./body.ts";
import { answerOf } from "./edge/connections.ts";
import { type Exchange, openExchange, type Step } from "./exchange.ts";
import { failureOf } from "./failure.ts";
import type { Observation } from "./observation/observation.ts";
import type { AnswerInTime } from "./timeLimit.ts";
import type { GraphQLHandler } from "./yoga.ts";

export const SOCKET_LIMITS = {
  /** The operations of one connection at the same time. */
  operations: 100,
  /** The time for the first message, in milliseconds. */
  initMs: 5_000,
  /** How often a connection is pinged. One that has not answered by the next time is closed. */
  pingMs: 15_000,
  /** A connection without an operation for this time is closed. */
  idleMs: 60_000,
};

/** The code with which a connection is closed whose caller may not have it. */
const FORBIDDEN = 4403;

interface WebSocketOptions {
  graphql: GraphQLHandler;
  admission: Admission;
  access: Access;
  answerInTime: AnswerInTime;
  stopping: AbortSignal | undefined;
  begin: Observation["begin"];
  /** What an upgrade must pass, as a request does: the name of the server, the origin of the page, the token. */
  steps: Step[];
}

/** A connection with what is known of its caller, and its operations by their ids. */
interface Connection {
  exchange: Exchange;
  operations: Map<string, Exchange>;
  idle: NodeJS.Timeout | undefined;
}

/**
 * Answers GraphQL over WebSockets (the protocol `graphql-transport-ws`) at `/graphql` on the port of the server. Every
 * operation passes what a request over HTTP passes, and is counted with the requests and subscriptions of its caller. The token
 * comes in the header `Authorization` or, from a browser, as `authorization` in the payload of `connection_init`.
 */
export function takeWebSockets(server: Server, options: WebSocketOptions): void {
  const { graphql, admission, access, answerInTime, stopping, begin, steps } = options;
  const connections = new WeakMap<WebSocket, Connection>();
  const connectionOf = ({ socket }: Pick<Extra, "socket">) => connections.get(socket)!;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BODY_LIMIT, perMessageDeflate: false });

  useServer<Record<string, unknown> | undefined>(
    {
      // Messages about failures of the server itself are not sent.
      isProd: true,
      connectionInitWaitTimeout: SOCKET_LIMITS.initMs,
      async onConnect({ connectionParams, extra }) {
        const connection = connectionOf(extra);
        try {
          const authorization = connectionParams?.authorization ?? connectionParams?.Authorization;
          if (authorization !== undefined) await identify(connection.exchange, authorization);
          const { principal } = connection.exchange;
          if (access.reading !== "open" && principal.scope === null) throw refusalOf(principal, "read");
        } catch (error) {
          const { code, message } = failureOf(error);
          // The reason of a closure has 123 bytes at most.
          extra.socket.close(FORBIDDEN, `${code}: ${message}`.slice(0, 100));
          return false;
        }
        rest(extra.socket, connection);
        return true;
      },
      async onSubscribe({ extra }, id, payload) {
        const connection = connectionOf(extra);
        clearTimeout(connection.idle);
        const exchange = openExchange(extra.request, new ServerResponse(extra.request), begin());
        exchange.principal = connection.exchange.principal;
        exchange.isReader = connection.exchange.isReader;
        connection.operations.set(id, exchange);
        try {
          if (connection.operations.size > SOCKET_LIMITS.operations) {
            throw new RequestError("OVERLOADED", `A connection has ${SOCKET_LIMITS.operations} operations at most.`);
          }
          await admission.admit(exchange);
          return await prepared(exchange, payload);
        } catch (error) {
          end(extra, id);
          return [shownError(error, "GRAPHQL_PARSE_FAILED")];
        }
      },
      execute: (args) => within(args, (exchange, run) => inTime(exchange, () => run("execute"))),
      subscribe: (args) => within(args, (exchange, run) => runWithin(exchange.ending, async () => run("subscribe"))),
      onNext: (_ctx, _id, _payload, _args, result) => withShownErrors(result as ExecutionResult) as typeof result,
      onComplete: ({ extra }, id) => end(extra, id),
      onDisconnect({ extra }) {
        for (const id of connectionOf(extra).operations.keys()) end(extra, id);
      },
    },
    sockets,
    SOCKET_LIMITS.pingMs,
  );

  /** The arguments of an operation that has passed every rule, or the errors that it has. */
  async function prepared(
    exchange: Exchange,
    { query: text, variables, operationName, extensions }: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> {
    const given = { variables: variables ?? undefined, extensions: extensions ?? undefined };
    const query = graphql.prepare(exchange, { query: text, ...given });
    const params = { ...given, query, operationName: operationName ?? undefined };
    const { schema, parse, validate, contextFactory, execute, subscribe } = graphql.yoga.getEnveloped({
      ...{ exchange, params },
    } as never);
    const document = parse(query ?? "");
    const errors = validate(schema, document);
    if (errors.length > 0) return errors.map((error: GraphQLError) => shownError(error, "GRAPHQL_VALIDATION_FAILED"));
    return {
      ...{ schema, document, operationName: params.operationName, variableValues: variables },
      contextValue: await contextFactory(),
      rootValue: { exchange, execute, subscribe },
    };
  }

  type Run = (kind: "execute" | "subscribe") => Promise<ExecutionResult>;
  /** Runs an operation as what was prepared for it does. What goes wrong is its result. */
  async function within(args: ExecutionArgs, work: (exchange: Exchange, run: Run) => Promise<ExecutionResult>) {
    const { exchange, ...enveloped } = args.rootValue as { exchange: Exchange } & Record<
      "execute" | "subscribe",
      never
    >;
    try {
      const { rootValue: _, ...own } = args;
      const result = await work(exchange, (kind) =>
        (enveloped[kind] as (args: object) => Promise<ExecutionResult>)(own),
      );
      return Symbol.asyncIterator in result ? result : withShownErrors(result);
    } catch (error) {
      return { errors: [shownError(error)] };
    }
  }

  function inTime(exchange: Exchange, work: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
    return new Promise((resolve, reject) => {
      answerInTime(
        exchange,
        async () => resolve(await work()),
        (_, error) => reject(error),
      );
    });
  }

  async function identify(exchange: Exchange, authorization: unknown): Promise<void> {
    if (exchange.isReader)
      throw new RequestError("ORIGIN_NOT_ALLOWED", "A page of another origin may read, without a token.");
    exchange.request.headers.authorization = String(authorization);
    for (const step of steps.slice(-1)) await step(exchange);
  }

  function end({ socket }: Pick<Extra, "socket">, id: string): void {
    const connection = connections.get(socket);
    const exchange = connection?.operations.get(id);
    if (!connection || !exchange) return;
    connection.operations.delete(id);
    // Nothing is written to it: this is what counts an operation as ended, and ends what still works for it.
    exchange.response.emit("close");
    rest(socket, connection);
  }

  /** Closes a connection that stays without an operation. */
  function rest(socket: WebSocket, connection: Connection): void {
    clearTimeout(connection.idle);
    if (connection.operations.size > 0) return;
    connection.idle = setTimeout(() => socket.close(1000, "Idle"), SOCKET_LIMITS.idleMs);
    connection.idle.unref();
  }

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    upgrade(request, socket, head).catch((error) => {
      const { code, message } = failureOf(error);
      socket.end(answerOf(code as never, message));
    });
  });

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A page is never asked for by an upgrade, whatever its head says.
    delete request.headers.accept;
    const exchange = openExchange(request, new ServerResponse(request));
    for (const step of steps) await step(exchange);
    if (request.url!.split("?")[0] !== "/graphql") {
      throw new RequestError("NOT_FOUND", "There is no WebSocket at this address. Try /graphql.");
    }
    if (stopping?.aborted) throw new RequestError("OVERLOADED", "The server stops.", undefined, { retryAfter: 2 });
    admission.keepOpen(exchange);
    const close = () => exchange.response.emit("close");
    socket.once("close", close);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = { exchange, operations: new Map(), idle: undefined };
      connections.set(webSocket, connection);
      webSocket.once("close", () => clearTimeout(connections.get(webSocket)!.idle));
      sockets.emit("connection", webSocket, request);
      // A message that is too long or malformed closes the connection. It is the caller's fault, and no line of the log.
      webSocket.removeAllListeners("error");
      webSocket.on("error", () => {});
    });
  }

  stopping?.addEventListener("abort", () => {
    // The subscriptions complete first.
    setImmediate(() => {
      for (const socket of sockets.clients) socket.close(1001, "The server stops");
    });
  });
}

/** An error as callers see it: its code, or this one where it has none, and nothing of HTTP. */
function shownError(error: unknown, otherwise?: string): GraphQLError {
  if (error instanceof GraphQLError) {
    const { http: _, unexpected: __, code = otherwise, ...others } = error.extensions;
    const extensions = code === undefined ? others : { code, ...others };
    const { message, nodes, source, positions, path } = error;
    return new GraphQLError(message, { nodes, source, positions, path, extensions });
  }
  const { code, message } = failureOf(error);
  return new GraphQLError(message, { extensions: { code } });
}

function withShownErrors(result: ExecutionResult): ExecutionResult {
  return result.errors ? { ...result, errors: result.errors.map((error) => shownError(error)) } : result;
}
