import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { frontierRequest } from "../analysis/request/frontierRequest.ts";
import { drawFrontier } from "../drawing/drawFrontier.ts";
import { readPicture } from "../drawing/readPicture.ts";
import { RequestError } from "../errors/requestError.ts";
import { frontierArguments } from "../schema/frontierParameters.ts";
import { packageFolder } from "../store/database/packageFolder.ts";
import type { Store } from "../store/store.ts";
import type { Step } from "./exchange.ts";
import { failureOf } from "./failure.ts";

const PATH = "/frontier.svg";

/** A picture needs only its own style. If a browser opens it as a page, it must not load or run anything. */
const SECURITY = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
};

/**
 * Answers `GET /frontier.svg?benchmark=gsm8k&objective=accuracy&objective=flops` with a frontier as a picture. The
 * parameters are those of `frontierArguments`. Other addresses are left to the next step. A client that holds a
 * picture can ask by its ETag whether it is still current, which needs no drawing.
 */
export function createPictureStep(store: Store): Step {
  const { version } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
  /** The ETag of a picture. It changes with the data and with the release that draws it. */
  const tagOf = (dataVersion: string) => `"${dataVersion}-${version}"`;

  return async ({ request, response, observed }) => {
    const [path, parameters] = splitUrl(request.url ?? "");
    if (path !== PATH) return false;
    observed.type = "page";
    observed.operation = PATH;
    try {
      if (request.method !== "GET" && request.method !== "HEAD") {
        response.setHeader("allow", "GET, HEAD");
        // The body is not read, so the connection cannot be used again.
        response.setHeader("connection", "close");
        throw new RequestError("METHOD_NOT_ALLOWED", `${request.method} is not allowed here. Use GET or HEAD.`);
      }
      const asked = frontierRequest(frontierArguments(parameters), await store.catalogue());
      const isKnown = tagsIn(request.headers["if-none-match"]).includes(tagOf(store.version()));
      if (isKnown) {
        response.writeHead(304, { etag: tagOf(store.version()), "cache-control": "no-cache" });
        response.end();
        return true;
      }
      const picture = await readPicture(store, asked);
      const headers = { etag: tagOf(picture.dataVersion), "cache-control": "no-cache" };
      send(request, response, 200, "image/svg+xml; charset=utf-8", drawFrontier(picture), headers);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { status, code, message, headers } = failureOf(error);
      observed.code = code;
      const body = JSON.stringify({ error: { code, message } });
      const type = "application/json; charset=utf-8";
      send(request, response, status, type, body, { "cache-control": "no-store", ...headers });
    }
    return true;
  };
}

function splitUrl(url: string): [path: string, parameters: URLSearchParams] {
  const at = url.indexOf("?");
  return at === -1 ? [url, new URLSearchParams()] : [url.slice(0, at), new URLSearchParams(url.slice(at + 1))];
}

/** The ETags of the pictures that a client holds. They are compared weakly (RFC 9110, 13.1.2). */
function tagsIn(header: string | undefined): string[] {
  return (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
}

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string>,
): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { "content-type": type, "content-length": length, ...SECURITY, ...headers });
  response.end(method === "HEAD" ? undefined : body);
}
