import { describe, expect, it } from "vitest";
import { neededFields } from "../../../src/compute/config/neededFields.ts";
import { parseConfig } from "../../../src/compute/config/parseConfig.ts";
import { readArchitecture } from "../../../src/compute/config/readArchitecture.ts";

const LLAMA = {
  ...{ model_type: "llama", hidden_size: 64, intermediate_size: 128, num_hidden_layers: 2 },
  ...{ num_attention_heads: 4, vocab_size: 1000 },
};
const PATTERN = { ...LLAMA, model_type: "nemotron_h", hybrid_override_pattern: "M".repeat(20_000) };
const nested = (depth: number) => {
  let config: object = LLAMA;
  for (let i = 0; i < depth; i++) config = { text_config: config };
  return config;
};

describe("a config that asks for too much", () => {
  it.each<[string, () => object]>([
    ["a thousand million layers", () => ({ ...LLAMA, num_hidden_layers: 1e9 })],
    ["half a layer", () => ({ ...LLAMA, num_hidden_layers: 1.5 })],
    ["no layer", () => ({ ...LLAMA, num_hidden_layers: 0 })],
    ["a width beyond all models", () => ({ ...LLAMA, hidden_size: 1e13 })],
    ["no head to divide by", () => ({ ...LLAMA, num_attention_heads: 0 })],
    ["a pattern without end", () => PATTERN],
    [
      "a list without end",
      () => ({
        ...LLAMA,
        model_type: "qwen3_moe",
        num_experts: 4,
        num_experts_per_tok: 2,
        moe_intermediate_size: 8,
        mlp_only_layers: Array(100_000).fill(1),
      }),
    ],
    ["language parts without end", () => nested(20_000)],
  ])("is refused at once: %s", (_, config) => {
    const started = performance.now();
    for (const read of [readArchitecture, neededFields]) {
      expect(() => read(config())).toThrow(expect.objectContaining({ code: "UNSUPPORTED_CONFIG" }));
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it.each([Number.POSITIVE_INFINITY, Number.NaN, -1, "64"])("or with the width %s", (hidden_size) => {
    expect(() => readArchitecture({ ...LLAMA, hidden_size })).toThrow(
      expect.objectContaining({ code: "INCOMPLETE_CONFIG" }),
    );
  });

  it("is not taken as a text of any length, nor read in the square of its length", () => {
    expect(() => parseConfig(" ".repeat(5_000_000))).toThrow(expect.objectContaining({ code: "INVALID_CONFIG" }));
    const started = performance.now();
    expect(() => parseConfig(`{"a": "${'\\"'.repeat(1_000_000)}`)).toThrow(
      expect.objectContaining({ code: "INVALID_CONFIG" }),
    );
    expect(performance.now() - started).toBeLessThan(2000);
    expect(parseConfig('{"a": NaN, "b": "NaN \\" Infinity", "c": -Infinity}')).toEqual({
      ...{ a: null, b: 'NaN " Infinity', c: null },
    });
  });
});
