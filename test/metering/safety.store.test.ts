import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWriteAhead } from "../../src/metering/records/writeAhead.ts";
import { streamOf } from "../engines/standIn.ts";
import { requestText, sendRaw } from "../support/rawHttp.ts";
import { askFor, type Engine, type MeteredEngine, SESSION, startEngine, startProxy } from "./support.ts";

let engine: Engine;
let proxy: MeteredEngine | undefined;
beforeEach(async () => {
  engine = await startEngine((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(streamOf([{ delta: { content: "the secret answer" } }, { finish: "stop" }]));
  });
});
afterEach(async () => {
  await proxy?.close();
  await engine.close();
  proxy = undefined;
});

const QUESTION = { model: "m", messages: [{ role: "user", content: "the secret question" }], stream: true };

describe("the proxy refuses", () => {
  test.each([
    ["a foreign name", ["Host: evil.example"], 421, "BAD_HOST"],
    ["a name that points here", ["Host: 127.0.0.1.evil.example:80"], 421, "BAD_HOST"],
    ["a foreign page", ["Host: 127.0.0.1", "Origin: https://evil.example"], 403, "ORIGIN_NOT_ALLOWED"],
    ["a foreign page without an origin", ["Host: 127.0.0.1", "Sec-Fetch-Site: cross-site"], 403, "ORIGIN_NOT_ALLOWED"],
    ["two keys", ["Host: 127.0.0.1", "Authorization: Bearer a", "Authorization: Bearer b"], 400, "BAD_REQUEST"],
    ["no name", [], 400, ""],
  ])("%s", async (_, headers, status, code) => {
    proxy = await startProxy(engine.url);
    const answer = await sendRaw(
      proxy.url,
      requestText("POST", "/v1/chat/completions", headers, JSON.stringify(QUESTION)),
    );
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(code);
    expect(engine.asked).toHaveLength(0);
    expect(proxy.lines).toHaveLength(0);
  });

  test("requests without its token, which never reaches the engine", async () => {
    const token = "t".repeat(43);
    proxy = await startProxy(engine.url, { token });
    for (const [path, headers] of [
      ["", {}],
      ["/token/wrong", {}],
      ["", { "x-paretograph-token": "wrong" }],
      ["", { authorization: `Bearer ${token}` }],
    ] as const) {
      const refused = await askFor(proxy.url + path, { body: QUESTION, headers });
      expect(refused).toMatchObject({ status: 401, body: expect.stringContaining("UNAUTHENTICATED") });
      expect(refused.body).not.toContain(token);
    }
    expect(engine.asked).toHaveLength(0);
    expect((await askFor(`${proxy.url}/token/${token}/run/a`, { body: QUESTION })).status).toBe(200);
    const headers = { "x-paretograph-token": token };
    expect((await askFor(proxy.url, { body: QUESTION, headers })).status).toBe(200);
    expect(JSON.stringify(engine.asked)).not.toContain(token);
    expect(JSON.stringify(proxy.lines)).not.toContain(token);
  });
});

describe("what is recorded", () => {
  const KEYS = {
    authorization: "Bearer sk-0123456789abcdef",
    "api-key": "azure-0123456789",
    "x-goog-api-key": "goog-0123456789",
  };

  test("holds no key and no text, also where the engine repeats them", async () => {
    await engine.close();
    engine = await startEngine((response) => {
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: "Wrong key sk-0123456789abcdef for: the secret question" } }));
    });
    const folder = mkdtempSync(join(tmpdir(), "metering-"));
    try {
      const log = openWriteAhead(folder, SESSION);
      proxy = await startProxy(engine.url, {}, log.add);
      await askFor(proxy.url, { body: QUESTION, headers: KEYS });
      await log.close({ kind: "end", at: Date.now(), requests: 1, linesLeftOut: 0 });
      const text = readFileSync(log.file, "utf8");
      expect(text).toContain("UNAUTHORIZED");
      for (const secret of ["0123456789", "secret", "Bearer"]) expect(text).not.toContain(secret);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("of a sample has no digest of any text, and about its share of requests", async () => {
    proxy = await startProxy(engine.url, { recorder: { sample: 0.5 } });
    const before = Math.random;
    let drawn = 0;
    Math.random = () => (drawn++ % 2 === 0 ? 0.1 : 0.9);
    try {
      for (let i = 0; i < 10; i++) await askFor(proxy.url, { body: QUESTION });
    } finally {
      Math.random = before;
    }
    expect(proxy.requests().filter(({ own }) => !own)).toHaveLength(5);
    expect(JSON.stringify(proxy.lines)).not.toMatch(/[0-9a-f]{64}|secret/);
    expect(proxy.answers()[0]).toMatchObject({ status: 200, failure: null });
    // What is left out of the sample reaches the engine as the client sent it.
    expect(engine.asked.some(({ body }) => body === JSON.stringify(QUESTION))).toBe(true);
  });
});
