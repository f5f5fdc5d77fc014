import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import openai from "../../../src/runners/openai.ts";
import vllm from "../../../src/runners/vllm/vllm.ts";
import { capture } from "../../engines/captures.ts";
import type { ReplayServer, Reply } from "../../engines/replayServer.ts";
import { startReplay } from "../../engines/replayServer.ts";
import { replayVllm } from "../../engines/vllm.ts";
import { ANSWER, NEVER_CANCELED, open, QUESTION } from "../open.ts";

let server: ReplayServer;
afterEach(() => server.close());

const STREAM = capture("vllm-0.32.0", "stream.sse");

async function attach(reply: Omit<Reply, "bytes">, timeouts: Record<string, number> = {}) {
  server = await replayVllm("0.32.0", { "POST /v1/chat/completions": { bytes: STREAM, ...reply } });
  return open(vllm, { endpoint: server.url, timeouts });
}

test.each([
  ["before the first byte", 0],
  ["within the headers", 40],
  ["within an event", 1000],
])("times out on an engine that falls silent %s", async (_, upTo) => {
  const engine = await attach({ upTo, after: "stall" }, { idle: 0.3 });
  await expect(engine.generate(QUESTION, NEVER_CANCELED)).rejects.toMatchObject({ code: "TIMED_OUT", retry: true });
});

test("times out on an answer that takes too long, though it comes all the time", async () => {
  const cuts = Array.from({ length: 100 }, (_, i) => (i + 1) * 60);
  const engine = await attach({ cuts, pause: 20 }, { total: 0.4 });
  await expect(engine.generate(QUESTION, NEVER_CANCELED)).rejects.toMatchObject({
    code: "TIMED_OUT",
    message: expect.stringContaining("0.4 s"),
  });
  await givenUp();
});

test("waits for an engine that is slow but not silent", async () => {
  const engine = await attach({ cuts: [1000, 2000, 3000, 4000, 5000, 6000], pause: 120 }, { idle: 0.5 });
  const generation = await engine.generate(QUESTION, NEVER_CANCELED);
  expect(generation).toMatchObject(ANSWER);
  // The first text comes before byte 1000, and the end comes six pauses later.
  expect(generation.ttft).toBeLessThan(0.4);
  expect(generation.latency).toBeGreaterThan(0.7);
});

test.each([
  ["before the first byte", 0],
  ["in the middle", 3000],
])("ends a request that is canceled %s, and closes its connection", async (_, upTo) => {
  const engine = await attach({ upTo, after: "stall" });
  const canceled = new AbortController();
  const failing = expect(engine.generate(QUESTION, canceled.signal)).rejects.toMatchObject({ code: "CANCELED" });
  await delay(80);
  expect(server.givenUp).toHaveLength(0);
  canceled.abort();
  await failing;
  await givenUp();
});

test("is canceled, too, where the answer is complete and its reasoning is being counted", async () => {
  server = await replayVllm("0.11.0", { "POST /tokenize": { bytes: STREAM, upTo: 0, after: "stall" } });
  const engine = await open(vllm, { endpoint: server.url });
  const canceled = new AbortController();
  const failing = expect(engine.generate(QUESTION, canceled.signal)).rejects.toMatchObject({ code: "CANCELED" });
  while (!server.requests.some(({ path }) => path === "/tokenize")) await delay(5);
  canceled.abort();
  await failing;
});

test("sends nothing where it is canceled beforehand", async () => {
  const engine = await attach({});
  const before = server.requests.length;
  await expect(engine.generate(QUESTION, AbortSignal.abort())).rejects.toMatchObject({ code: "CANCELED" });
  expect(server.requests.length).toBe(before);
});

test("says that nothing answers", async () => {
  server = await replayVllm("0.32.0");
  await server.close();
  await expect(open(vllm, { endpoint: server.url })).rejects.toMatchObject({ code: "UNREACHABLE", retry: true });
});

test("gives a server that does not complete the connection its time, and no more", async () => {
  // Without a request the replay stays silent, so that TLS never begins.
  server = await replayVllm("0.32.0");
  const endpoint = server.url.replace("http:", "https:");
  const started = performance.now();
  await expect(open(vllm, { endpoint, timeouts: { connect: 2 } })).rejects.toMatchObject({ code: "UNREACHABLE" });
  const seconds = (performance.now() - started) / 1000;
  // Undici counts this time in steps of half a second.
  expect(seconds).toBeGreaterThan(1.2);
  expect(seconds).toBeLessThan(10);
});

test("loses a connection that is reset", async () => {
  const engine = await attach({ upTo: 3000, after: "reset" });
  await expect(engine.generate(QUESTION, NEVER_CANCELED)).rejects.toMatchObject({
    code: "CONNECTION_LOST",
    retry: true,
  });
});

test("takes a stream with a finish reason and usage for whole, also without [DONE]", async () => {
  const end = STREAM.indexOf("e\r\ndata: [DONE]");
  const bytes = Buffer.concat([STREAM.subarray(0, end), Buffer.from("0\r\n\r\n")]);
  server = await replayVllm("0.32.0", { "POST /v1/chat/completions": { bytes } });
  const engine = await open(vllm, { endpoint: server.url });
  expect(await engine.generate(QUESTION, NEVER_CANCELED)).toMatchObject(ANSWER);
});

test("does not take a web page for an engine", async () => {
  const page = "<!doctype html><title>Hello</title>";
  server = await startReplay(() => ({
    bytes: Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\n\r\n${page}`),
  }));
  for (const plugin of [vllm, openai]) {
    await expect(open(plugin, { endpoint: server.url })).rejects.toMatchObject({ code: "INVALID_REQUEST" });
  }
});

test("ends answers that are under way when the engine is closed", async () => {
  const engine = await attach({ upTo: 3000, after: "stall" });
  const failing = expect(engine.generate(QUESTION, NEVER_CANCELED)).rejects.toMatchObject({ name: "RunnerError" });
  await delay(50);
  await engine.close();
  await failing;
  await givenUp();
});

/** Waits until the server has seen that the request was given up. */
async function givenUp() {
  for (let i = 0; i < 50 && server.givenUp.length === 0; i++) await delay(10);
  expect(server.givenUp).toHaveLength(1);
}
