import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createMeteringProxy, type ProxyOptions } from "../../src/metering/meteringProxy.ts";
import { createRecorder, type RecorderOptions } from "../../src/metering/recorder.ts";
import type { AnswerLine, LogLine, RequestLine, SessionLine } from "../../src/metering/records/logLines.ts";

/** The first line of a log. */
export const SESSION: SessionLine = {
  ...{ kind: "session", version: 1, id: "s", pid: process.pid, host: "here", at: Date.UTC(2026, 10, 28) },
  ...{ upstream: "http://127.0.0.1:8000", hardware: null, sample: null, program: null, meter: null },
};

/** What a client gets of a reply. */
export interface Received {
  status: number | null;
  statusText: string;
  /** Without those of the connection alone. */
  headers: string[];
  body: string;
  /** Whether the reply ended by the rules of HTTP. */
  whole: boolean;
}

export interface Asking {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** Cancels when so many bytes have come. */
  cancelAfter?: number;
}

const OF_CONNECTION = ["connection", "keep-alive", "transfer-encoding", "date"];

/** Asks a server as a plain client of Node does, and gives what came, however it ended. */
export function askFor(
  url: string,
  { path = "/v1/chat/completions", method = "POST", ...rest }: Asking,
): Promise<Received> {
  const { headers = {}, body, cancelAfter } = rest;
  return new Promise((resolve) => {
    const sent = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    const received: Received = { status: null, statusText: "", headers: [], body: "", whole: false };
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = () => resolve({ ...received, body: Buffer.concat(chunks).toString("latin1") });
    const given = new URL(url);
    const asked = request(
      {
        host: given.hostname,
        port: given.port,
        path: `${given.pathname.replace(/\/$/, "")}${path}`,
        method,
        agent: false,
      },
      (response) => {
        received.status = response.statusCode!;
        received.statusText = response.statusMessage!;
        for (let i = 0; i < response.rawHeaders.length; i += 2) {
          if (OF_CONNECTION.includes(response.rawHeaders[i]!.toLowerCase())) continue;
          received.headers.push(`${response.rawHeaders[i]}: ${response.rawHeaders[i + 1]}`);
        }
        response.on("data", (chunk) => {
          chunks.push(chunk);
          size += chunk.length;
          if (cancelAfter !== undefined && size >= cancelAfter) asked.destroy();
        });
        response.on("end", () => {
          received.whole = true;
        });
        response.on("error", () => {});
        response.on("close", settle);
      },
    );
    asked.on("error", () => {
      if (received.status === null) settle();
    });
    asked.setHeader("content-type", "application/json");
    for (const [name, value] of Object.entries(headers)) asked.setHeader(name, value);
    if (sent !== undefined) asked.setHeader("content-length", Buffer.byteLength(sent));
    asked.end(sent);
  });
}

export interface Engine {
  url: string;
  /** The bodies that it was asked with, as text. */
  asked: { path: string; headers: IncomingMessage["headers"]; body: string }[];
  close(): Promise<void>;
}

/** A server that answers as it is told, with the parsed body of the request or null, at a free port unless one is given. */
export async function startEngine(
  answer: (response: ServerResponse, body: Record<string, any>, request: IncomingMessage, call: number) => void,
  port = 0,
): Promise<Engine> {
  const asked: Engine["asked"] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      asked.push({ path: request.url!, headers: request.headers, body });
      let fields: Record<string, any> = {};
      try {
        fields = JSON.parse(body);
      } catch {}
      answer(response, fields, request, asked.length);
    });
  });
  return { url: await listening(server, port), asked, close: () => ended(server) };
}

export interface MeteredEngine {
  url: string;
  lines: LogLine[];
  requests(): RequestLine[];
  answers(): AnswerLine[];
  close(): Promise<void>;
}

export async function startProxy(
  upstream: string,
  { recorder = {}, ...options }: Partial<ProxyOptions> & { recorder?: Partial<RecorderOptions> } = {},
  add?: (line: LogLine) => Promise<void> | undefined,
): Promise<MeteredEngine> {
  const lines: LogLine[] = [];
  const target = { add: add ?? ((line: LogLine) => void lines.push(line) as undefined) };
  const recording = createRecorder(target, { sample: null, keepTexts: false, ...recorder });
  const proxy = createMeteringProxy({ upstream, token: null, run: null, ...options }, recording);
  return {
    url: await listening(proxy.server),
    lines,
    requests: () => lines.filter((line) => line.kind === "request"),
    answers: () => lines.filter((line) => line.kind === "answer"),
    close: proxy.close,
  };
}

async function listening(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ended(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
