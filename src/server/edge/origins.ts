import type { IncomingMessage } from "node:http";
import { RequestError } from "../../errors/requestError.ts";
import { wantsPage } from "./mediaTypes.ts";
import type { EdgeStep, Visit } from "./visit.ts";

const PREFLIGHT = {
  "access-control-allow-methods": "GET, HEAD, POST",
  "access-control-allow-headers": "content-type, accept",
  "access-control-max-age": "600",
};

/** The headers of an answer that the script of such a page may read. */
const EXPOSED = "etag, ratelimit, ratelimit-policy, retry-after, x-request-id";

/**
 * Refuses what a page of another origin asks for, with `ORIGIN_NOT_ALLOWED`. Only the origins named here may read, without
 * a token and without changing anything. A link to a page may be followed from anywhere.
 */
export function createOriginStep(corsOrigins: string[]): EdgeStep {
  const readers = new Set(corsOrigins);
  return (exchange) => {
    const { request, response } = exchange;
    if (readers.size > 0 && request.method !== "POST") response.setHeader("vary", "Origin");
    if (isOwn(request)) return false;
    const { origin, authorization } = request.headers;
    if (origin === undefined || !readers.has(origin)) {
      if (wantsPage(request)) return false;
      throw new RequestError("ORIGIN_NOT_ALLOWED", `A page of ${origin ?? "another site"} may not ask this server.`);
    }
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("vary", "Origin");
    response.setHeader("access-control-expose-headers", EXPOSED);
    if (authorization !== undefined) {
      throw new RequestError("ORIGIN_NOT_ALLOWED", `A page of ${origin} may read, without a token.`);
    }
    if (request.method === "OPTIONS") return allow(exchange);
    exchange.isReader = true;
    return false;
  };
}

function allow({ response }: Visit): true {
  response.writeHead(204, PREFLIGHT);
  response.end();
  return true;
}

/** Whether no page of another origin asks: neither its `Origin` nor its fetch metadata (`Sec-Fetch-Site`) says so. */
function isOwn({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  const site = headers["sec-fetch-site"];
  const isOwnOrigin = origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
  return isOwnOrigin && (site === undefined || site === "same-origin" || site === "none");
}
