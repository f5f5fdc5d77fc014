import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { processCommand } from "../../../src/runners/launch/command.ts";
import { engineSettings, launchOptions } from "../../../src/runners/launch/options.ts";
import { sglangProgram } from "../../../src/runners/sglang/program.ts";
import { tgiProgram } from "../../../src/runners/tgi/program.ts";
import { vllmProgram } from "../../../src/runners/vllm/program.ts";

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
const commandOf = (program: typeof vllmProgram, more: object = {}) =>
  processCommand(program, { ...everything, ...more }, 8123);

describe("the command line of an engine", () => {
  it("has vLLM's own flags", () => {
    expect(commandOf(vllmProgram, { reasoningParser: "qwen3", servedModelName: "q" }).command.join(" ")).toBe(
      "python3 -m vllm.entrypoints.openai.api_server --model Qwen/Qwen3-8B --served-model-name q " +
        "--tensor-parallel-size 2 --dtype bfloat16 --quantization fp8 --max-model-len 32768 " +
        "--gpu-memory-utilization 0.85 --reasoning-parser qwen3 --max-num-seqs 64 --host 127.0.0.1 --port 8123 --seed 7",
    );
  });

  it("has SGLang's own flags, with metrics on", () => {
    expect(commandOf(sglangProgram, { reasoningParser: "qwen3", servedModelName: "q" }).command.join(" ")).toBe(
      "python3 -m sglang.launch_server --model-path Qwen/Qwen3-8B --served-model-name q --tensor-parallel-size 2 " +
        "--dtype bfloat16 --quantization fp8 --context-length 32768 --mem-fraction-static 0.85 " +
        "--reasoning-parser qwen3 --max-running-requests 64 --host 127.0.0.1 --port 8123 --enable-metrics --seed 7",
    );
  });

  it("has TGI's own flags", () => {
    expect(commandOf(tgiProgram).command.join(" ")).toBe(
      "text-generation-launcher --model-id Qwen/Qwen3-8B --num-shard 2 --dtype bfloat16 --quantize fp8 " +
        "--max-total-tokens 32768 --max-input-tokens 32767 --cuda-memory-fraction 0.85 " +
        "--max-concurrent-requests 64 --hostname 127.0.0.1 --port 8123 --seed 7",
    );
  });

  it.each(["servedModelName", "reasoningParser"])("refuses %s for TGI, which has no such setting", (setting) => {
    const message = `TGI has no option for "${setting}". Leave it out.`;
    expect(() => commandOf(tgiProgram, { [setting]: "x" })).toThrow(
      expect.objectContaining({ code: "LAUNCH_FAILED", message }),
    );
  });

  it("starts with another command where one is given", () => {
    const { command } = commandOf(vllmProgram, { command: ["vllm", "serve"] });
    expect(command.slice(0, 4)).toEqual(["vllm", "serve", "--model", "Qwen/Qwen3-8B"]);
  });

  it.each([vllmProgram, sglangProgram, tgiProgram])("has a flag of its own for each setting: $title", ({ flags }) => {
    const names = Object.values(flags).flatMap((flagsOf) => (flagsOf as any)?.(2)[0] ?? []);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(flags).toSorted()).toEqual(Object.keys(engineSettings).toSorted());
  });
});

it("is documented for each engine and setting", () => {
  const [, table] = readFileSync("docs/runners.md", "utf8").split("| setting | vLLM |");
  for (const setting of Object.keys(engineSettings) as (keyof typeof vllmProgram.flags)[]) {
    const row = table!.match(new RegExp(`^\\| \`${setting}\` \\| (.*--.*) \\|$`, "m"))![1]!;
    const documented = row.split(" | ").map((cell) => cell.match(/--[\w-]+/g) ?? []);
    const declared = [vllmProgram, sglangProgram, tgiProgram].map(({ flags }) =>
      ((flags[setting] as any)?.(2) ?? []).filter((word: string) => word.startsWith("--")),
    );
    expect(documented, setting).toEqual(declared);
  }
});

describe("the environment of an engine", () => {
  it("has CUDA count GPUs as nvidia-smi does", () => {
    const environment = { CUDA_DEVICE_ORDER: "PCI_BUS_ID", CUDA_VISIBLE_DEVICES: "0,GPU-5b4e07f6" };
    expect(commandOf(vllmProgram).environment).toEqual(environment);
    expect(commandOf(vllmProgram, { gpus: [] }).environment).toMatchObject({ CUDA_VISIBLE_DEVICES: "" });
    expect(commandOf(vllmProgram, { gpus: undefined }).environment).toEqual({});
  });

  it("has the variables that the options give, which go before others", () => {
    const environment = { HF_HUB_OFFLINE: "1", CUDA_DEVICE_ORDER: "FASTEST_FIRST" };
    expect(commandOf(vllmProgram, { environment }).environment).toEqual({
      ...environment,
      CUDA_VISIBLE_DEVICES: "0,GPU-5b4e07f6",
    });
  });
});

describe("the options of a launch", () => {
  it("allow a command or an image, not both", () => {
    const both = launchOptions.safeParse({ model: "m", command: ["vllm", "serve"], dockerImage: "vllm/vllm-openai" });
    expect(both.error?.issues[0]).toMatchObject({ path: ["command"], message: expect.stringContaining("not both") });
    expect(launchOptions.safeParse({ model: "m", dockerImage: "vllm/vllm-openai" }).success).toBe(true);
  });

  it("give an engine half an hour to start and ten seconds to end", () => {
    expect(launchOptions.parse({ model: "m" })).toEqual({ model: "m", readyWithin: 1800, stopWithin: 10 });
  });

  it.each([
    { memoryShare: 1.1 },
    { memoryShare: 0 },
    { contextLength: 1 },
    { port: 0 },
    { port: 65536 },
    { tensorParallel: 0 },
    { maxSequences: 0 },
    { readyWithin: 0 },
    { typo: 1 },
  ])("refuse %j", (wrong) => {
    expect(launchOptions.safeParse({ model: "m", ...wrong }).success).toBe(false);
  });

  it("allow a whole GPU, a context of two tokens and the last port", () => {
    const most = { model: "m", memoryShare: 1, contextLength: 2, port: 65535, tensorParallel: 1, maxSequences: 1 };
    expect(launchOptions.parse(most)).toMatchObject(most);
  });
});
