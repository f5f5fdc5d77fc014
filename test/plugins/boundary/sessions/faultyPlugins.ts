import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { z } from "zod";
import { defineArchitecture, defineMeter, defineRunner } from "../../../../src/plugins/contract/definePlugin.ts";
import type { GenerationRequest } from "../../../../src/plugins/contract/runner.ts";
import { RunnerError } from "../../../../src/plugins/contract/runnerError.ts";

const common = { name: "faulty", version: "1.0.0", apiVersion: "1.6.0", description: "Does what it is told." };

export const GENERATION = {
  ...{ answer: "4", reasoning: null, finishReason: "stop", reasoningTokens: 0, reasoningTokensNote: null, ignored: [] },
  ...{ promptTokens: 3, outputTokens: 1, ttft: 0.1, latency: 0.2 },
};

const loop = (): never => {
  for (;;);
};
const never = () => new Promise<never>(() => {});

/** What a call of the plugin does, by the word that it is told. */
const DOES: Record<string, (request: GenerationRequest, signal: AbortSignal) => unknown> = {
  loops: loop,
  never,
  exits: () => process.exit(3),
  "kills itself": () => process.kill(process.pid, "SIGKILL"),
  "fills its memory": () => {
    const all: Buffer[] = [];
    for (;;) all.push(Buffer.alloc(2 ** 26, 1));
  },
  disconnects: () => {
    process.disconnect();
    return never();
  },
  "throws later": () => {
    setTimeout(() => {
      throw new Error("later");
    });
    return GENERATION;
  },
  throws: () => {
    throw new TypeError("no engine");
  },
  refuses: () => {
    throw new RunnerError("OVERLOADED", "too many", { retryAfter: 7, partial: { ...GENERATION, answer: "half" } });
  },
  "heeds an abort": (_, signal) =>
    new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(new RunnerError("CANCELED", `heard ${signal.reason.name}`)));
    }),
  "throws at an abort": (_, signal) =>
    new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    }),
  "gives a function": () => ({ ...GENERATION, more: () => {} }),
  "gives a number": () => ({ ...GENERATION, answer: 4 }),
  "shows its request": (request) => ({ ...GENERATION, answer: JSON.stringify(request) }),
  "shows its environment": () => ({ ...GENERATION, answer: JSON.stringify([process.env, process.pid]) }),
  "sends by itself": () => {
    process.send?.({ done: 1, value: "forged" });
    return GENERATION;
  },
  answers: () => GENERATION,
};

const IDENTITY = { engine: "faulty", version: null, model: "m", modelRoot: null, contextLength: null };

export const runner = defineRunner({
  ...common,
  options: z.looseObject({}),
  inputs: ["image"],
  use: (options) => {
    if (options.use === "loops") loop();
    return { endpoint: "http://127.0.0.1:1", sampled: true, ...(options.use as object) };
  },
  async open(options, { log, reach }) {
    log(`reach ${reach}`);
    if (options.open !== undefined) await DOES[options.open as string]!({} as GenerationRequest, AbortSignal.any([]));
    const lines = (options.lines ?? 0) as number;
    for (let i = 0; i < lines; i++) log("x".repeat(100_000));
    if (options.launch !== undefined) {
      // In a session of its own, as a program is that must outlive a terminal.
      const program = spawn("sleep", ["600"], { detached: true, stdio: "ignore" });
      writeFileSync(options.launch as string, String(program.pid));
    }
    return {
      identity: { ...IDENTITY, version: options.changes ? String(process.pid) : null },
      process: process.pid,
      generate: async (request, signal) => DOES[request.messages[0]!.content]!(request, signal) as typeof GENERATION,
      sampleLoad: async () => {
        if (options.sampleLoad !== undefined) await DOES[options.sampleLoad as string]!({} as never, {} as never);
        return { running: 1, waiting: 0, cacheUsage: null, promptTokens: null, outputTokens: null };
      },
      close: async () => {
        if (options.close !== undefined) await DOES[options.close as string]!({} as never, {} as never);
      },
    };
  },
});

const GPU = { uuid: "GPU-1", index: "0", name: "A GPU" };

export const meter = defineMeter({
  ...common,
  options: z.looseObject({}),
  list: async (options) => (options.list === "loops" ? loop() : [GPU]),
  processes: async () => [{ uuid: "GPU-1", pid: 7 }],
  follow(options, _gpus, interval, onReading) {
    if (options.follow === "loops") loop();
    const give = () => {
      const power = options.follow === "lies" ? ("100" as never) : 100;
      const state = { memory: 1, power, energy: null, utilization: null };
      onReading({ at: performance.now() / 1000, gpus: new Map([["GPU-1", state]]) });
    };
    const timer = setInterval(give, 1000 * interval);
    if (options.follow === "loops later") setTimeout(loop, 500);
    return { readNow: async () => give(), close: async () => clearInterval(timer) };
  },
});

export const architecture = defineArchitecture({
  ...common,
  options: z.strictObject({}),
  modelTypes: ["own_shape"],
  translate(config) {
    if (config.does === "loops") loop();
    if (config.does === "throws") throw new Error("no depth");
    return { model_type: "llama", hidden_size: config.width };
  },
});

export default [runner, meter, architecture];
