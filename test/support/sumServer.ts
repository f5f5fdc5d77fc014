import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * An OpenAI-compatible server of one model that adds up: streams the sum of the numbers in the last message, wrong where
 * it ends in 7. It stands in for an engine where only the evaluation is looked at.
 */
export async function startSumServer(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    if (request.url === "/v1/models") {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ object: "list", data: [{ id: "adder", object: "model", owned_by: "test" }] }));
      return;
    }
    let body = "";
    for await (const chunk of request) body += chunk;
    const { messages } = JSON.parse(body);
    const terms: string[] = messages
      .at(-1)
      .content.replaceAll(" ", "")
      .match(/[+-]?\d+/g);
    const sum = terms.reduce((total, term) => total + Number(term), 0);
    const answer = `The answer is \\boxed{${sum % 10 === 7 ? sum + 1 : sum}}.`;
    const event = (more: object) =>
      response.write(
        `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", model: "adder", ...more })}\n\n`,
      );
    response.writeHead(200, { "content-type": "text/event-stream" });
    event({ choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] });
    for (const part of answer.match(/.{1,6}/g)!) {
      event({ choices: [{ index: 0, delta: { content: part }, finish_reason: null }] });
    }
    event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
    event({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 } });
    response.end("data: [DONE]\n\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
