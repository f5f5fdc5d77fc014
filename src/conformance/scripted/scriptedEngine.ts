import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type Step, streamOf } from "./scriptedStream.ts";

/** How the server answers a request for a completion: by the number of the request, from 0. */
export type Behaviour = (reply: ScriptedReply, asked: number) => unknown;

/** What a behaviour can do with a request. */
export interface ScriptedReply {
  request: IncomingMessage;
  response: ServerResponse;
  /** The body of the request. */
  body: Record<string, unknown>;
  /** Sends a whole stream of these steps, at once. */
  stream(steps: Step[], done?: boolean): void;
  /** Sends a value as JSON. */
  json(value: unknown, status?: number, headers?: Record<string, string>): void;
  /** Sends an error in the form of OpenAI's. */
  refuse(status: number, message: string, headers?: Record<string, string>, type?: string): void;
}

export interface ScriptedEngine {
  url: string;
  /** The bodies of the requests for completions. */
  asked: Record<string, unknown>[];
  /** How many requests were given up by the client before their answer was whole. */
  givenUp(): number;
  /** How many connections are open. */
  connections(): number;
  /** Refuses connections until `back` is called. */
  away(): Promise<void>;
  back(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a server with the chat completions of OpenAI and the model `m` on loopback, which behaves as it is told.
 *
 * @param pages what other paths answer: JSON, or a text as it is. `/v1/models` lists the model unless it stands here.
 */
export async function startScriptedEngine(
  behave: Behaviour,
  pages: Record<string, unknown> = {},
): Promise<ScriptedEngine> {
  const asked: Record<string, unknown>[] = [];
  const sockets = new Set<Socket>();
  let givenUp = 0;
  const known: Record<string, unknown> = {
    "/v1/models": { object: "list", data: [{ id: "m", object: "model", max_model_len: 32_768 }] },
    ...pages,
  };
  const server = createServer(async (request, response) => {
    const path = String(request.url).replace(/\?.*$/, "");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (path !== "/v1/chat/completions") return sendPage(response, known[path]);
    response.on("close", () => {
      if (!response.writableFinished) givenUp++;
    });
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    asked.push(body);
    await behave({ request, response, body, ...senders(response) }, asked.length - 1);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await listening(server, 0);
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    givenUp: () => givenUp,
    connections: () => sockets.size,
    away: stop,
    back: () => listening(server, port),
    close: stop,
  };
}

const listening = (server: Server, port: number) =>
  new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));

function sendPage(response: ServerResponse, page: unknown): unknown {
  if (typeof page === "function") return page(response);
  const type = typeof page === "string" ? "text/html" : "application/json";
  response.writeHead(page === undefined ? 404 : 200, { "content-type": type });
  response.end(
    typeof page === "string" ? page : JSON.stringify(page ?? { error: { message: "There is no such page." } }),
  );
}

function senders(response: ServerResponse): Pick<ScriptedReply, "stream" | "json" | "refuse"> {
  const json = (value: unknown, status = 200, headers = {}) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(value));
  };
  return {
    json,
    stream(steps, done) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(streamOf(steps, done));
    },
    refuse: (status, message, headers, type = "error") =>
      json({ error: { message, type, code: type } }, status, headers),
  };
}
