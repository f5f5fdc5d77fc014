import { expect, test } from "vitest";
import { readArchitecture } from "../../../../src/compute/config/readArchitecture.ts";
import type { Attention } from "../../../../src/compute/mixers/attention.ts";
import { groups, read, SMALL } from "./smallConfigs.ts";

test.each([
  ["llama", 64 / 4, false],
  ["gemma", 256, true],
  ["gemma2", 256, true],
  ["gemma3_text", 256, true],
  ["qwen3", 128, false],
  ["glm4", 128, false],
  ["seed_oss", 128, false],
  ["smollm3", 64 / 4, true],
])("%s has heads of %d, and embeddings that are tied: %s", (type, headDim, tied) => {
  const architecture = read(type);
  expect(architecture.tiedEmbeddings).toBe(tied);
  expect((architecture.layers[0]!.mixers[0] as Attention).headDim).toBe(headDim);
  expect(read(type, { head_dim: 24, tie_word_embeddings: !tied })).toMatchObject({
    tiedEmbeddings: !tied,
    layers: [{ mixers: [{ headDim: 24 }] }],
  });
});

test("heads of keys and values are as many as heads, where the config does not state them", () => {
  const { num_key_value_heads: _, ...rest } = SMALL;
  expect(readArchitecture({ ...rest, model_type: "llama" }).layers[0]!.mixers[0]).toMatchObject({ kvHeads: 4 });
});

test("Gemma 3 has a vocabulary of 262,208, any other model must state its own", () => {
  expect(read("gemma3_text", { vocab_size: undefined }).vocabularySize).toBe(262_208);
  expect(() => read("gemma2", { vocab_size: undefined })).toThrow("vocab_size");
});

test.each([
  // The windows of 12 layers: every second of Gemma 2 and gpt-oss, five of six of Gemma 3, three of four of OLMo 3.
  ["gemma2", {}, 6],
  ["gemma3_text", {}, 10],
  ["gemma3_text", { sliding_window_pattern: 4 }, 9],
  ["olmo3", {}, 9],
  ["exaone4", {}, 9],
  ["gpt_oss", { num_local_experts: 4, num_experts_per_tok: 2 }, 6],
  ["llama", {}, 12],
  ["qwen2", {}, 0],
])("%s with %o has windows in %d layers", (type, config, count) => {
  const architecture = read(type, { sliding_window: 16, ...config });
  const windows = groups(architecture, (mixer) => (mixer as Attention).span.kind);
  expect(windows.reduce((sum, [layers, kind]) => sum + (kind === "window" ? (layers as number) : 0), 0)).toBe(count);
});

test("the first layer of gpt-oss and Gemma 2 has a window, and the sixth of Gemma 3 is the first without", () => {
  const first = (type: string, config = {}) =>
    (read(type, { sliding_window: 16, num_hidden_layers: 1, ...config }).layers[0]!.mixers[0] as Attention).span.kind;
  expect(first("gemma2")).toBe("window");
  expect(first("gpt_oss", { num_local_experts: 4, num_experts_per_tok: 2 })).toBe("window");
  expect(read("gemma3_text", { sliding_window: 16, num_hidden_layers: 5 }).layers.length).toBe(1);
  expect(read("gemma3_text", { sliding_window: 16, num_hidden_layers: 6 }).layers.length).toBe(2);
});
