import { describe, expect, it } from "vitest";
import { publishedPrecision } from "../../../src/compute/config/publishedPrecision.ts";
import { bundledModels } from "../bundledModels.ts";

describe("the precision of published weights", () => {
  const config = (slug: string) => bundledModels.find((model) => model.slug === slug)!.config;

  it.each([
    ["openai/gpt-oss-20b", "FP4"],
    ["deepseek-ai/DeepSeek-R1-0528", "FP8"],
    ["moonshotai/Moonlight-16B-A3B-Instruct", "BF16"],
    ["Qwen/Qwen3-32B", "BF16"],
  ])("of %s is %s by its config", (slug, precision) => {
    expect(publishedPrecision(config(slug))).toBe(precision);
  });

  it("is named by the config, else stated in the name of the model", () => {
    const qwen = { model_type: "qwen3" };
    expect(publishedPrecision(qwen, "Qwen/Qwen3-235B-A22B-Instruct-2507-FP8")).toBe("FP8");
    expect(publishedPrecision(config("nvidia/DeepSeek-V3.1-NVFP4"), "nvidia/DeepSeek-V3.1-NVFP4")).toBe("FP4");
    expect(publishedPrecision({ ...qwen, quantization_config: { quant_method: "awq" } }, "my-fp8")).toBe("INT4");
    expect(publishedPrecision(config("moonshotai/Kimi-K2.5"), "moonshotai/Kimi-K2.5")).toBe("INT4");
    expect(publishedPrecision(config("moonshotai/Kimi-K2-Instruct"), "moonshotai/Kimi-K2-Instruct")).toBe("FP8");
  });
});
