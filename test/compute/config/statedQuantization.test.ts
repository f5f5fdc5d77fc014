import { describe, expect, it } from "vitest";
import { publishedPrecision } from "../../../src/compute/config/publishedPrecision.ts";
import { precisionFields, statedQuantization } from "../../../src/compute/config/statedQuantization.ts";

const group = (num_bits: number, type: string) => ({
  targets: ["Linear"],
  weights: { num_bits, type, group_size: 128 },
});
const compressed = (...groups: object[]) => ({
  ...{ quant_method: "compressed-tensors", ignore: Array(5000).fill("lm_head") },
  config_groups: Object.fromEntries(groups.map((one, index) => [`group_${index}`, one])),
});

describe("a quantization_config", () => {
  it.each<[object, string]>([
    [{ quant_method: "awq", bits: 4 }, "INT4"],
    [{ quant_method: "awq" }, "INT4"],
    [{ quant_method: "gptq", bits: 8 }, "INT8"],
    [{ quant_method: "gptq", bits: 4 }, "INT4"],
    [{ quant_method: "auto-round", bits: 4 }, "INT4"],
    [{ quant_method: "bitsandbytes", load_in_4bit: true, bnb_4bit_quant_type: "nf4" }, "INT4"],
    [{ quant_method: "bitsandbytes", load_in_8bit: true }, "INT8"],
    [compressed(group(4, "int")), "INT4"],
    [compressed(group(8, "int")), "INT8"],
    [compressed(group(8, "float")), "FP8"],
    [compressed(group(4, "float")), "FP4"],
    [compressed(group(8, "float"), group(4, "int")), "INT4"],
    [{ quant_method: "modelopt", quant_algo: "NVFP4" }, "FP4"],
    [{ quant_method: "modelopt", quant_algo: "FP8" }, "FP8"],
    [{ quant_method: "modelopt", quantization: { quant_algo: "W4A16_AWQ" } }, "INT4"],
    [{ quant_method: "fp8", weight_block_size: [128, 128] }, "FP8"],
    [{ quant_method: "fbgemm_fp8" }, "FP8"],
    [{ quant_method: "mxfp4" }, "FP4"],
    [{ quant_method: "torchao", quant_type: { default: { _type: "Int4WeightOnlyConfig" } } }, "INT4"],
  ])("%j is %s, and says so in the parts that are kept", (config, precision) => {
    expect(statedQuantization(config)).toBe(precision);
    const kept = precisionFields(config);
    expect(statedQuantization(kept)).toBe(precision);
    expect(JSON.stringify(kept).length).toBeLessThan(300);
  });

  it.each([{ quant_method: "gptq", bits: 3 }, compressed(group(6, "float")), { quant_method: "unheard-of" }])(
    "%j is refused, with what to give instead",
    (quantization_config) => {
      expect(() => publishedPrecision({ quantization_config })).toThrow(
        expect.objectContaining({
          code: "UNSUPPORTED_CONFIG",
          message: expect.stringMatching(/leave quantization_config out/i),
        }),
      );
    },
  );

  it("of the whole counts for the language part of a multimodal config", () => {
    const config = { text_config: { model_type: "qwen3" }, quantization_config: { quant_method: "gptq", bits: 8 } };
    expect(publishedPrecision(config)).toBe("INT8");
  });
});

describe("a model's name", () => {
  it.each([
    ["Qwen/Qwen3-32B-GPTQ-Int8", "INT8"],
    ["Qwen/Qwen2.5-72B-Instruct-GPTQ-Int4", "INT4"],
    ["RedHatAI/Llama-3.3-70B-Instruct-quantized.w4a16", "INT4"],
    ["RedHatAI/Llama-3.3-70B-Instruct-quantized.w8a8", "INT8"],
    ["unsloth/Qwen3-14B-unsloth-bnb-4bit", "INT4"],
    ["mlx-community/Qwen3-8B-8bit", "INT8"],
    ["unsloth/gpt-oss-20b-BF16", "BF16"],
    ["nvidia/DeepSeek-R1-0528-FP4-v2", "FP4"],
    ["neuralmagic/Meta-Llama-3.1-70B-Instruct-FP8-dynamic", "FP8"],
    ["lab/some-7B-Q4_K_M", "INT4"],
    ["Qwen/Qwen3-4B", "BF16"],
    ["zai-org/GLM-4-9B-0414", "BF16"],
    ["microsoft/Phi-4-reasoning", "BF16"],
  ])("%s states %s", (name, precision) => {
    expect(publishedPrecision({}, name)).toBe(precision);
  });

  it("that says BF16 holds against the precision of its type", () => {
    const config = { model_type: "gpt_oss" };
    expect([publishedPrecision(config), publishedPrecision(config, "a/gpt-oss-20b-BF16")]).toEqual(["FP4", "BF16"]);
  });
});
