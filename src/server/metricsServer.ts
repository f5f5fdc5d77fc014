import { createServer, type Server } from "node:http";
import { METRICS_TYPE } from "./observation/observation.ts";

/**
 * Serves metrics, and nothing else, to a collector on an address of their own. A collector needs no token there, so that it
 * holds none that could start commands.
 */
export function createMetricsServer(metrics: () => Promise<string>): Server {
  return createServer(async (request, response) => {
    response.setHeader("connection", "close");
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    const text = await metrics().catch(() => null);
    if (text === null) response.writeHead(500).end();
    else response.writeHead(200, { "content-type": METRICS_TYPE, "cache-control": "no-store" }).end(text);
  });
}
