import { describe, expect, it } from "vitest";
import type { Sampling } from "../../../src/decoding/decoding.ts";
import { resolveDecoding } from "../../../src/evaluation/setup/resolveDecoding.ts";
import { thinksByDefault } from "../../../src/evaluation/setup/thinksByDefault.ts";

const ENGINE = { engine: "vllm", version: null, contextLength: null, model: "m", modelRoot: null };
const MAKERS = { temperature: 0.7, topP: 0.8, topK: 20, maxTokens: 2048 };
const OPEN = { thinking: "default", fixedDecoding: false } as const;

describe("the sampling of a run", () => {
  it("is what is asked, then what the makers of the model state", () => {
    const engine = { ...ENGINE, generationConfig: MAKERS };
    expect(resolveDecoding({ seed: 0 }, OPEN, engine, "acme/small")).toEqual({
      ...{ decoding: { temperature: 0.7, topP: 0.8, topK: 20, seed: 0 }, source: "ENGINE" },
    });
    expect(resolveDecoding({ temperature: undefined } as object, OPEN, engine, "acme/small").decoding.temperature).toBe(
      0.7,
    );
    const asked = { temperature: 0.1, topK: 5, frequencyPenalty: 0.2, seed: 3 };
    expect(resolveDecoding(asked, OPEN, engine, "acme/small").decoding).toEqual({ ...asked, topP: 0.8 });
  });

  it.each([
    ["Qwen/Qwen3-8B", "default", 0.6],
    ["Qwen/Qwen3-8B", "off", 0],
    ["acme/small", "default", 0],
    ["acme/small", "on", 0.6],
    ["acme/small", { budget: 64 }, 0.6],
  ] as const)("of %s thinking %j is at temperature %d where nobody says otherwise", (model, thinking, temperature) => {
    const { decoding, source } = resolveDecoding({ seed: 0 }, { ...OPEN, thinking }, ENGINE, model);
    expect(decoding).toEqual({ temperature, seed: 0 });
    expect(source).toBe("NONE");
  });

  it("knows the switches of chat templates", () => {
    for (const name of ["enable_thinking", "thinking"]) {
      const with_ = (on: unknown, model: string) =>
        resolveDecoding({}, { ...OPEN, chatTemplateKwargs: { [name]: on } }, ENGINE, model).decoding.temperature;
      expect([with_(false, "Qwen/Qwen3-8B"), with_(true, "acme/small"), with_("no", "acme/small")]).toEqual([
        0, 0.6, 0,
      ]);
    }
  });

  it("takes nothing from a config that says nonsense, and no limit of tokens", () => {
    const nonsense = { temperature: "hot", topP: 7, topK: -1 };
    const with_ = (generationConfig: object) =>
      resolveDecoding({}, OPEN, { ...ENGINE, generationConfig: generationConfig as Sampling }, "acme/small").decoding;
    expect(with_(nonsense)).toEqual({ temperature: 0 });
    expect(with_({ temperature: 0.9, topK: 0 })).toEqual({ temperature: 0.9 });
  });

  it("is left as it is where the recipe fixes it, and without what is to be left out", () => {
    const engine = { ...ENGINE, generationConfig: MAKERS };
    const fixed = resolveDecoding(
      { frequencyPenalty: 0.05 },
      { ...OPEN, fixedDecoding: true },
      engine,
      "Qwen/Qwen3-8B",
    );
    expect(fixed).toEqual({ decoding: { frequencyPenalty: 0.05 }, source: "NONE" });
    const leaveOut = ["temperature", "seed"];
    expect(resolveDecoding({ seed: 0 }, { ...OPEN, leaveOut }, engine, "m").decoding).toEqual({ topP: 0.8, topK: 20 });
  });
});

describe("a model that thinks by default", () => {
  it.each([
    ...["Qwen/Qwen3-8B", "Qwen/Qwen3-30B-A3B", "Qwen/Qwen3-8B-FP8", "Qwen/QwQ-32B", "deepseek-ai/DeepSeek-R1"],
    ...["deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "openai/gpt-oss-20b", "mistralai/Magistral-Small-2506"],
    ...["Qwen/Qwen3-4B-Thinking-2507", "microsoft/Phi-4-reasoning", "LGAI-EXAONE/EXAONE-Deep-7.8B"],
  ])("is %s", (model) => {
    expect(thinksByDefault(model, {})).toBe(true);
  });

  it.each([
    ...["Qwen/Qwen3-4B-Instruct-2507", "Qwen/Qwen2.5-7B-Instruct", "meta-llama/Llama-3.1-8B-Instruct", "acme/small"],
    ...["google/gemma-3-27b-it", "Qwen/Qwen3-8B-Base", "deepseek-ai/DeepSeek-V3"],
  ])("is not %s, unless its engine parts reasoning off", (model) => {
    expect(thinksByDefault(model, {})).toBe(false);
    expect(thinksByDefault(model, { flags: { reasoning_parser: "own" } })).toBe(true);
    expect(thinksByDefault(model, { flags: { reasoning_parser: "" } })).toBe(false);
  });
});
