import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { packageFolder } from "../../store/database/packageFolder.ts";
import { wantsPage } from "./mediaTypes.ts";
import { PAGE_HEADERS, SECURITY_HEADERS } from "./securityHeaders.ts";
import type { EdgeStep, Visit } from "./visit.ts";

interface Asset {
  path: string;
  type: string;
  /** Compressed by gzip. */
  body: Buffer;
}

interface Explorer {
  page: Buffer;
  assets: Map<string, Asset>;
}

const SCRIPT = "text/javascript; charset=utf-8";

/**
 * Serves GraphiQL to browsers at `/graphql`, and its files under `/assets/`, all from the installed packages. The files are
 * loaded when the first browser asks, since they are large and most servers never need them.
 */
export function createExplorerStep(title: string, query: string): EdgeStep {
  let loading: Promise<Explorer> | undefined;
  const explorer = () => {
    loading ??= loadExplorer(title, query);
    return loading;
  };

  return (visit) => {
    const { method } = visit.request;
    return (method === "GET" || method === "HEAD") && serve(visit);
  };

  async function serve({ request, response }: Visit): Promise<boolean> {
    const path = request.url!.split("?")[0]!;
    const body = (bytes: Buffer) => (request.method === "HEAD" ? undefined : bytes);
    if (path === "/graphql" && wantsPage(request)) {
      const { page } = await explorer();
      const type = "text/html; charset=utf-8";
      response.writeHead(200, { "content-type": type, "cache-control": "no-cache", vary: "Accept", ...PAGE_HEADERS });
      response.end(body(page));
      return true;
    }
    if (!path.startsWith("/assets/")) return false;
    const asset = (await explorer()).assets.get(path);
    if (!asset) return false;
    response.writeHead(200, {
      "content-type": asset.type,
      "content-encoding": "gzip",
      "content-length": asset.body.length,
      // The name holds a hash of the contents.
      "cache-control": "public, max-age=31536000, immutable",
      ...SECURITY_HEADERS,
    });
    response.end(body(asset.body));
    return true;
  }
}

async function loadExplorer(title: string, query: string): Promise<Explorer> {
  const { js, css, favicon, editorWorkerService, jsonWorker, graphqlWorker } = await import("./explorerFiles.ts");
  const [editor, json, graphql] = await Promise.all([
    asset("editor", "js", editorWorkerService),
    asset("json", "js", jsonWorker),
    asset("graphql", "js", graphqlWorker),
  ]);
  const [graphiql, style, icon, start] = await Promise.all([
    asset("graphiql", "js", js),
    asset("graphiql", "css", css),
    asset("icon", "ico", Buffer.from(favicon.slice(favicon.indexOf(",") + 1), "base64")),
    asset("explorer", "js", readFileSync(packageFolder("web/explorer.js"), "utf8")),
  ]);
  const assets = [editor, json, graphql, graphiql, style, icon, start];
  // The page holds no script of its own, so that its policy can forbid any. What the script needs stands in attributes.
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(title)}</title>
<link rel="icon" href="${icon.path}">
<link rel="stylesheet" href="${style.path}">
</head>
<body class="no-focus-outline">
<noscript>This page needs JavaScript.</noscript>
<div id="root"></div>
<script src="${graphiql.path}"></script>
<script type="module" src="${start.path}" id="explorer" data-title="${escaped(title)}" data-query="${escaped(query)}"
 data-editor="${editor.path}" data-json="${json.path}" data-graphql="${graphql.path}"></script>
</body>
</html>
`;
  return { page: Buffer.from(page), assets: new Map(assets.map((one) => [one.path, one])) };
}

const TYPES = { js: SCRIPT, css: "text/css; charset=utf-8", ico: "image/x-icon" };
const compress = promisify(gzip);

async function asset(name: string, ending: keyof typeof TYPES, content: string | Buffer): Promise<Asset> {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  return { path: `/assets/${name}-${hash}.${ending}`, type: TYPES[ending], body: await compress(content) };
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll("\n", "&#10;");
