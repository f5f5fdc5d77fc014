import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

/**
 * Streams chat completions as vLLM 0.32.0 does: one event for each token. At each step every stream gets one event, since
 * an engine decodes a whole batch. The bytes are made beforehand and written to the socket, so that the server keeps its
 * pace. It also answers the requests that a client sends before it begins, and keeps connections open.
 */
/** The tokens of a stream whose client states no limit. */
const TOKENS = Number(process.env.TOKENS);
const STEP_MS = Number(process.env.STEP_MS);

const ID = '"id":"chatcmpl-88bdda070d33e354","object":"chat.completion.chunk","created":1795557797,"model":"arith-s"';
const event = (delta: string, finish = "null") =>
  chunk(
    `data: {${ID},"choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${finish},"token_ids":null}]}\n\n`,
  );
const usageOf = (tokens: number) =>
  `"usage":{"prompt_tokens":21,"total_tokens":${21 + tokens},"completion_tokens":${tokens},` +
  `"completion_tokens_details":{"reasoning_tokens":${Math.floor(tokens / 2)}}},"system_fingerprint":"vllm-0.32.0-7e68a7b0"`;

const HEAD = Buffer.concat([
  Buffer.from(
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n",
  ),
  event('{"role":"assistant","content":""}'),
]);
const THOUGHT = event('{"reasoning":"7"}');
const SAID = event('{"content":"7"}');
const endOf = (parts: Buffer[]) =>
  Buffer.concat([event('{"content":""}', '"stop"'), ...parts, chunk("data: [DONE]\n\n"), Buffer.from("0\r\n\r\n")]);

const PAGES: Record<string, unknown> = {
  "/version": { version: "0.32.0" },
  "/health": "",
  "/v1/models": { data: [{ id: "arith-s", root: "/models/arith-s", max_model_len: 4096 }] },
};

/** The tokens that each stream has and those that are left, and how it ends. */
const streams = new Map<Socket, { tokens: number; left: number; end: Buffer }>();

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => {});
  socket.on("close", () => streams.delete(socket));
  let received = "";
  socket.on("data", (bytes) => {
    received += bytes.toString("latin1");
    const end = received.indexOf("\r\n\r\n");
    const length = Number(/content-length: *(\d+)/i.exec(received)?.[1] ?? 0);
    if (end === -1 || received.length < end + 4 + length) return;
    const [method, path] = received.split(" ", 2) as [string, string];
    const asksUsage = received.includes('"include_usage":true');
    const tokens = Number(/"max_tokens":(\d+)/.exec(received)?.[1] ?? TOKENS);
    received = "";
    if (method === "POST") {
      socket.write(HEAD);
      const usage = asksUsage ? [chunk(`data: {${ID},"choices":[],${usageOf(tokens)}}\n\n`)] : [];
      streams.set(socket, { tokens, left: tokens, end: endOf(usage) });
    } else socket.write(page(PAGES[path]));
  });
});

setInterval(() => {
  for (const [socket, stream] of streams) {
    if (stream.left === 0) {
      streams.delete(socket);
      socket.write(stream.end);
    } else socket.write(stream.left-- > stream.tokens / 2 ? THOUGHT : SAID);
  }
}, STEP_MS);

server.listen(0, "127.0.0.1", 4096, () => process.send!({ port: (server.address() as AddressInfo).port }));
process.on("disconnect", () => process.exit(0));

function chunk(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}

function page(body: unknown): string {
  const text = typeof body === "string" ? body : JSON.stringify(body ?? null);
  return `HTTP/1.1 ${body === undefined ? "404 Not Found" : "200 OK"}\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
}
