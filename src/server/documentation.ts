import { createHash } from "node:crypto";
import { packageFolder } from "../store/database/packageFolder.ts";
import type { Admission } from "./admission.ts";
import { SITE } from "./documents/documentFiles.ts";
import { type DocumentSite, openDocumentSite, type SiteAnswer } from "./documents/documentSite.ts";
import { acceptedEncoding, compress, LEAST_BYTES } from "./edge/encoding.ts";
import { DOCUMENT_HEADERS, PICTURE_HEADERS, SECURITY_HEADERS } from "./edge/securityHeaders.ts";
import type { Exchange, Step } from "./exchange.ts";

const HEADERS: Record<SiteAnswer["kind"], Record<string, string>> = {
  page: { ...DOCUMENT_HEADERS, "cache-control": "no-cache" },
  attachment: { ...PICTURE_HEADERS, "cache-control": "no-cache" },
  // Its name holds a hash of its contents.
  style: { ...SECURITY_HEADERS, "cache-control": "public, max-age=31536000, immutable" },
};

/**
 * Serves the documents of the package as pages below `/docs`, and what `/docs?q=…` finds in them. They are the same for
 * everybody and need no token. Only a search counts as a request of its caller. The documents are read when the first of
 * them is asked for.
 */
export function createDocumentationStep({ admit }: Pick<Admission, "admit">): Step {
  let site: DocumentSite | undefined;

  return (exchange) => {
    const { method, url } = exchange.request;
    if (method !== "GET" && method !== "HEAD") return false;
    const [path = "", query = ""] = splitOnce(url!);
    return (path === SITE || path.startsWith(`${SITE}/`)) && serve(exchange, path, query);
  };

  async function serve(exchange: Exchange, path: string, query: string): Promise<true> {
    const { response, observed } = exchange;
    observed.type = "page";
    observed.operation = SITE;
    const canonical = path.replace(/\/$|\.md$/, "");
    site ??= openDocumentSite(packageFolder("."));
    if (canonical !== path && site.at(canonical).status === 200) {
      response.writeHead(308, { ...DOCUMENT_HEADERS, location: canonical, "content-length": 0 }).end();
      return true;
    }
    const parameters = new URLSearchParams(path === SITE ? query : "");
    if (parameters.has("q")) await admit(exchange);
    const answer = (await site.search(parameters)) ?? site.at(path);
    await send(exchange, answer);
    return true;
  }
}

/** The path of an address and its parameters. */
function splitOnce(url: string): [path: string, query: string] {
  const at = url.indexOf("?");
  return at === -1 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
}

async function send({ request, response, observed }: Exchange, { kind, status, type, body }: SiteAnswer) {
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 16);
  // Weak, since the compressed answers have the same tag (RFC 9110, 8.8.1).
  const etag = `W/"${digest}"`;
  // A step before may have named a header on which the answer depends.
  const vary = [response.getHeader("vary") ?? [], "Accept-Encoding"].flat().join(", ");
  const headers = { ...HEADERS[kind], etag, vary };
  if (status === 404) observed.code = "NOT_FOUND";
  if (status === 400) observed.code = "BAD_PARAMETERS";
  if (status === 200 && holds(request.headers["if-none-match"], etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const encoding = body.length < LEAST_BYTES ? null : acceptedEncoding(request.headers["accept-encoding"]);
  const sent = encoding === null ? body : await compress(body, encoding, false);
  response.writeHead(status, {
    ...headers,
    "content-type": type,
    ...(encoding !== null && { "content-encoding": encoding }),
    "content-length": sent.length,
  });
  response.end(request.method === "HEAD" ? undefined : sent);
}

/** Whether a client holds what has this tag. */
function holds(header: string | undefined, etag: string): boolean {
  return (header ?? "").split(",").some((tag) => tag.trim() === etag);
}
