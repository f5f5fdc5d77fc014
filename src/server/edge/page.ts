import { createHash } from "node:crypto";
import { extname } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type BuiltPage, builtPage } from "./builtPage.ts";
import { EMBEDDED_PAGE_HEADERS, OWN_PAGE_HEADERS, SECURITY_HEADERS } from "./securityHeaders.ts";
import type { EdgeStep, Visit } from "./visit.ts";

/** The addresses of the page. The script in it decides by the address what it shows (`web/pages.tsx`). */
const OWN_ADDRESSES = /^\/(?:(?:runs|models|benchmarks|labs)\/.+|plugins|peers)?$/;
const headersAt = (path: string) =>
  path === "/embed" ? EMBEDDED_PAGE_HEADERS : OWN_ADDRESSES.test(path) ? OWN_PAGE_HEADERS : undefined;

/** Where the files of the page are. */
const FOLDER = "/page/";

const TYPES: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

interface Page {
  /** The document, compressed by gzip. */
  document: Buffer;
  etag: string;
  files: Map<string, { type: string; body: Buffer }>;
}

const compress = promisify(gzip);

/**
 * Serves the page for people at `/` and at the addresses of what the store holds, and the picture alone at `/embed`, which any
 * page may show in a frame. All are the same for everybody and hold no data: their script asks the API.
 */
export function createPageStep(): EdgeStep {
  let page: Page | undefined;

  return (visit) => {
    const { method, url } = visit.request;
    if (method !== "GET" && method !== "HEAD") return false;
    const path = url!.split("?", 1)[0]!;
    return (headersAt(path) !== undefined || path.startsWith(FOLDER)) && serve(visit, path);
  };

  async function serve({ request, response }: Visit, path: string): Promise<boolean> {
    page ??= await compressed(await builtPage());
    const { document, etag, files } = page;
    const file = files.get(path);
    const own = headersAt(path);
    if (own && request.headers["if-none-match"] === etag) {
      response.writeHead(304, { ...own, etag, "cache-control": "no-cache" }).end();
      return true;
    }
    const body = file?.body ?? (own && document);
    if (!body) return false;
    const headers = own
      ? { ...own, etag, "cache-control": "no-cache", "content-type": "text/html; charset=utf-8" }
      : { ...SECURITY_HEADERS, "cache-control": "public, max-age=31536000, immutable", "content-type": file!.type };
    response.writeHead(200, { ...headers, "content-encoding": "gzip", "content-length": body.length });
    response.end(request.method === "HEAD" ? undefined : body);
    return true;
  }
}

async function compressed({ script, style, icon, files }: BuiltPage): Promise<Page> {
  // The document holds no script and no style of its own, so that its policy can forbid any.
  const document = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Paretograph</title>
<link rel="icon" href="${FOLDER}${icon}" type="image/svg+xml">
<link rel="stylesheet" href="${FOLDER}${style}">
<script type="module" src="${FOLDER}${script}"></script>
</head>
<body>
<noscript>This page needs JavaScript. The same picture is at /frontier.svg, and the API at /graphql.</noscript>
<div id="page"></div>
</body>
</html>
`;
  const packed = Object.entries(files).map(async ([name, content]) => {
    const type = TYPES[extname(name)] ?? "application/octet-stream";
    return [`${FOLDER}${name}`, { type, body: await compress(content, { level: 9 }) }] as const;
  });
  return {
    document: await compress(document),
    etag: `"${createHash("sha256").update(document).digest("hex").slice(0, 16)}"`,
    files: new Map(await Promise.all(packed)),
  };
}
