import { createServer, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";

/** A request that the server got. */
export interface ReplayRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** The JSON of the body; null where there is no body. */
  body: any;
}

/** The bytes to send, and how to send them. */
export interface Reply {
  /** The whole reply, from the status line on. */
  bytes: Buffer;
  /** The number of bytes that are sent; by default all. */
  upTo?: number;
  /** The end of the connection after that; by default `end`. */
  after?: "end" | "reset" | "stall";
  /** Offsets at which the bytes are cut into pieces. */
  cuts?: number[];
  /** Milliseconds between two pieces; by default the next piece is sent in the next turn of the event loop. */
  pause?: number;
}

export interface ReplayServer {
  url: string;
  requests: ReplayRequest[];
  /** The requests whose connection the client closed before their reply was complete. */
  givenUp: ReplayRequest[];
  close(): Promise<void>;
}

/** Serves one reply for each connection on a free port of loopback, as the replies were recorded (`connection: close`). */
export async function startReplay(answer: (request: ReplayRequest) => Reply): Promise<ReplayServer> {
  const sockets = new Set<Socket>();
  const requests: ReplayRequest[] = [];
  const givenUp: ReplayRequest[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    let received = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      const request = readRequest(received);
      if (!request) return;
      received = Buffer.alloc(0);
      requests.push(request);
      let isComplete = false;
      socket.on("close", () => isComplete || givenUp.push(request));
      void send(socket, answer(request)).then((complete) => {
        isComplete = complete;
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    givenUp,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The request; null until all of it has come. */
function readRequest(received: Buffer): ReplayRequest | null {
  const end = received.indexOf("\r\n\r\n");
  if (end === -1) return null;
  const [line, ...lines] = received.subarray(0, end).toString("latin1").split("\r\n");
  const headers = Object.fromEntries(
    lines.map((header) => [
      header.slice(0, header.indexOf(":")).toLowerCase(),
      header.slice(header.indexOf(":") + 1).trim(),
    ]),
  );
  const body = received.subarray(end + 4);
  if (body.length < Number(headers["content-length"] ?? 0)) return null;
  const [method, path] = line!.split(" ") as [string, string];
  return { method, path, headers, body: body.length > 0 ? JSON.parse(body.toString()) : null };
}

/** Sends a reply; false where the connection was closed before, or stays open without an end. */
async function send(socket: Socket, { bytes, upTo = bytes.length, after = "end", cuts = [], pause = 0 }: Reply) {
  const ends = [...cuts.filter((cut) => cut > 0 && cut < upTo).sort((a, b) => a - b), upTo];
  let start = 0;
  for (const end of ends) {
    if (socket.destroyed) return false;
    if (end > start) socket.write(bytes.subarray(start, end));
    start = end;
    if (end === upTo) break;
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    else await turn();
  }
  if (after === "end") socket.end();
  if (after === "reset") socket.resetAndDestroy();
  return after !== "stall";
}

/** A reply with JSON that was not recorded. */
export const jsonReply = (body: unknown, status = "200 OK", headers: string[] = []): Reply =>
  reply("application/json", JSON.stringify(body), status, headers);

/** A web page in place of what was asked for. */
export const pageReply = (page: string, status = "200 OK"): Reply => reply("text/html", page, status, []);

/** A stream of events that was not recorded. */
export const eventReply = (events: string): Reply => reply("text/event-stream", events, "200 OK", []);

function reply(type: string, body: string, status: string, headers: string[]): Reply {
  const length = Buffer.byteLength(body);
  const head = [`HTTP/1.1 ${status}`, `content-type: ${type}`, `content-length: ${length}`, ...headers];
  return { bytes: Buffer.from(`${head.join("\r\n")}\r\nconnection: close\r\n\r\n${body}`) };
}
