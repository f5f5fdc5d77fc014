import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { launchEngine } from "../../../src/runners/launch/launch.ts";
import { launchCommand } from "../../../src/runners/launch/launchCommand.ts";
import { launchOptions } from "../../../src/runners/launch/launchOptions.ts";

const STUB_ENGINE = join(import.meta.dirname, "stubEngine.ts");

const folder = mkdtempSync(join(tmpdir(), "paretograph-launch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Options that start the stub engine, which then does what `stub` says, and the ids of all its processes. */
function stubOptions(stub: object, more: object = {}) {
  const file = join(folder, randomUUID());
  writeFileSync(file, "");
  const environment = { STUB: JSON.stringify(stub), STUB_PIDS: file };
  const command = [process.execPath, STUB_ENGINE];
  const options = { model: "tiny", command, environment, readyWithin: 20, stopWithin: 0.4, ...more };
  return { options, pids: () => readFileSync(file, "utf8").trim().split("\n").filter(Boolean).map(Number) };
}

/** Launches with a log that is kept. */
function launch(stub: object, more: object = {}) {
  const { options, pids } = stubOptions(stub, more);
  const canceler = new AbortController();
  const log: string[] = [];
  const context = { signal: canceler.signal, log: (line: string) => log.push(line) };
  const engine = launchEngine("vllm", launchOptions.parse(options), context);
  return { engine, log, pids, cancel: () => canceler.abort() };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

async function until(condition: () => boolean, seconds = 15): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await delay(20)) if (condition()) return;
  expect.fail(`still not so after ${seconds} s: ${condition}`);
}

/** Children that ignore signals, one of them in a session of its own with a child in yet another. */
const STUBBORN = {
  family: 4,
  children: [
    { ignoresSignals: true },
    { ignoresSignals: true, ownSession: true, children: [{ ignoresSignals: true, ownSession: true }] },
  ],
};

describe("an engine's command line", () => {
  const everything = launchOptions.parse({
    model: "Qwen/Qwen3-8B",
    tensorParallel: 2,
    dtype: "bfloat16",
    quantization: "fp8",
    contextLength: 32768,
    memoryShare: 0.85,
    maxSequences: 64,
    flags: ["--seed", "7"],
    gpus: ["0", "GPU-5b4e07f6"],
  });
  const commandOf = (engine: "vllm" | "sglang" | "tgi", more: object = {}) =>
    launchCommand(engine, { ...everything, ...more }, 8123);

  it("has vLLM's own flags", () => {
    expect(commandOf("vllm", { reasoningParser: "qwen3", servedModelName: "q" }).command.join(" ")).toBe(
      "python3 -m vllm.entrypoints.openai.api_server --model Qwen/Qwen3-8B --served-model-name q " +
        "--tensor-parallel-size 2 --dtype bfloat16 --quantization fp8 --max-model-len 32768 " +
        "--gpu-memory-utilization 0.85 --reasoning-parser qwen3 --max-num-seqs 64 --host 127.0.0.1 --port 8123 --seed 7",
    );
  });

  it("has SGLang's own flags, with metrics on", () => {
    expect(commandOf("sglang", { reasoningParser: "qwen3" }).command.join(" ")).toBe(
      "python3 -m sglang.launch_server --model-path Qwen/Qwen3-8B --tensor-parallel-size 2 --dtype bfloat16 " +
        "--quantization fp8 --context-length 32768 --mem-fraction-static 0.85 --reasoning-parser qwen3 " +
        "--max-running-requests 64 --host 127.0.0.1 --port 8123 --enable-metrics --seed 7",
    );
  });

  it("has TGI's own flags, and none for what it lacks", () => {
    expect(commandOf("tgi").command.join(" ")).toBe(
      "text-generation-launcher --model-id Qwen/Qwen3-8B --num-shard 2 --dtype bfloat16 --quantize fp8 " +
        "--max-total-tokens 32768 --max-input-tokens 32767 --cuda-memory-fraction 0.85 " +
        "--max-concurrent-requests 64 --hostname 127.0.0.1 --port 8123 --seed 7",
    );
    const refusal = {
      code: "LAUNCH_FAILED",
      message: expect.stringContaining('TGI has no option for "reasoningParser"'),
    };
    expect(() => commandOf("tgi", { reasoningParser: "qwen3" })).toThrow(expect.objectContaining(refusal));
  });

  it("counts GPUs as nvidia-smi does", () => {
    const environment = { CUDA_DEVICE_ORDER: "PCI_BUS_ID", CUDA_VISIBLE_DEVICES: "0,GPU-5b4e07f6" };
    expect(commandOf("vllm").environment).toEqual(environment);
    expect(commandOf("vllm", { gpus: [] }).environment).toMatchObject({ CUDA_VISIBLE_DEVICES: "" });
    expect(commandOf("vllm", { gpus: undefined }).environment).toEqual({});
  });

  it("takes a command or an image, not both", () => {
    const both = launchOptions.safeParse({ model: "m", command: ["vllm", "serve"], dockerImage: "vllm/vllm-openai" });
    expect(both.error?.issues[0]?.message).toContain("not both");
  });
});

describe("launching", () => {
  it("waits while the port is closed and while the engine answers 503, and shows its log until then", async () => {
    const started = Date.now();
    const { engine, log, pids } = launch({ opensAfter: 300, readyAfter: 400 });
    const { endpoint, close } = await engine;
    expect(Date.now() - started).toBeGreaterThan(700);
    expect((await fetch(`${endpoint}/health`)).status).toBe(200);
    expect(log).toContain("listens");
    expect(log).toContain(`argv ["--model","tiny","--host","127.0.0.1","--port","${new URL(endpoint).port}"]`);
    await close();
    await close();
    expect(pids().filter(isAlive)).toEqual([]);
    expect(log.at(-1)).toBe("listens");
  });

  it("leaves no process behind, whatever they ignore and wherever they moved", async () => {
    const { engine, pids } = launch({ ignoresSignals: true, ...STUBBORN });
    const { close } = await engine;
    expect(pids().filter(isAlive)).toHaveLength(4);
    await close();
    expect(pids().filter(isAlive)).toEqual([]);
  });

  it("says how the engine ended, with its last lines, and ends what it left", async () => {
    const { engine, pids } = launch({ fails: 3, ...STUBBORN });
    const error = await engine.catch((error) => error);
    expect(error).toMatchObject({ name: "RunnerError", code: "LAUNCH_FAILED", retry: false });
    expect(error.message).toMatch(/^vLLM ended with code 3 before it was ready\. Its last lines:\n {2}line 12\n/);
    expect(error.message).toMatch(/ValueError: the model does not fit$/);
    expect(pids().length).toBe(4);
    expect(pids().filter(isAlive)).toEqual([]);
  });

  it("says that a program is not there", async () => {
    const { engine } = launch({}, { command: ["no-such-engine"] });
    await expect(engine).rejects.toMatchObject({
      code: "LAUNCH_FAILED",
      message:
        "vLLM ended with code 127 before it was ready. Its last lines:\n  no-such-engine can't be started: not found",
    });
  });

  it("gives up when the time is over, and says what /health gave", async () => {
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

  it("tells the log when the engine ends in use", async () => {
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
    expect(readFileSync(`/proc/${guard}/cmdline`, "utf8")).toContain("launchGuard");
    process.kill(guard, "SIGKILL");
    await until(() => !pids().some(isAlive));
    await until(() => log.some((line) => line.startsWith("vLLM ended by SIGKILL while it was in use.")));
    await close();
  });
});

describe("a container", () => {
  const calls = join(folder, "calls");
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  it("is named, gets GPUs, model and secrets, and is removed in the end", async () => {
    symlinkSync(join(import.meta.dirname, "stubDocker.sh"), join(folder, "docker"));
    Object.assign(process.env, { PATH: `${folder}:${process.env.PATH}`, HF_TOKEN: "hf_secret", HF_HOME: "/models" });
    const stub = { DOCKER_CALLS: calls, STUB_NODE: process.execPath, STUB_ENGINE };
    const options = launchOptions.parse({
      model: "Qwen/Qwen3-8B",
      dockerImage: "lmsysorg/sglang:v0.5.23",
      dockerFlags: ["--shm-size", "32g"],
      gpus: ["0", "1"],
      tensorParallel: 2,
      flags: [],
      environment: { ...stub, STUB: "{}" },
      stopWithin: 2,
    });
    // The stub finds its port as the last argument.
    const port = await freePort();
    const context = { signal: new AbortController().signal, log: () => {} };
    const engine = await launchEngine("sglang", { ...options, port, flags: ["--port", String(port)] }, context);
    await engine.close();
    const [run, token, remove] = readFileSync(calls, "utf8").split("\n");
    const name = run!.match(/--name (paretograph-sglang-[0-9a-f]{8}) /)![1];
    expect(run).toBe(
      `run --rm --name ${name} --gpus "device=0,1" --ipc host --publish 127.0.0.1:${port}:${port} ` +
        "--volume /models:/root/.cache/huggingface --env DOCKER_CALLS --env STUB_NODE --env STUB_ENGINE --env STUB " +
        "--env HF_TOKEN --shm-size 32g lmsysorg/sglang:v0.5.23 python3 -m sglang.launch_server " +
        `--model-path Qwen/Qwen3-8B --tensor-parallel-size 2 --host 0.0.0.0 --port ${port} --enable-metrics --port ${port}`,
    );
    expect(token).toBe("token in its environment: hf_secret");
    expect(remove).toBe(`rm --force ${name}`);
  });

  it("sees a local model under its own path, all GPUs unless told, and none with an empty list", () => {
    const options = launchOptions.parse({ model: import.meta.dirname, dockerImage: "vllm/vllm-openai:v0.32.0" });
    const { command } = launchCommand("vllm", options, 8123);
    expect(command.join(" ")).toContain(`--volume ${import.meta.dirname}:${import.meta.dirname}:ro`);
    expect(command.join(" ")).toContain(`vllm/vllm-openai:v0.32.0 --model ${import.meta.dirname} --host 0.0.0.0`);
    expect(command.slice(5, 7)).toEqual(["--gpus", "all"]);
    expect(launchCommand("vllm", { ...options, gpus: [] }, 8123).command).not.toContain("--gpus");
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
