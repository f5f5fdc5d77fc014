/**
 * Stands in for a vLLM that was launched: tells on `--port` what vLLM would, adds up like `startSumServer`, and notes in the
 * file LAUNCHES when it began and ended, on which GPUs, and with which model and tensor parallelism. A prompt takes
 * DELAY_MS; with the file FAIL_FILE it ends before it is ready.
 */
import { appendFileSync, existsSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

const flag = (name: string) => process.argv[process.argv.indexOf(name) + 1]!;
const [model, port] = [flag("--model"), Number(flag("--port"))];
const parallel = process.argv.includes("--tensor-parallel-size") ? Number(flag("--tensor-parallel-size")) : 1;
const note = (event: string) => {
  const line = {
    event,
    model,
    parallel,
    port,
    pid: process.pid,
    gpus: process.env.CUDA_VISIBLE_DEVICES,
    at: Date.now(),
  };
  appendFileSync(process.env.LAUNCHES!, `${JSON.stringify(line)}\n`);
};
if (process.env.FAIL_FILE && existsSync(process.env.FAIL_FILE)) {
  console.error("torch.OutOfMemoryError: CUDA out of memory.");
  process.exit(1);
}
note("begins");
process.on("SIGTERM", () => {
  note("ends");
  process.exit();
});

createServer(async (request, response) => {
  const json = (value: object) => response.setHeader("content-type", "application/json").end(JSON.stringify(value));
  if (request.url === "/health") return response.end();
  if (request.url === "/version") return json({ version: "0.32.0" });
  if (request.url === "/v1/models") {
    return json({
      object: "list",
      data: [{ id: model, object: "model", owned_by: "vllm", root: model, max_model_len: 4096 }],
    });
  }
  if (request.url !== "/v1/chat/completions") return response.writeHead(404).end();
  let body = "";
  for await (const chunk of request) body += chunk;
  await delay(Number(process.env.DELAY_MS ?? 0));
  const terms: string[] = JSON.parse(body)
    .messages.at(-1)
    .content.replaceAll(" ", "")
    .match(/[+-]?\d+/g);
  const sum = terms.reduce((total, term) => total + Number(term), 0);
  const event = (more: object) =>
    response.write(`data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", model, ...more })}\n\n`);
  response.writeHead(200, { "content-type": "text/event-stream" });
  event({ choices: [{ index: 0, delta: { role: "assistant", content: `\\boxed{${sum}}` }, finish_reason: null }] });
  event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
  event({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 6, total_tokens: 15 } });
  response.end("data: [DONE]\n\n");
}).listen(port, "127.0.0.1");
