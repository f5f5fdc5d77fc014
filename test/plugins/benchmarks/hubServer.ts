import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface HubServer extends AsyncDisposable {
  url: string;
  /** What was asked, in order. */
  requests: { path: string; authorization: string | undefined }[];
  /** What reached the server to which files redirect, as the hub does with large ones. */
  storageRequests: { path: string; authorization: string | undefined }[];
}

/**
 * Answers as the Hugging Face hub's documentation describes its `resolve` endpoint: small files at once, large ones by a
 * redirect to storage on another host.
 *
 * @param files by `dataset@revision:path`.
 * @param faults each answers one request before the server does its work.
 */
export async function startHub(
  files: Record<string, Uint8Array | string>,
  { faults = [], redirects = false }: { faults?: Handler[]; redirects?: boolean } = {},
): Promise<HubServer> {
  const requests: HubServer["requests"] = [];
  const storageRequests: HubServer["storageRequests"] = [];
  const waiting = [...faults];

  const storage = await listen((request, response) => {
    storageRequests.push(seen(request));
    response.end(files[decodeURIComponent(request.url!.slice(1))]);
  });
  const hub = await listen((request, response) => {
    requests.push(seen(request));
    const fault = waiting.shift();
    if (fault) return fault(request, response);
    const [, dataset, revision, path] = /^\/datasets\/(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(request.url!) ?? [];
    const key = `${dataset}@${revision}:${path}`;
    response.setHeader("x-repo-commit", String(revision));
    if (files[key] === undefined)
      return response.writeHead(404, { "x-error-code": "EntryNotFound", "x-error-message": "Entry not found" }).end();
    if (!redirects) return response.end(files[key]);
    response.writeHead(302, { location: `${addressOf(storage)}/${encodeURIComponent(key)}` }).end();
  });

  return {
    url: addressOf(hub),
    requests,
    storageRequests,
    [Symbol.asyncDispose]: async () => {
      for (const server of [hub, storage]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

/** A fault: an answer with this status and these headers. */
export function answer(status: number, headers: Record<string, string> = {}): Handler {
  return (_, response) => response.writeHead(status, headers).end();
}

/** A fault: the connection breaks in the middle of the body. */
export function breakOff(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-length": "1000" });
  response.write("half", () => response.destroy());
}

function seen(request: IncomingMessage) {
  return { path: request.url!, authorization: request.headers.authorization };
}

async function listen(handler: Handler): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An address at which nothing listens any more. */
export async function nowhere(): Promise<string> {
  await using hub = await startHub({});
  return hub.url;
}
