import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createMetricCatalogue } from "../../../../src/frontier/metricCatalogue.ts";
import { engineUse } from "../../../../src/plugins/boundary/engineUse.ts";
import { openAsPlugin } from "../../../../src/plugins/boundary/openAsPlugin.ts";
import type { Engine } from "../../../../src/plugins/contract/runner.ts";
import { createPluginRegistry } from "../../../../src/plugins/registry.ts";
import { isAlive } from "../../../realEngines/descendants.ts";
import { GENERATION, runner } from "./faultyPlugins.ts";

const MODULE = new URL("./faultyPlugins.ts", import.meta.url).href;
const registry = createPluginRegistry(createMetricCatalogue());
registry.register(runner, "a test", MODULE);
const hosted = registry.find("runner", "faulty");
const folder = mkdtempSync(join(tmpdir(), "paretograph-session-"));

const opened: Engine[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((engine) => engine.close().catch(() => {})));
  rmSync(folder, { recursive: true, force: true });
});

const lines: string[] = [];
async function open(options: object = {}, signal = new AbortController().signal): Promise<Engine> {
  lines.length = 0;
  const engine = await openAsPlugin(hosted, options, { signal, reach: "public", log: (line) => lines.push(line) });
  opened.push(engine);
  return engine;
}

const ask = (engine: Engine, does: string, signal = new AbortController().signal) =>
  engine.generate({ messages: [{ role: "user", content: does }], thinking: "off" }, signal);

/** The longest that this thread was held up while work went on, in milliseconds. */
async function longestPause(work: Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await Promise.allSettled([work]);
  clearInterval(timer);
  return longest;
}

/** How long this thread may be held up on a busy machine: a loop in it would never end. */
const PAUSE_MS = 5000;

