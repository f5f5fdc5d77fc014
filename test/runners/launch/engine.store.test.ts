import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../../src/plugins/contract/runner.ts";
import { launchEngine } from "../../../src/runners/launch/engine.ts";
import { launchOrAttach } from "../../../src/runners/launch/launchOrAttach.ts";
import { launchOptions } from "../../../src/runners/launch/options.ts";
import { claimPort } from "../../../src/runners/launch/port.ts";
import { sglangProgram } from "../../../src/runners/sglang/program.ts";
import { vllmProgram } from "../../../src/runners/vllm/program.ts";
import vllm from "../../../src/runners/vllm/vllm.ts";
import { isAlive } from "../../realEngines/descendants.ts";

const STUB_ENGINE = join(import.meta.dirname, "stubEngine.ts");

const folder = mkdtempSync(join(tmpdir(), "paretograph-launch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Options that start the stub engine in the way of `stub`, and the ids of all its processes. */
function stubOptions(stub: object, more: object = {}) {
  const file = join(folder, randomUUID());
  writeFileSync(file, "");
  const environment = { STUB: JSON.stringify(stub), STUB_PIDS: file };
  const command = [process.execPath, STUB_ENGINE];
  const options = { model: "tiny", command, environment, readyWithin: 20, stopWithin: 0.4, ...more };
  return { options, pids: () => readFileSync(file, "utf8").trim().split("\n").filter(Boolean).map(Number) };
}

/** Launches the stub engine and keeps the log. */
function launch(stub: object, more: object = {}) {
  const { options, pids } = stubOptions(stub, more);
  const canceler = new AbortController();
  const log: string[] = [];
  const context = { signal: canceler.signal, log: (line: string) => log.push(line) };
  const engine = launchEngine(vllmProgram, launchOptions.parse(options), context);
  return { engine, log, pids, cancel: () => canceler.abort() };
}

async function until(condition: () => boolean, seconds = 15): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await delay(20)) if (condition()) return;
  expect.fail(`not true after ${seconds} s: ${condition}`);
}

/** Children that ignore signals, one of them in a session of its own with a child in yet another. */
const STUBBORN = {
  family: 4,
  children: [
    { ignoresSignals: true },
    { ignoresSignals: true, ownSession: true, children: [{ ignoresSignals: true, ownSession: true }] },
  ],
};

describe("launching", () => {
  it("waits while the port is closed and while the engine answers 503, and shows its log until it is ready", async () => {
    const started = Date.now();
    const { engine, log, pids } = launch({ opensAfter: 300, readyAfter: 400 });
    const { endpoint, close } = await engine;
    expect(Date.now() - started).toBeGreaterThan(700);
    expect((await fetch(`${endpoint}/health`)).status).toBe(200);
    await fetch(`${endpoint}/after`);
    await delay(100);
    expect(log).toContain("listens");
    expect(log).not.toContain("asked for /after");
    expect(log).not.toContain("");
    expect(log).toContain(`argv ["--model","tiny","--host","127.0.0.1","--port","${new URL(endpoint).port}"]`);
    await close();
    await close();
    expect(pids().filter(isAlive)).toEqual([]);
    expect(log.at(-1)).toBe("listens");
  });

  it("leaves no process behind, whichever signals they ignore and whichever session they moved to", async () => {
    const { engine, pids } = launch({ ignoresSignals: true, ...STUBBORN });
    const { close } = await engine;
    expect(pids().filter(isAlive)).toHaveLength(4);
    await close();
    expect(pids().filter(isAlive)).toEqual([]);
  });

  it("says how the engine ended, with its last lines, and ends what it left", async () => {
    const { engine, pids } = launch({ fails: 3, ...STUBBORN });
    const error = await engine.catch((error) => error);
    expect(error).toMatchObject({ name: "RunnerError", code: "LAUNCH_FAILED", retry: true });
    expect(error.message).toMatch(/^vLLM ended with code 3 before it was ready\. Its last lines:\n {2}line 12\n/);
    expect(error.message).toMatch(/ValueError: the model does not fit$/);
    expect(pids().length).toBe(4);
    expect(pids().filter(isAlive)).toEqual([]);
  });

  it("says by which signal the engine ended", async () => {
    await expect(launch({ diesBy: "SIGKILL" }).engine).rejects.toMatchObject({
      code: "LAUNCH_FAILED",
      message: expect.stringMatching(/^vLLM ended by SIGKILL before it was ready\./),
    });
  });

  it("gives the engine its time to end in good order", async () => {
    const end = join(folder, randomUUID());
    const { options } = stubOptions({ endsSlowly: 300, children: [{}], family: 2 }, { stopWithin: 10 });
    const context = { signal: new AbortController().signal, log: () => {} };
    const environment = { ...options.environment, STUB_END: end };
    const engine = await launchEngine(vllmProgram, launchOptions.parse({ ...options, environment }), context);
    await engine.close();
    expect(readFileSync(end, "utf8")).toBe("in good order");
  });

  it("says that a program was not found", async () => {
    const { engine } = launch({}, { command: ["no-such-engine"] });
    await expect(engine).rejects.toMatchObject({
      code: "LAUNCH_FAILED",
      message:
        "vLLM ended with code 127 before it was ready. Its last lines:\n  no-such-engine can't be started: not found",
    });
  });

  it("gives up when the time is over, and gives the last status of /health", async () => {
    const { engine, pids } = launch({ readyAfter: 60_000 }, { readyWithin: 2.5 });
    await expect(engine).rejects.toMatchObject({
      code: "LAUNCH_FAILED",
      message: expect.stringMatching(
        /not ready after 2\.5 s: http:\/\/127\.0\.0\.1:\d+\/health gave 503\. Its last lines:/,
      ),
    });
    expect(pids().filter(isAlive)).toEqual([]);
  });

  it("does not take another server on its port for the engine", async () => {
    const other = createServer((_, response) => response.end());
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    await expect(launch({}, { port }).engine).rejects.toMatchObject({
      code: "LAUNCH_FAILED",
      message: expect.stringContaining(`Port ${port} on 127.0.0.1 is taken`),
    });
    await new Promise((resolve) => other.close(resolve));
  });

  it("can be canceled", async () => {
    const { engine, cancel, log, pids } = launch({ readyAfter: 60_000, ...STUBBORN });
    await until(() => log.includes("listens"));
    cancel();
    await expect(engine).rejects.toMatchObject({ code: "CANCELED" });
    expect(pids().filter(isAlive)).toEqual([]);
  });

  it("logs the end of an engine that is in use", async () => {
    const { engine, log } = launch({ endsAfter: 700 });
    await engine;
    await until(() => log.some((line) => line.startsWith("vLLM ended with code 3 while it was in use.")));
  });
});

