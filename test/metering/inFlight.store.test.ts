import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { setLog } from "../../src/server/observation/log.ts";
import { type Step, streamOf } from "../engines/standIn.ts";
import { askFor, type Engine, type MeteredEngine, startEngine, startProxy } from "./support.ts";

let engine: Engine | undefined;
let proxy: MeteredEngine | undefined;
afterEach(async () => {
  await proxy?.close();
  await engine?.close();
  [engine, proxy] = [undefined, undefined];
});

const QUESTION = { model: "m", messages: [{ role: "user", content: "2+3?" }], stream: true };
const FIVE: Step = { delta: { content: "five" } };
const USAGE = { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 };

describe("an answer in flight", () => {
  test("ends at the engine when the client goes away, and is recorded up to there", async () => {
    let gone = false;
    engine = await startEngine((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(streamOf([FIVE], false));
      response.on("close", () => {
        gone = true;
      });
    });
    proxy = await startProxy(engine.url);
    await askFor(proxy.url, { body: QUESTION, cancelAfter: 10 });
    await expect.poll(() => gone).toBe(true);
    await expect.poll(() => proxy!.answers()).toHaveLength(1);
    expect(proxy.answers()[0]).toMatchObject({ failure: "CANCELED", status: 200, choices: [{ characters: 4 }] });
    expect(proxy.answers()[0]!.ttft).toBeGreaterThan(0);
  });

  test("before its first byte ends at the engine, too", async () => {
    let gone = false;
    engine = await startEngine((response) => {
      response.on("close", () => {
        gone = true;
      });
    });
    proxy = await startProxy(engine.url);
    const asked = request(`${proxy.url}/v1/chat/completions`, { method: "POST" });
    asked.on("error", () => {});
    asked.end(JSON.stringify(QUESTION));
    await expect.poll(() => engine!.asked).toHaveLength(1);
    asked.destroy();
    await expect.poll(() => gone).toBe(true);
    await expect.poll(() => proxy!.answers()[0]).toMatchObject({ failure: "CANCELED", status: null, ttft: null });
  });

  test.each([true, false])(
    "waits for a client that reads slowly, so that nothing piles up; asked for usage: %s",
    async (asks) => {
      const piece = streamOf([{ delta: { content: "x".repeat(60_000) } }], false);
      const pieces = 1500;
      let written = 0;
      engine = await startEngine(async (response, body) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        if (body.max_tokens === 1) return response.end(streamOf([FIVE]));
        for (; written < pieces; written++) {
          if (!response.write(piece)) await new Promise((resolve) => response.once("drain", resolve));
        }
        response.end(streamOf([{ finish: "stop" }, { usage: USAGE }]));
      });
      proxy = await startProxy(engine.url);
      const body = asks ? { ...QUESTION, stream_options: { include_usage: true } } : QUESTION;
      const asked = request(`${proxy.url}/v1/chat/completions`, { method: "POST" });
      asked.end(JSON.stringify(body));
      const [reply] = await new Promise<[import("node:http").IncomingMessage]>((resolve) =>
        asked.once("response", (...given) => resolve(given)),
      );
      reply.pause();
      // The buffers of the system hold a few megabytes at each of the two connections.
      await expect.poll(() => written).toBeGreaterThan(0);
      let before = -1;
      while (before !== written) {
        before = written;
        await delay(300);
      }
      expect(written).toBeLessThan(pieces / 2);
      let size = 0;
      for await (const chunk of reply) size += chunk.length;
      const last = asks ? [{ finish: "stop" }, { usage: USAGE }] : [{ finish: "stop" }];
      expect(size).toBe(pieces * piece.length + streamOf(last as Step[]).length);
      expect(proxy.answers().at(-1)).toMatchObject({ failure: null, choices: [{ characters: pieces * 60_000 }] });
    },
  );

  test("that can't begin ends the connection, and the log says once why", async () => {
    const away = await startEngine(() => {});
    await away.close();
    proxy = await startProxy(away.url);
    const lines: string[] = [];
    setLog({ level: "info", format: "plain" }, (line) => lines.push(line));
    try {
      for (let i = 0; i < 3; i++) expect(await askFor(proxy.url, { body: QUESTION })).toMatchObject({ status: null });
    } finally {
      setLog({ level: "info", format: "plain" });
    }
    expect(lines).toEqual([expect.stringContaining(`Nothing answers at ${away.url}`)]);
  });

  test("goes on where the recorder fails", async () => {
    engine = await startEngine((response, body) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const usage: Step[] = body.stream_options?.include_usage ? [{ usage: USAGE }] : [];
      response.end(streamOf([FIVE, { finish: "stop" }, ...usage]));
    });
    proxy = await startProxy(engine.url, {}, () => {
      throw new Error("The recorder is broken.");
    });
    expect(await askFor(proxy.url, { body: QUESTION })).toMatchObject({
      body: streamOf([FIVE, { finish: "stop" }]),
      whole: true,
    });
  });
});