describe("a runner in a process of its own", () => {
  it("opens, answers, says its load and closes as in this process", async () => {
    const engine = await open();
    expect(engine.identity).toMatchObject({ engine: "faulty", model: "m" });
    expect(isAlive(engine.process!)).toBe(true);
    expect(engine.process).not.toBe(process.pid);
    expect(lines).toEqual(["reach public"]);
    expect(await ask(engine, "answers")).toEqual(GENERATION);
    expect(await engine.sampleLoad()).toMatchObject({ running: 1, waiting: 0 });
    await engine.close();
    await vi.waitFor(() => expect(isAlive(engine.process!)).toBe(false));
  });

  it("gets the request whole, with images and schemas", async () => {
    const request = {
      messages: [
        {
          role: "user" as const,
          content: "shows its request",
          parts: [{ type: "image" as const, mediaType: "image/png", data: "AAAA".repeat(100_000) }],
        },
      ],
      ...{ thinking: { budget: 64 }, temperature: 0.5, stop: ["\n"], responseSchema: { type: "object" } },
    };
    const { answer } = await (await open()).generate(request as never, new AbortController().signal);
    expect(JSON.parse(answer)).toEqual(request);
  });

  it("keeps the code, the pause and the part of an answer of its failures", async () => {
    const engine = await open();
    await expect(ask(engine, "refuses")).rejects.toMatchObject({
      ...{ code: "OVERLOADED", retry: true, retryAfter: 7, message: "too many", partial: { answer: "half" } },
    });
    await expect(ask(engine, "throws")).rejects.toThrow("TypeError: no engine");
    await expect(ask(engine, "gives a number")).rejects.toMatchObject({ code: "ENGINE_FAILED" });
    await expect(ask(engine, "gives a function")).rejects.toMatchObject({
      ...{ code: "ENGINE_FAILED", message: expect.stringMatching(/"faulty" 1.0.0 gave from generate .*cannot leave/) },
    });
    expect(await ask(engine, "answers")).toEqual(GENERATION);
  });

  it("hears an abort, and is not waited for where it does not", async () => {
    const engine = await open();
    const abort = new AbortController();
    const heard = ask(engine, "heeds an abort", abort.signal);
    const thrown = ask(engine, "throws at an abort", abort.signal);
    const deaf = ask(engine, "never", abort.signal);
    const failed = Promise.allSettled([heard, thrown, deaf]);
    await delay(100);
    const start = performance.now();
    abort.abort(new DOMException("late", "TimeoutError"));
    await expect(heard).rejects.toMatchObject({ code: "CANCELED", message: "heard TimeoutError" });
    await expect(thrown).rejects.toBe(abort.signal.reason);
    await expect(deaf).rejects.toMatchObject({ name: "TimeoutError" });
    expect(performance.now() - start).toBeLessThan(9000);
    await failed;
    // The others of the same engine go on.
    expect(await ask(engine, "answers")).toEqual(GENERATION);
  });

  it("that loops holds up nobody: the answers in flight fail and may be tried again, and the engine is opened anew", async () => {
    const engine = await open();
    const before = engine.process!;
    const beside = ask(engine, "never");
    const looping = ask(engine, "loops");
    const settled = Promise.allSettled([beside, looping]);
    expect(await longestPause(settled)).toBeLessThan(PAUSE_MS);
    for (const { reason } of (await settled) as PromiseRejectedResult[]) {
      expect(reason).toMatchObject({ code: "ENGINE_FAILED", retry: true });
      expect(reason.message).toMatch(/"faulty" 1.0.0 failed in generate: it held up its process for 10 s/);
    }
    await vi.waitFor(() => expect(isAlive(before)).toBe(false));
    expect(await Promise.all([ask(engine, "answers"), ask(engine, "answers")])).toEqual([GENERATION, GENERATION]);
  });

  it.each(["kills itself", "disconnects", "fills its memory"])(
    "that %s fails with a code, and answers again",
    async (does) => {
      const engine = await open();
      await expect(ask(engine, does)).rejects.toMatchObject({ code: "ENGINE_FAILED", retry: true });
      expect(await ask(engine, "answers")).toEqual(GENERATION);
    },
  );

  it("that says something else of itself when it is opened anew fails", async () => {
    const engine = await open({ changes: true });
    await expect(ask(engine, "kills itself")).rejects.toMatchObject({ code: "ENGINE_FAILED" });
    await expect(ask(engine, "answers")).rejects.toThrow(/not what it said before/);
  });

  it("that throws outside of a call, or speaks in our name, goes on", async () => {
    const engine = await open();
    expect(await ask(engine, "throws later")).toEqual(GENERATION);
    await expect(ask(engine, "exits")).rejects.toThrow(/may not end the process/);
    expect(await ask(engine, "sends by itself")).toEqual(GENERATION);
    expect(await ask(engine, "answers")).toEqual(GENERATION);
  });

  it("that loops in any call is ended, and leaves nothing", async () => {
    const [loading, closing] = [await open({ sampleLoad: "loops" }), await open({ close: "loops" })];
    const calls = {
      open: open({ open: "loops" }),
      use: engineUse(hosted, { use: "loops" }),
      sampleLoad: loading.sampleLoad(),
    };
    const closed = closing.close();
    expect(await longestPause(Promise.allSettled([...Object.values(calls), closed]))).toBeLessThan(PAUSE_MS);
    await closed;
    expect(lines).toContainEqual(expect.stringContaining('"faulty" 1.0.0 failed in close: it held up its process'));
    for (const [method, call] of Object.entries(calls)) {
      const message = expect.stringMatching(`"faulty" 1.0.0 failed in ${method}: it (held up|took longer)`);
      await expect(call).rejects.toMatchObject({ code: "PLUGIN_FAILED", message });
    }
    for (const { process } of [loading, closing]) {
      await vi.waitFor(() => expect(isAlive(process!)).toBe(false), { timeout: 5000 });
    }
    expect(await loading.sampleLoad()).toBeNull();
    await expect(ask(closing, "answers")).rejects.toMatchObject({ code: "ENGINE_FAILED" });
  });

  it("whose open does not heed an abort is given up", async () => {
    await expect(open({ open: "never" }, AbortSignal.timeout(500))).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("does not see the key of tokens, and cannot fill the memory of the log", async () => {
    vi.stubEnv("TOKEN_SECRET", "secret-two");
    const engine = await open({ lines: 2000 });
    vi.unstubAllEnvs();
    expect((await ask(engine, "shows its environment")).answer).not.toContain("secret-two");
    expect(lines.length).toBeLessThan(2000);
    expect(Math.max(...lines.map(({ length }) => length))).toBe(2000);
  });

  it.each(["SIGKILL", "close", "host"])("ends what it launched, by %s", async (how) => {
    const own = mkdtempSync(join(tmpdir(), "paretograph-launch-"));
    const file = join(own, "pid");
    if (how === "host") {
      // A program that opens the engine and is killed.
      const program = join(import.meta.dirname, "openAndWait.ts");
      const host = spawn(process.execPath, [program, MODULE, file], { stdio: ["ignore", "pipe", "inherit"] });
      await once(host.stdout!, "data");
      host.kill("SIGKILL");
    } else {
      const engine = await open({ launch: file });
      if (how === "close") await engine.close();
      else process.kill(engine.process!, "SIGKILL");
    }
    const launched = Number(readFileSync(file, "utf8"));
    expect(launched).toBeGreaterThan(1);
    await vi.waitFor(() => expect(isAlive(launched)).toBe(false), { timeout: 10_000 });
    rmSync(own, { recursive: true });
  });
});

describe("what an engine of a runner elsewhere is", () => {
  it("is asked once for the same options, and checked", async () => {
    expect(await engineUse(hosted, { a: 1 })).toEqual({ endpoint: "http://127.0.0.1:1", sampled: true });
    const start = performance.now();
    await engineUse(hosted, { a: 1 });
    expect(performance.now() - start).toBeLessThan(20);
    await expect(engineUse(hosted, { use: { endpoint: "no address" } })).rejects.toMatchObject({
      code: "INVALID_RESULT",
    });
  });
});
