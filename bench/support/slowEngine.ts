import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { serveOnLoopback } from "./http.ts";

/** An OpenAI-compatible engine that takes seconds for each answer, so that a run of it goes on for long. */
export function startSlowEngine(): Promise<{ url: string; close(): Promise<void> }> {
  return serveOnLoopback(
    createServer(async (request, response) => {
      if (request.method === "GET") {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ object: "list", data: [{ id: "slow", object: "model", owned_by: "bench" }] }));
        return;
      }
      request.resume();
      const event = (more: object) =>
        response.write(
          `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", model: "slow", ...more })}\n\n`,
        );
      response.writeHead(200, { "content-type": "text/event-stream" });
      event({ choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] });
      await sleep(3_000);
      event({ choices: [{ index: 0, delta: { content: "\\boxed{7}" }, finish_reason: "stop" }] });
      event({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14 } });
      response.end("data: [DONE]\n\n");
    }),
  );
}
