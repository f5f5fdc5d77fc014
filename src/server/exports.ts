import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { rightsOf } from "../access/principal.ts";
import { RequestError } from "../errors/requestError.ts";
import { exporterFormat } from "../exchange/exporting/exporterFormat.ts";
import { type ExportRequest, type OpenedExport, openExport } from "../exchange/exporting/openExport.ts";
import type { PluginRegistry } from "../plugins/registry.ts";
import { exportParameters } from "../schema/exportParameters.ts";
import { oneAtATime } from "../store/database/oneAtATime.ts";
import { packageFolder } from "../store/database/packageFolder.ts";
import type { Store } from "../store/store.ts";
import type { Admission } from "./admission.ts";
import { SECURITY_HEADERS } from "./edge/securityHeaders.ts";
import type { Exchange, Step } from "./exchange.ts";
import { createTurns } from "./limits/turns.ts";

const PATH = "/export";

/** An export holds a page of rows in memory, and the database works for it as long as its client reads. */
const AT_A_TIME = 8;
const MOST_WAITING = 16;
/** An export is broken off after so long, or if its client takes fewer bytes of what is ready in each period. */
const LONGEST_MS = 15 * 60_000;
const PERIOD_MS = 30_000;
const LEAST_BYTES = 256 * 1024;

/** The points that a frontier costs, and a run and a sample that are read. */
const FRONTIER_POINTS = 1_000;
const RUN_POINTS = 5;
const SAMPLE_POINTS = 1;

/**
 * Answers `GET /export` with a frontier, with runs or with samples as a file, written while it is read (docs/export.md). A
 * file that was broken off lacks the end of its transfer. Other addresses are left to the next step.
 *
 * @param plugins gives the plugins that are installed, of which an exporter writes runs in its format; null where there are none.
 */
export function createExportStep(
  store: Store,
  admission: Admission,
  plugins: () => Promise<PluginRegistry | null>,
): Step {
  const turns = createTurns(AT_A_TIME, MOST_WAITING);
  const { version: program } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
  return (exchange) => {
    const { url } = exchange.request;
    return url === PATH || url?.startsWith(`${PATH}?`) ? answer(exchange) : false;
  };

  async function answer(exchange: Exchange): Promise<true> {
    const { request, response, principal, observed } = exchange;
    observed.type = "page";
    observed.operation = PATH;
    await admission.admit(exchange);
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      throw new RequestError("METHOD_NOT_ALLOWED", `${request.method} is not allowed here. Use GET or HEAD.`);
    }
    const registry = await plugins();
    const parameters = new URLSearchParams(request.url!.slice(PATH.length));
    const asked = exportParameters(parameters, (name) => (registry ? exporterFormat(registry, name) : undefined));
    const { exporter } = asked.format;
    const writer = exporter ? `${program}-${exporter.plugin.name}-${exporter.plugin.version}` : program;
    const rights = createHash("sha256").update(rightsOf(principal)).digest("hex").slice(0, 8);
    /** What an export says depends on the data, the prices, the program or plugin that writes it, and on who reads it. */
    const tagOf = (version: string) => `"${version}-${store.pricesDigest}-${writer}-${rights}"`;
    const headersOf = (version: string) => ({
      etag: tagOf(version),
      "cache-control": principal.scope === null ? "no-cache" : "private, no-cache",
      vary: "authorization",
      ...SECURITY_HEADERS,
      ...admission.headersOf(exchange),
    });
    const current = asked.asked.where?.dataVersion ?? store.version();
    const held = (request.headers["if-none-match"] ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
    if (held.includes(tagOf(current))) {
      response.writeHead(304, headersOf(current));
      response.end();
      return true;
    }
    const opened = await open(exchange, asked);
    const head = {
      "content-type": asked.format.type,
      "content-disposition": `attachment; filename="${opened.fileName}"`,
      ...headersOf(opened.version),
    };
    if (request.method === "HEAD") {
      response.writeHead(200, head);
      response.end();
      return true;
    }
    await turns.take(principal.id, exchange.ending, () => oneAtATime(() => write(exchange, opened, head)));
    return true;
  }

  function open(exchange: Exchange, asked: ExportRequest): Promise<OpenedExport> {
    const reads = (runs: number, samples: number) =>
      exchange.account!.charge(runs * RUN_POINTS + samples * SAMPLE_POINTS);
    const task = () => openExport(store, asked, exchange.principal, reads);
    return asked.exported === "frontier" ? admission.run(exchange, FRONTIER_POINTS, task) : task();
  }
}

/** Writes an export piece by piece, as fast as its client takes them. The head waits for the first piece, which may fail. */
async function write(exchange: Exchange, opened: OpenedExport, head: Record<string, string>): Promise<void> {
  const { response, observed, ending } = exchange;
  const pieces = opened.pieces()[Symbol.asyncIterator]();
  const first = await pieces.next();
  const stopWatching = breakOffIfSlow(response);
  response.writeHead(200, head);
  try {
    const rest = { [Symbol.asyncIterator]: () => pieces };
    await pipeline(Readable.from(withFirst(first, rest), { objectMode: false }), response);
  } catch (error) {
    // A client that goes away needs no answer.
    if (ending.isEnded) return;
    observed.code = error instanceof RequestError ? error.code : "INTERNAL_SERVER_ERROR";
    throw error;
  } finally {
    stopWatching();
    await pieces.return?.();
  }
}

/** Ends a response that takes too long, or whose client is too slow: it would keep others waiting. */
function breakOffIfSlow(response: ServerResponse): () => void {
  const limit = setTimeout(() => response.destroy(), LONGEST_MS);
  let before = 0;
  const look = setInterval(() => {
    const sent = response.socket?.bytesWritten ?? 0;
    if (response.writableNeedDrain && sent - before < LEAST_BYTES) response.destroy();
    before = sent;
  }, PERIOD_MS);
  return () => {
    clearTimeout(limit);
    clearInterval(look);
  };
}

async function* withFirst(
  first: IteratorResult<string | Uint8Array>,
  rest: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const bytes = (piece: string | Uint8Array) => (typeof piece === "string" ? Buffer.from(piece) : piece);
  if (first.done) return;
  yield bytes(first.value);
  for await (const piece of rest) yield bytes(piece);
}
