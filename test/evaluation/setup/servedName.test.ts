import { describe, expect, it } from "vitest";
import { compareNames, matchOf, requireServed } from "../../../src/evaluation/setup/servedName.ts";

describe("the name of a served model", () => {
  it.each([
    ["Qwen/Qwen3-8B", "Qwen/Qwen3-8B"],
    ["Qwen/Qwen3-8B", "qwen3-8b"],
    ["Qwen/Qwen3-8B", "/models/Qwen3-8B"],
    ["Qwen/Qwen3-8B", "/models/Qwen3-8B/"],
    ["Qwen/Qwen3-8B", "C:\\models\\Qwen3-8B"],
    ["Qwen/Qwen3-8B", "Qwen3-8B-FP8"],
    ["Qwen/Qwen3-8B", "Qwen/Qwen3-8B-AWQ"],
    ["Qwen/Qwen3-8B", "unsloth/Qwen3-8B-unsloth-bnb-4bit"],
    ["Qwen/Qwen3-8B", "Qwen3-8B-Q4_K_M.gguf"],
    ["Qwen/Qwen3-8B", "/data/gguf/Qwen3-8B-UD-Q4_K_XL.gguf"],
    ["Qwen/Qwen3-8B", "qwen3:8b"],
    ["Qwen/Qwen3-8B", "qwen3:8b-q4_K_M"],
    [
      "Qwen/Qwen3-8B",
      "/root/.cache/huggingface/hub/models--Qwen--Qwen3-8B/snapshots/9c925d64d72725edaf899c6cb9c377fd0709d9c5",
    ],
    ["Qwen/Qwen3-8B-FP8", "Qwen/Qwen3-8B"],
    ["meta-llama/Llama-3.1-8B-Instruct", "neuralmagic/Meta-Llama-3.1-8B-Instruct-quantized.w4a16"],
    ["openai/gpt-oss-20b", "gpt-oss:20b"],
    ["mistralai/Mixtral-8x7B-Instruct-v0.1", "mixtral-8x7b-instruct-v0.1"],
    ["acme/small", "small"],
  ])("%s is the same as %s", (asked, served) => {
    expect(compareNames(asked, served)).toBe("SAME");
  });

  it.each([
    ["Qwen/Qwen3-8B", "meta-llama/Llama-3.1-8B-Instruct"],
    ["Qwen/Qwen3-8B", "Qwen/Qwen3-14B"],
    ["Qwen/Qwen3-8B", "qwen3:14b"],
    ["Qwen/Qwen3-8B", "Qwen/Qwen3-8B-Base"],
    ["Qwen/Qwen3-8B", "Qwen/Qwen2.5-7B-Instruct"],
    ["Qwen/Qwen3-30B-A3B", "Qwen/Qwen3-30B-A3B-Instruct-2507"],
    ["Qwen/Qwen3-8B", "llama-3.1-8b-instruct"],
    ["meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B"],
    ["meta-llama/Llama-3.1-8B-Instruct", "llama3.1:70b"],
    ["Qwen/Qwen3-8B", "acme/something-else"],
    ["mistralai/Mixtral-8x7B-Instruct-v0.1", "mistralai/Mixtral-8x22B-Instruct-v0.1"],
    ["Qwen/Qwen3-8B", "/models/Llama-3.1-8B-Instruct-Q4_K_M.gguf"],
    ["Qwen/Qwen3-8B", "llama3"],
    ["Qwen/Qwen3-8B", "mistral:latest"],
    ["Qwen/Qwen3-8B", "qwen3-8b-base"],
    ["deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B"],
  ])("%s is surely another model than %s", (asked, served) => {
    expect(compareNames(asked, served)).toBe("DIFFERENT");
  });

  it.each([
    ["Qwen/Qwen3-8B", "default"],
    ["Qwen/Qwen3-8B", "my-model"],
    ["Qwen/Qwen3-8B", "adder"],
    ["Qwen/Qwen3-8B", "gpt-3.5-turbo"],
    ["Qwen/Qwen3-8B", "/models/model"],
    ["Qwen/Qwen3-8B", "/mnt/checkpoint-1200"],
    ["meta-llama/Llama-3.1-8B-Instruct", "llama3.1:8b"],
    ["Qwen/Qwen3-8B", "qwen3-8b-prod"],
    ["Qwen/Qwen3-8B", "/models/my-qwen3-8b"],
    ["Qwen/Qwen3-8B", "qwen3"],
    ["deepseek-ai/DeepSeek-R1", "deepseek-reasoner"],
    ["acme/small", "toy"],
  ])("%s may be what is served as %s", (asked, served) => {
    expect(compareNames(asked, served)).toBe("UNCERTAIN");
  });

  it("gives way to what the weights were loaded from, where that says something", () => {
    const matchWith = (model: string, modelRoot: string | null) => matchOf("Qwen/Qwen3-8B", { model, modelRoot });
    expect(matchWith("default", "Qwen/Qwen3-8B")).toBe("SAME");
    expect(matchWith("Qwen/Qwen3-8B", "meta-llama/Llama-3.1-8B-Instruct")).toBe("DIFFERENT");
    expect(matchWith("meta-llama/Llama-3.1-8B-Instruct", "/mnt/weights")).toBe("DIFFERENT");
    expect(matchWith("Qwen3-8B", "/mnt/weights")).toBe("SAME");
    expect(matchWith("default", null)).toBe("UNCERTAIN");
  });

  it("is refused where it is surely another's, unless that is allowed, and recorded", () => {
    const identity = {
      ...{
        engine: "vllm",
        version: null,
        contextLength: null,
        model: "meta-llama/Llama-3.1-8B-Instruct",
        modelRoot: null,
      },
    };
    expect(() => requireServed("Qwen/Qwen3-8B", identity, false)).toThrow(
      expect.objectContaining({
        code: "MODEL_MISMATCH",
        message: expect.stringMatching(/names Qwen\/Qwen3-8B, .* serves meta-llama\/Llama-3.1-8B-Instruct/),
      }),
    );
    const loaded = { ...identity, model: "prod", modelRoot: "Qwen/Qwen3-14B" };
    expect(() => requireServed("Qwen/Qwen3-8B", loaded, false)).toThrow(
      /serves prod, loaded from Qwen\/Qwen3-14B, which is another model\. Name .*--allow-name-mismatch/,
    );
    expect(requireServed("Qwen/Qwen3-8B", identity, true)).toEqual({
      ...{ asked: "Qwen/Qwen3-8B", model: "meta-llama/Llama-3.1-8B-Instruct", modelRoot: null, match: "DIFFERENT" },
    });
  });
});