describe.skipIf(process.platform !== "linux")("nothing is left behind", () => {
  it.each([
    ["while the engine is in use", {}, "ready"],
    ["while it starts", { readyAfter: 60_000 }, "listens"],
  ])("when the launcher is killed (SIGKILL) %s", async (_, stub, sign) => {
    const { options, pids } = stubOptions({ ignoresSignals: true, ...stub, ...STUBBORN });
    const program = join(import.meta.dirname, "launchForever.ts");
    const launcher = spawn(process.execPath, [program, JSON.stringify(options)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const log: string[] = [];
    createInterface({ input: launcher.stdout }).on("line", (line) => log.push(line));
    try {
      await until(() => log.includes(sign));
      expect(pids().filter(isAlive)).toHaveLength(4);
    } finally {
      launcher.kill("SIGKILL");
    }
    await until(() => !pids().some(isAlive));
  });

  it("when the guard is killed (SIGKILL)", async () => {
    const { engine, log, pids } = launch({ ignoresSignals: true, ...STUBBORN });
    const { close } = await engine;
    const guard = Number(readFileSync(`/proc/${pids()[0]}/stat`, "utf8").split(") ")[1]!.split(" ")[1]);
    expect(readFileSync(`/proc/${guard}/cmdline`, "utf8")).toContain("guard.ts");
    process.kill(guard, "SIGKILL");
    await until(() => !pids().some(isAlive));
    await until(() => log.some((line) => line.startsWith("vLLM ended by SIGKILL while it was in use.")));
    await close();
  });
});

describe("a container", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("is run with secrets in its environment only, and is removed in the end", async () => {
    symlinkSync(join(import.meta.dirname, "stubDocker.sh"), join(folder, "docker"));
    vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
    vi.stubEnv("HF_TOKEN", "hf_secret");
    const calls = join(folder, "calls");
    const { port, release } = await claimPort(undefined);
    await release();
    const options = launchOptions.parse({
      model: "Qwen/Qwen3-8B",
      dockerImage: "lmsysorg/sglang:v0.5.23",
      environment: { DOCKER_CALLS: calls, STUB_NODE: process.execPath, STUB_ENGINE, STUB: "{}" },
      stopWithin: 2,
      port,
      // The stub finds its port as the last argument.
      flags: ["--port", String(port)],
    });
    const context = { signal: new AbortController().signal, log: () => {} };
    const engine = await launchEngine(sglangProgram, options, context);
    await engine.close();
    const [run, token, remove] = readFileSync(calls, "utf8").split("\n");
    const name = run!.match(/^run --rm --name (paretograph-sglang-[0-9a-f]{8}) .*lmsysorg\/sglang:v0\.5\.23/)![1];
    expect(run).not.toContain("hf_secret");
    expect(token).toBe("token in its environment: hf_secret");
    expect(remove).toBe(`rm --force ${name}`);
  });
});

describe("an engine that is launched or attached to", () => {
  const attached = { identity: { engine: "vllm" } } as Engine;
  const context = { signal: new AbortController().signal, log: () => {} };
  const endpoint = "http://gpu:8000";

  it("is the one at the endpoint where the options say nothing of a launch", async () => {
    const asked: string[] = [];
    const attach = async (options: { endpoint: string }) => {
      asked.push(options.endpoint);
      return attached;
    };
    expect(await launchOrAttach(vllmProgram, { endpoint }, context, attach)).toBe(attached);
    expect(asked).toEqual([endpoint]);
  });

  it("is attached to where it was launched, and ends after its connection is closed", async () => {
    const { options, pids } = stubOptions({});
    let aliveAtClose = 0;
    const attach = async (given: { endpoint: string }) => {
      expect(given.endpoint).not.toBe(endpoint);
      expect((await fetch(`${given.endpoint}/health`)).status).toBe(200);
      const close = async () => {
        aliveAtClose = pids().filter(isAlive).length;
      };
      return { ...attached, close };
    };
    const launch = launchOptions.parse(options);
    const engine = await launchOrAttach(vllmProgram, { endpoint, launch }, context, attach);
    expect(engine.identity).toBe(attached.identity);
    await engine.close();
    expect(aliveAtClose).toBe(1);
    expect(pids().filter(isAlive)).toEqual([]);
  });

  it("ends where it was launched and can't be attached to", async () => {
    const { options, pids } = stubOptions({});
    const opening = vllm.open(vllm.options.parse({ launch: options }), context);
    // The stub answers every path with an empty page.
    await expect(opening).rejects.toMatchObject({ code: "INVALID_REQUEST" });
    expect(pids()).toHaveLength(1);
    expect(pids().filter(isAlive)).toEqual([]);
  });
});
