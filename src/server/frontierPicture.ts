import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Access } from "../access/access.ts";
import { type FrontierArguments, frontierRequest } from "../analysis/request/frontierRequest.ts";
import { drawFrontier } from "../drawing/drawFrontier.ts";
import { drawTerminal } from "../drawing/drawTerminal.ts";
import type { FrontierPicture } from "../drawing/picture.ts";
import { readPicture } from "../drawing/readPicture.ts";
import { sayWhich } from "../drawing/sayWhich.ts";
import { RequestError } from "../errors/requestError.ts";
import { frontierArguments } from "../schema/frontierParameters.ts";
import { packageFolder } from "../store/database/packageFolder.ts";
import { requireStoredValues } from "../store/reading/storedValues.ts";
import type { Store } from "../store/store.ts";
import type { Admission } from "./admission.ts";
import { PICTURE_HEADERS } from "./edge/securityHeaders.ts";
import type { Exchange, Step } from "./exchange.ts";
import { failureOf } from "./failure.ts";

type Draw = (picture: FrontierPicture, asked: FrontierArguments, own: URLSearchParams) => string;

/** What a picture costs: a frontier with its points and what lies behind it. */
const PICTURE_POINTS = 1000;
interface Drawing {
  type: string;
  draw: Draw;
  /** The parameters that say how it is drawn. */
  own: string[];
}

/** What a frontier is drawn as, at which address. */
const DRAWINGS: Record<string, Drawing> = {
  "/frontier.svg": { type: "image/svg+xml; charset=utf-8", draw: (picture) => drawFrontier(picture), own: [] },
  "/frontier.txt": { type: "text/plain; charset=utf-8", draw: drawText, own: ["columns", "colour", "point"] },
};

/** The columns of a drawing as text, unless `columns` says otherwise. */
const USUAL_COLUMNS = 120;

/**
 * Answers `GET /frontier.svg?benchmark=gsm8k&objective=accuracy&objective=flops` with a frontier as a picture, and
 * `/frontier.txt` with what `paretograph frontier` prints; there `columns` (40 to 400), `colour` (`true`) and `point` (`true`: the sentence
 * goes by values instead of the worse ends of intervals) say how. The other parameters are those of `frontierArguments`. Other addresses are left to the next step. A client that holds a
 * picture can ask by its ETag whether it is still current, which needs no drawing. Any page may show and read a picture,
 * and a token that comes with the request is ignored: where reading needs one there are no pictures.
 */
export function createPictureStep(store: Store, { reading }: Pick<Access, "reading">, admission: Admission): Step {
  const { version } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
  /** The ETag of a picture. It changes with the data, with the prices and with the release that draws it. */
  const tagOf = (dataVersion: string) => `"${dataVersion}-${store.pricesDigest}-${version}"`;

  return (exchange) => {
    const [path, parameters] = splitUrl(exchange.request.url!);
    return Object.hasOwn(DRAWINGS, path) && answer(exchange, path, parameters);
  };

  async function answer(exchange: Exchange, path: string, parameters: URLSearchParams): Promise<true> {
    const drawing = DRAWINGS[path]!;
    const { request, response, observed } = exchange;
    observed.type = "page";
    observed.operation = path;
    if (request.method === "OPTIONS") return allow(response);
    await admission.admit(exchange);
    try {
      if (request.method !== "GET" && request.method !== "HEAD") {
        response.setHeader("allow", "GET, HEAD");
        // The body is not read, so the connection cannot be used again.
        response.setHeader("connection", "close");
        throw new RequestError("METHOD_NOT_ALLOWED", `${request.method} is not allowed here. Use GET or HEAD.`);
      }
      if (reading !== "open") {
        throw new RequestError("FORBIDDEN", "Reading needs a token on this server, so it shows no public pictures.");
      }
      const own = new URLSearchParams([...parameters].filter(([name]) => drawing.own.includes(name)));
      for (const name of drawing.own) parameters.delete(name);
      const asked = frontierArguments(parameters);
      await requireStoredValues(store, asked.where ?? {});
      const frontier = frontierRequest(asked, await store.catalogue());
      const etag = tagOf(asked.where?.dataVersion ?? store.version());
      if (tagsIn(request.headers["if-none-match"]).includes(etag)) {
        response.writeHead(304, { etag, "cache-control": "no-cache", ...PICTURE_HEADERS });
        response.end();
        return true;
      }
      const picture = await admission.run(exchange, PICTURE_POINTS, () => readPicture(store, frontier));
      const headers = {
        etag: tagOf(picture.dataVersion),
        "cache-control": "no-cache",
        ...admission.headersOf(exchange),
      };
      send(request, response, 200, drawing.type, drawing.draw(picture, asked, own), headers);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { status, code, message, headers } = failureOf(error);
      observed.code = code;
      const body = JSON.stringify({ error: { code, message } });
      const type = "application/json; charset=utf-8";
      send(request, response, status, type, body, {
        "cache-control": "no-store",
        ...admission.headersOf(exchange),
        ...headers,
      });
    }
    return true;
  }
}

/** The drawing and the sentence that `paretograph frontier` prints. */
function drawText(picture: FrontierPicture, { constraints }: FrontierArguments, own: URLSearchParams): string {
  const columns = Number(own.get("columns") ?? USUAL_COLUMNS);
  if (!Number.isInteger(columns) || columns < 40 || columns > 400) {
    throw new RequestError("BAD_REQUEST", `columns: "${own.get("columns")}" is not a whole number from 40 to 400.`);
  }
  const [isStyled, byValue] = [isTrue(own, "colour"), isTrue(own, "point")];
  const sentence = sayWhich(picture, constraints ?? [], byValue ? "VALUE" : "WORSE_END");
  return `${drawTerminal(picture, columns, isStyled)}\n\n${sentence}\n`;
}

function isTrue(parameters: URLSearchParams, name: string): boolean {
  const value = parameters.get(name) ?? "false";
  if (value === "true" || value === "false") return value === "true";
  throw new RequestError("BAD_REQUEST", `${name}: "${value}" is neither true nor false.`);
}

/** Answers the question that a browser asks first where a page sends an ETag itself. */
function allow(response: ServerResponse): true {
  const headers = { "access-control-allow-methods": "GET, HEAD", "access-control-allow-headers": "if-none-match" };
  response.writeHead(204, { allow: "GET, HEAD, OPTIONS", ...headers, ...PICTURE_HEADERS });
  response.end();
  return true;
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
  response.writeHead(status, { "content-type": type, "content-length": length, ...PICTURE_HEADERS, ...headers });
  response.end(method === "HEAD" ? undefined : body);
}
