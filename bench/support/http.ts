import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Serves on a free port of loopback. Returns the base URL and a function that closes the server. */
export async function serveOnLoopback(server: Server): Promise<{ url: string; close(): Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The smallest HTTP server: it reads the body and answers with JSON. */
export function bareServer(answer: (body: string) => Promise<unknown>, headers: Record<string, string> = {}): Server {
  return createServer(async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.from(JSON.stringify(await answer(Buffer.concat(chunks).toString())));
    response.writeHead(200, { "content-type": "application/json", "content-length": body.length, ...headers });
    response.end(body);
  });
}

const agent = new Agent({ keepAlive: true });

/** Posts JSON over a connection that is kept open. Returns the text of the answer. */
export function post(url: string, body: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const outgoing = request(url, {
      method: "POST",
      agent,
      headers: { "content-type": "application/json", "content-length": Buffer.byteLength(text) },
    });
    outgoing.on("error", reject).on("response", (response) => {
      let answer = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        answer += chunk;
      });
      response.on("end", () => resolve(answer));
    });
    outgoing.end(text);
  });
}
