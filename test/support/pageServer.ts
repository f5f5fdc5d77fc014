import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };
const PACKAGE = "/node_modules/paretograph/dist/";

/** Serves the files of a folder to a browser, and the package as it would be installed beside them. */
export async function servePage(folder: string): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url!, "http://localhost").pathname;
    try {
      const content = path.startsWith(PACKAGE)
        ? compiled(path.slice(PACKAGE.length))
        : readFileSync(join(folder, path));
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain" }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://localhost:${(server.address() as AddressInfo).port}` };
}

/** A module of the package, compiled as the package is: without types, and with the extensions of its imports changed. */
function compiled(path: string): string {
  const source = readFileSync(path.replace(/\.js$/, ".ts"), "utf8");
  return stripTypeScriptTypes(source).replaceAll(/(from ".*)\.ts"/g, '$1.js"');
}
