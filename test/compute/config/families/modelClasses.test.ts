import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { knownModelTypes } from "../../../../src/compute/config/modelTypes.ts";
import { readArchitecture } from "../../../../src/compute/config/readArchitecture.ts";
import { answerFlops } from "../../../../src/compute/cost/flops.ts";
import { countParameters } from "../../../../src/compute/cost/parameters.ts";

interface Counted {
  /** A model of about these dimensions. */
  likeThatOf: string;
  weights: number;
  config: Record<string, unknown>;
}

const fixture = new URL("../../cost/fixtures/architectureCounts.json", import.meta.url);
const { models } = JSON.parse(readFileSync(fixture, "utf8")) as { models: Counted[] };

describe.each(models)("a $config.model_type like $likeThatOf", ({ config, weights }) => {
  const architecture = readArchitecture(config);
  const { total, active } = countParameters(architecture);

  test("has as many weights as its model class, to the last one", () => {
    expect(total).toBe(weights);
  });

  test("costs 2 FLOP for each active weight and token of a short answer, and more for a long one", () => {
    const { vocabularySize, hiddenSize, furtherEmbeddings, tiedEmbeddings } = architecture;
    const looked = furtherEmbeddings + (tiedEmbeddings ? 0 : vocabularySize * hiddenSize);
    const tokens = 100;
    const { total: flops } = answerFlops(architecture, 1, tokens);
    expect(flops / (2 * (active - looked) * tokens)).toBeGreaterThan(0.97);
    expect(flops / (2 * (active - looked) * tokens)).toBeLessThan(1.06);
    expect(answerFlops(architecture, 1, 10 * tokens).total).toBeGreaterThan(10 * flops * 0.999);
  });
});

// 560B and 18.6B to 31.3B active, 27B on average (arXiv 2509.01322, abstract).
test("LongCat-Flash visits two thirds of its picks on average, and the others cost nothing", () => {
  const architecture = readArchitecture({
    ...{ model_type: "longcat_flash", vocab_size: 131_072, hidden_size: 6144, num_layers: 28, num_attention_heads: 64 },
    ...{ ffn_hidden_size: 12_288, q_lora_rank: 1536, kv_lora_rank: 512, qk_nope_head_dim: 128, qk_rope_head_dim: 64 },
    ...{ v_head_dim: 128, moe_topk: 12, n_routed_experts: 512, zero_expert_num: 256, expert_ffn_hidden_size: 2048 },
  });
  const { total, active } = countParameters(architecture);
  expect(total / 560e9).toBeCloseTo(1, 2);
  expect(active / 27e9).toBeGreaterThan(0.97);
  expect(active / 27e9).toBeLessThan(1.06);
});

// 321B with the vision encoder of 5B, 38B active (README of Step3).
test("Step 3 projects queries through a narrower vector", () => {
  const architecture = readArchitecture({
    model_type: "step3_vl",
    text_config: {
      ...{ model_type: "step3_text", hidden_size: 7168, intermediate_size: 18_432, num_attention_heads: 64 },
      ...{ num_attention_groups: 1, num_hidden_layers: 61, vocab_size: 128_815, moe_intermediate_size: 5120 },
      ...{ moe_num_experts: 48, moe_top_k: 3, share_expert_dim: 5120, share_q_dim: 2048, head_dim: 256 },
      moe_layers_enum: Array.from({ length: 56 }, (_, index) => index + 4).join(","),
    },
  });
  const { total, active } = countParameters(architecture);
  expect(total / 316e9).toBeCloseTo(1, 1);
  expect(active / 38e9).toBeCloseTo(1, 1);
});

// 16.4B in all and 1.6B active without embedding and head (README of Ring-mini-linear-2.0).
test("Ring-linear has lightning attention in four of five layers", () => {
  const architecture = readArchitecture({
    ...{ model_type: "bailing_moe_linear", hidden_size: 2048, num_hidden_layers: 20, num_attention_heads: 16 },
    ...{ num_key_value_heads: 4, head_dim: 128, intermediate_size: 5120, moe_intermediate_size: 512, num_experts: 256 },
    ...{ num_shared_experts: 1, num_experts_per_tok: 8, first_k_dense_replace: 1, layer_group_size: 5 },
    ...{ vocab_size: 157_184, tie_word_embeddings: false },
  });
  const recurrent = architecture.layers.filter(({ mixers }) => mixers[0]!.kind === "linear-attention");
  expect(recurrent.reduce((sum, { count }) => sum + count, 0)).toBe(16);
  expect(countParameters(architecture).total / 16.4e9).toBeCloseTo(1, 1);
});

test("DeepSeek-V2 without a latent has grouped queries", () => {
  const config = {
    ...{
      model_type: "deepseek_v2",
      hidden_size: 1280,
      num_hidden_layers: 12,
      num_attention_heads: 10,
      vocab_size: 129_280,
    },
    ...{ num_key_value_heads: 10, n_routed_experts: 64, num_experts_per_tok: 6, moe_intermediate_size: 896 },
    ...{ n_shared_experts: 2, first_k_dense_replace: 1, intermediate_size: 6848, kv_lora_rank: null },
    ...{ qk_nope_head_dim: 0, v_head_dim: 0 },
  };
  for (const given of [config, { ...config, use_mla: false }]) {
    expect(readArchitecture(given).layers[0]!.mixers[0]).toMatchObject({
      kind: "attention",
      headDim: 128,
      kvHeads: 10,
    });
  }
  // An attention of 4 · 1280², a feed-forward and 11 times the experts, of which 64 and 2 are there.
  const layers = 12 * (4 * 1280 ** 2 + 2 * 1280) + 3 * 1280 * 6848 + 11 * (66 * 3 * 1280 * 896 + 64 * 1280);
  expect(countParameters(readArchitecture(config)).total).toBe(layers + 2 * 129_280 * 1280 + 1280);
});

test("an empty list of layers without positions means the default pattern", () => {
  const config = {
    ...{ model_type: "llama4_text", hidden_size: 64, intermediate_size: 32, intermediate_size_mlp: 32, head_dim: 16 },
    ...{ num_attention_heads: 4, num_hidden_layers: 8, num_local_experts: 4, num_experts_per_tok: 1, vocab_size: 10 },
    ...{ attention_chunk_size: 8, interleave_moe_layer_step: 1, no_rope_layers: [] },
  };
  expect(readArchitecture(config).layers.map(({ count, mixers: [mixer] }) => [count, mixer])).toEqual([
    [6, expect.objectContaining({ span: { kind: "chunk", tokens: 8 } })],
    [2, expect.objectContaining({ span: { kind: "all" } })],
  ]);
});

test("a model without a type is known by the name of its class", () => {
  const config = { hidden_size: 64, num_hidden_layers: 2, vocab_size: 10, architectures: ["FalconMambaForCausalLM"] };
  expect(readArchitecture(config).modelType).toBe("falcon_mamba");
});

test("no type reads a thousand million layers, or none", () => {
  const whole = Object.assign({}, ...models.map(({ config }) => config));
  const started = performance.now();
  for (const model_type of knownModelTypes()) {
    for (const count of [1e9, 0]) {
      const given = {
        ...whole,
        model_type,
        num_hidden_layers: count,
        num_layers: count,
        n_layer: count,
        n_layers: count,
      };
      expect(
        () => readArchitecture({ ...given, layers_block_type: [], hybrid_override_pattern: "" }),
        model_type,
      ).toThrow(expect.objectContaining({ code: expect.stringMatching(/^(UNSUPPORTED|INCOMPLETE)_CONFIG$/) }));
    }
  }
  expect(performance.now() - started).toBeLessThan(2000);
});
