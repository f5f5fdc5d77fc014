import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Pool } from "undici";
import { ERRORS } from "../errors/errorTable.ts";
import { RequestError } from "../errors/requestError.ts";
import { createHostStep } from "../server/edge/hosts.ts";
import { createOriginStep } from "../server/edge/origins.ts";
import { log } from "../server/observation/log.ts";
import { type Engine, passOn } from "./exchange.ts";
import type { Recorder } from "./recorder.ts";
import { readRequestBody } from "./requestBody.ts";
import { createKnownForms } from "./streams/usageForm.ts";
import { isBareAddress, targetOf } from "./target.ts";

export interface ProxyOptions {
  /** The address of the engine, with or without `/v1` at its end. */
  upstream: string;
  /** The address at which the proxy listens; loopback unless given. */
  host?: string;
  /** Names of the proxy beside its address. */
  allowedHosts?: string[];
  /** The token that each request must bring; null where none is needed. */
  token: string | null;
  /** The run of requests that name none; null for none. */
  run: string | null;
}

export interface MeteringProxy {
  server: Server;
  /** Ends all connections, at both sides. */
  close(): Promise<void>;
}

/** The most bytes of a head, at both sides. */
const LARGEST_HEAD = 64 * 1024;

/**
 * A pass-through in front of an engine with OpenAI's API, which records each request. It answers by itself only what it
 * refuses: a request by a name that is not its own, from a foreign page, without the token, or with a malformed run.
 */
export function createMeteringProxy(options: ProxyOptions, recorder: Recorder): MeteringProxy {
  const { origin, pathname } = new URL(options.upstream);
  const engine: Engine = {
    address: origin,
    prefix: pathname.replace(/\/+$/, "").replace(/\/v1$/, ""),
    forms: createKnownForms(),
    told: new Set(),
    // The proxy has no patience of its own: how long an engine may be silent is the client's to say.
    pool: new Pool(origin, { connections: null, headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: LARGEST_HEAD }),
  };
  const steps = [createHostStep(options), createOriginStep([])];

  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const cameAt = performance.now();
    const visit = { request, response, isReader: false, parameters: null };
    for (const step of steps) if (await step(visit)) return;
    const target = targetOf(request, options);
    const isPost = request.method === "POST";
    const isRecorded = isPost && recorder.draw();
    const hasBody = request.headers["content-length"] !== undefined || "transfer-encoding" in request.headers;
    const body =
      isRecorded || (isPost && isBareAddress(target))
        ? await readRequestBody(request)
        : { bytes: null, fields: null, stream: hasBody ? request : null };
    if (!response.destroyed) passOn(request, response, engine, recorder, { target, body, cameAt, isRecorded });
  };
  const server = createServer(
    // A slow upload of a large prompt may take as long as it takes.
    { requestTimeout: 0, headersTimeout: 10_000, keepAliveTimeout: 75_000, maxHeaderSize: LARGEST_HEAD, noDelay: true },
    (request, response) => {
      take(request, response).catch((error) => refuse(request, response, error));
    },
  );
  return {
    server,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await engine.pool.destroy();
    },
  };
}

/** Answers in the form in which engines refuse, so that every client can read it. */
function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) return void response.destroy();
  if (!(error instanceof RequestError)) {
    // The client broke off while it sent its request.
    if (!request.complete) return void response.destroy();
    log.error({ err: error }, "A request could not be passed on.");
  }
  const known = error instanceof RequestError ? error : null;
  const code = known?.code ?? "INTERNAL_SERVER_ERROR";
  const body = JSON.stringify({
    error: { message: known?.message ?? "The proxy failed.", type: "metering_proxy", code },
  });
  response.writeHead(ERRORS.request[code].status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    connection: "close",
  });
  response.end(body);
}