describe("a request", () => {
  const json = { choices: [{ index: 0, message: { content: "5" }, finish_reason: "stop" }], usage: USAGE };

  test("that is uploaded slowly arrives whole", async () => {
    engine = await startEngine((response) => response.end(JSON.stringify(json)));
    proxy = await startProxy(engine.url);
    const body = JSON.stringify({ ...QUESTION, stream: false });
    const asked = request(`${proxy.url}/v1/chat/completions`, { method: "POST" });
    const replied = new Promise((resolve) => asked.once("response", (reply) => reply.resume().once("end", resolve)));
    for (const letter of body) {
      asked.write(letter);
      await delay(1);
    }
    asked.end();
    await replied;
    expect(engine.asked[0]!.body).toBe(body);
  });

  test("too large to be held passes as it comes", async () => {
    engine = await startEngine((response) => response.end(JSON.stringify(json)));
    proxy = await startProxy(engine.url);
    const image = "x".repeat(33 * 1024 * 1024);
    const body = JSON.stringify({ ...QUESTION, stream: false, messages: [{ role: "user", content: image }] });
    for (const headers of [{}, { "transfer-encoding": "chunked" }]) {
      const asked = request(`${proxy.url}/v1/chat/completions`, { method: "POST", headers });
      const replied = new Promise((resolve) => asked.once("response", (reply) => reply.resume().once("end", resolve)));
      asked.end(body);
      await replied;
      expect(engine.asked.at(-1)!.body.length).toBe(body.length);
    }
    expect(proxy.requests()[0]).toMatchObject({ prompts: [], body: null, model: null });
    expect(proxy.answers()[0]).toMatchObject({ outputTokens: 3, failure: null });
  });

  test("keeps its headers, but those of its connection and of the proxy", async () => {
    engine = await startEngine((response) => response.end("{}"));
    proxy = await startProxy(engine.url);
    await askFor(proxy.url, {
      body: QUESTION,
      headers: {
        Authorization: "Bearer k",
        "X-Mine": "ü".normalize(),
        "x-paretograph-run": "a",
        connection: "x-hop",
        "x-hop": "1",
      },
    });
    const { headers } = engine.asked[0]!;
    expect(headers).toMatchObject({ authorization: "Bearer k", host: new URL(engine.url).host });
    expect(headers["x-mine"]).toBeDefined();
    expect(headers).not.toHaveProperty("x-paretograph-run");
    expect(headers).not.toHaveProperty("x-hop");
  });

  test("of a run is told by its path, its header or the proxy's own", async () => {
    engine = await startEngine((response) => response.end(JSON.stringify(json)));
    proxy = await startProxy(engine.url, { run: "usual" });
    await askFor(proxy.url, { body: QUESTION });
    await askFor(`${proxy.url}/run/gsm8k%2Bcot`, { body: QUESTION });
    await askFor(proxy.url, { body: QUESTION, headers: { "x-paretograph-run": "by-header" } });
    expect(proxy.requests().map(({ run }) => run)).toEqual(["usual", "gsm8k+cot", "by-header"]);
    expect(engine.asked.map(({ path }) => path)).toEqual(Array(3).fill("/v1/chat/completions"));
    const refused = await askFor(`${proxy.url}/run/a%20b`, { body: QUESTION });
    expect(refused).toMatchObject({ status: 400, body: expect.stringContaining("BAD_VALUE") });
  });

  test("to the bare address goes where its body belongs", async () => {
    engine = await startEngine((response) => response.end(JSON.stringify(json)));
    proxy = await startProxy(`${engine.url}/gateway/v1`);
    await askFor(proxy.url, { path: "/", body: QUESTION });
    await askFor(proxy.url, { path: "/v1", body: { model: "m", prompt: ["a", "b"], n: 2 } });
    await askFor(proxy.url, { path: "/metrics?a=1", method: "GET" });
    expect(engine.asked.map(({ path }) => path)).toEqual([
      "/gateway/v1/chat/completions",
      "/gateway/v1/completions",
      "/gateway/metrics?a=1",
    ]);
    expect(proxy.requests()[1]).toMatchObject({ n: 2, path: "/v1/completions", prompts: [{}, {}] });
    expect(proxy.requests()).toHaveLength(2);
  });

  test("has each of its choices recorded", async () => {
    const choice = (index: number, content: string, reason = "stop") => ({
      index,
      message: { content },
      finish_reason: reason,
    });
    const tool = { index: 2, message: { content: null, tool_calls: [{ id: "1" }] }, finish_reason: "tool_calls" };
    engine = await startEngine((response) =>
      response.end(JSON.stringify({ choices: [choice(0, "five"), choice(1, "fi", "length"), tool], usage: USAGE })),
    );
    proxy = await startProxy(engine.url, { recorder: { keepTexts: true } });
    await askFor(proxy.url, { body: { ...QUESTION, stream: false, n: 3 } });
    expect(proxy.answers()[0]!.choices).toMatchObject([
      { index: 0, finishReason: "stop", characters: 4, content: "five" },
      { index: 1, finishReason: "length", content: "fi" },
      { index: 2, finishReason: "tool_calls", toolCalls: true },
    ]);
    expect(proxy.requests()[0]!.text).toBe(engine.asked[0]!.body);
  });

  test("for a stream is asked without usage where the engine refuses that, and from then on", async () => {
    engine = await startEngine((response, body) => {
      if ("stream_options" in body) {
        response.writeHead(400);
        return response.end(JSON.stringify({ error: { message: "Unrecognized request argument: stream_options" } }));
      }
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(streamOf([FIVE, { finish: "stop" }]));
    });
    proxy = await startProxy(engine.url);
    for (let i = 0; i < 2; i++) {
      expect(await askFor(proxy.url, { body: QUESTION })).toMatchObject({
        status: 200,
        body: streamOf([FIVE, { finish: "stop" }]),
      });
    }
    expect(engine.asked.map(({ body }) => body.includes("stream_options"))).toEqual([true, false, false]);
    expect(proxy.answers()).toMatchObject([{ failure: null, status: 200 }, { failure: null }]);
  });

  test("that is compressed passes as it is, and a compressed reply is read", async () => {
    const { gzipSync } = await import("node:zlib");
    engine = await startEngine((response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(gzipSync(JSON.stringify(json)));
    });
    proxy = await startProxy(engine.url);
    const received = await askFor(proxy.url, {
      body: { ...QUESTION, stream: false },
      headers: { "accept-encoding": "gzip" },
    });
    expect(received.body).toBe(gzipSync(JSON.stringify(json)).toString("latin1"));
    await expect.poll(() => proxy!.answers()[0]).toMatchObject({ outputTokens: 3, failure: null });
  });
});
