import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How the server answers a request: by the number of the request and the sum that is right. */
export type Wild = (reply: Reply, call: number) => void | Promise<void>;

export interface Reply {
  /** The sum of the numbers in the prompt. */
  sum: number;
  /** The body of the request. */
  body: Record<string, any>;
  request: IncomingMessage;
  response: ServerResponse;
  /** Sends a status with an error in the form of OpenAI's. */
  refuse(status: number, message: string, headers?: Record<string, string>, type?: string): void;
  /** Begins a stream, or goes on with it, by a piece of the answer. */
  say(content: string): void;
  /** Sends any event of the stream. */
  event(event: object): void;
  /** Ends the stream with a reason and the counts, where there are any. */
  end(reason?: string, usage?: object | null): void;
  /** Gives the right answer. */
  answer(): void;
}

export const USAGE = { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 };

/**
 * An OpenAI-compatible server of sums that behaves as it is told. Without a name it lists none that can be judged.
 *
 * @param listens answers a request for the list of models in another way, where it returns true.
 */
export async function startWildServer(
  behave: Wild,
  model = "adder",
  listens: (response: ServerResponse) => boolean = () => false,
) {
  let calls = 0;
  const server = createServer(async (request, response) => {
    if (request.url === "/v1/models") {
      if (listens(response)) return;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ object: "list", data: [{ id: model, object: "model", owned_by: "test" }] }));
      return;
    }
    let text = "";
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text);
    const terms: string[] = body.messages
      .at(-1)
      .content.replaceAll(" ", "")
      .match(/[+-]?\d+/g);
    const reply: Reply = {
      ...{ body, request, response, sum: terms.reduce((total, term) => total + Number(term), 0) },
      refuse(status, message, headers = {}, type = "error") {
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(JSON.stringify({ error: { message, type, code: type } }));
      },
      event(event) {
        if (!response.headersSent) response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(`data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", model, ...event })}\n\n`);
      },
      say: (content) => reply.event({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
      end(reason = "stop", usage = USAGE) {
        reply.event({ choices: [{ index: 0, delta: {}, finish_reason: reason }] });
        if (usage) reply.event({ choices: [], usage });
        response.end("data: [DONE]\n\n");
      },
      answer() {
        reply.say(`The answer is \\boxed{${reply.sum}}.`);
        reply.end();
      },
    };
    await behave(reply, ++calls);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    /** Refuses connections for so many milliseconds, or until something has happened. */
    async away(until: number | Promise<unknown>) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await (typeof until === "number" ? new Promise((resolve) => setTimeout(resolve, until)) : until);
      await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    },
  };
}
