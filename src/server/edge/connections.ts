import type { Server } from "node:http";
import type { Socket } from "node:net";
import { ERRORS } from "../../errors/errorTable.ts";
import type { RequestErrorCode } from "../../errors/requestError.ts";
import { ADDRESS_LIMIT } from "./hosts.ts";
import { SECURITY_HEADERS } from "./securityHeaders.ts";

/** What a connection may take. A client that is slower, or sends more, is refused or cut off. */
export const CONNECTION_OPTIONS = {
  /** The time for the head of a request, in milliseconds. */
  headersTimeout: 10_000,
  /**
   * The time for a whole request with its body, however slowly it trickles. Submissions alone may take so long: for others
   * the time limit of the answer ends sooner.
   */
  requestTimeout: 15 * 60_000,
  /** The time between two requests on one connection. */
  keepAliveTimeout: 5_000,
  /** How often the two limits above are looked after. */
  connectionsCheckingInterval: 1_000,
  /** The most bytes of a head with its address. */
  maxHeaderSize: 16 * 1024,
  /** `createHostStep` answers a request without a Host, and says what is missing. */
  requireHostHeader: false,
};

/** The most connections at one time, subscriptions included. Further ones are closed at once. */
export const CONNECTIONS = 4096;

/** A connection on which nothing moves for this time is closed, as of a client that reads no answer. Streams ping more often. */
const STALLED_MS = 60_000;

const open = new WeakMap<Server, Set<Socket>>();

/** The connections on which a client has not sent anything yet, which Node does not count as idle. */
export const silentConnections = (server: Server) => [...(open.get(server) ?? [])].filter((one) => one.bytesRead === 0);

/** Limits what connections may take, and answers what is no HTTP request with a code. */
export function guardConnections(server: Server): void {
  server.maxConnections = CONNECTIONS;
  server.timeout = STALLED_MS;
  const sockets = new Set<Socket>();
  open.set(server, sockets);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  // Other expectations than `100-continue` are disregarded (RFC 9110, 10.1.1).
  server.on("checkExpectation", (request, response) => server.emit("request", request, response));
  server.on("clientError", (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    socket.end(answerOf(codeOf(error)));
  });
}

function codeOf({ code, rawPacket }: NodeJS.ErrnoException & { rawPacket?: Buffer }): RequestErrorCode {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "REQUEST_TIMEOUT";
  if (code !== "HPE_HEADER_OVERFLOW") return "BAD_REQUEST";
  const address = /^[A-Z]+ (\S*)/.exec(rawPacket?.toString("latin1") ?? "")?.[1] ?? "";
  return address.length > ADDRESS_LIMIT ? "ADDRESS_TOO_LONG" : "HEADERS_TOO_LARGE";
}

const REASONS: Partial<Record<RequestErrorCode, string>> = {
  REQUEST_TIMEOUT: "The request did not arrive within the time allowed.",
  HEADERS_TOO_LARGE: `The head of the request is larger than ${CONNECTION_OPTIONS.maxHeaderSize} bytes.`,
  ADDRESS_TOO_LONG: `The address is longer than ${ADDRESS_LIMIT} bytes. Use POST.`,
};

/** A whole HTTP answer as text: where it is used there is no response to write to. */
export function answerOf(
  code: RequestErrorCode,
  message = REASONS[code] ?? "This is not a well-formed HTTP request.",
): string {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    connection: "close",
    ...SECURITY_HEADERS,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${ERRORS.request[code].status} ${code}`, ...lines, "", body].join("\r\n");
}
