import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export { type Step, streamOf } from "../../src/conformance/scripted/scriptedStream.ts";

export interface StandIn {
  url: string;
  /** The bodies of the chat requests. */
  asked: Record<string, any>[];
  close(): Promise<void>;
}

/** A server with the model `m` that answers each chat request as it is told. */
export async function startStandIn(
  answer: (response: ServerResponse, body: Record<string, any>, request: IncomingMessage) => void,
): Promise<StandIn> {
  const asked: Record<string, any>[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      if (request.url !== "/v1/chat/completions") {
        const isList = request.url === "/v1/models";
        response.writeHead(isList ? 200 : 404, { "content-type": "application/json" });
        return response.end(JSON.stringify(isList ? { data: [{ id: "m", object: "model" }] } : { error: "no" }));
      }
      const body = JSON.parse(text);
      asked.push(body);
      answer(response, body, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
