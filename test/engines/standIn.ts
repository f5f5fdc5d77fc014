import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One step of a stream in short: a piece of text, the reason of the end, the usage, or any other event. */
export type Step =
  | { delta: Record<string, unknown> }
  | { finish: string }
  | { usage: unknown }
  | { event: unknown }
  | { raw: string };

/** The text of a stream of these steps. */
export function streamOf(steps: Step[], done = true): string {
  const events = steps.map((step) => {
    if ("raw" in step) return step.raw;
    if ("delta" in step) return dataOf({ choices: [{ index: 0, delta: step.delta, finish_reason: null }] });
    if ("finish" in step) return dataOf({ choices: [{ index: 0, delta: {}, finish_reason: step.finish }] });
    if ("usage" in step) return dataOf({ choices: [], usage: step.usage });
    return dataOf(step.event);
  });
  return events.join("") + (done ? "data: [DONE]\n\n" : "");
}

const dataOf = (event: unknown) => `data: ${JSON.stringify(event)}\n\n`;

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
