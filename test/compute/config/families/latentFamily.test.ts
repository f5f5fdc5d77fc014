import { expect, test } from "vitest";
import type { LatentAttention } from "../../../../src/compute/mixers/latentAttention.ts";
import { groups, read } from "./smallConfigs.ts";

const LATENT = { q_lora_rank: 24, kv_lora_rank: 32, qk_nope_head_dim: 8, qk_rope_head_dim: 4 };
const MOE = { n_routed_experts: 8, num_experts_per_tok: 2, moe_intermediate_size: 32, first_k_dense_replace: 2 };

test("MiniCPM3 ties its embeddings, and its value heads are as wide as hidden size over heads unless stated", () => {
  const valueDim = (config: Record<string, unknown>) =>
    (read("minicpm3", { ...LATENT, ...config }).layers[0]!.mixers[0] as LatentAttention).valueDim;
  expect(valueDim({})).toBe(64 / 4);
  expect(valueDim({ v_head_dim: 6 })).toBe(6);
  expect(read("minicpm3", LATENT).tiedEmbeddings).toBe(true);
});

test("DeepSeek has dense first layers, then experts in every layer or in every n-th", () => {
  const kinds = (config: Record<string, unknown>) => {
    const architecture = read("deepseek_v3", { ...LATENT, v_head_dim: 8, ...MOE, ...config });
    expect(architecture.tiedEmbeddings).toBe(false);
    return architecture.layers.map(({ count, feedForward }) => [count, feedForward?.kind]);
  };
  const [dense, experts] = ["dense", "experts"];
  expect(kinds({})).toEqual([
    [2, dense],
    [10, experts],
  ]);
  // Layers 3, 6 and 9.
  expect(kinds({ moe_layer_freq: 3 })).toEqual([
    [9, dense],
    [3, experts],
  ]);
});

test("DeepSeek-V3.2 picks tokens in every layer, with an indexer of its own where it is not shared", () => {
  const config = {
    ...{ ...LATENT, v_head_dim: 8, ...MOE, num_hidden_layers: 3, first_k_dense_replace: 0 },
    ...{ index_topk: 16, index_n_heads: 2, index_head_dim: 6, indexer_types: ["full", "shared", "shared"] },
  };
  const indexer = { heads: 2, headDim: 6, queryInput: 24, weightedHeads: true };
  const picked = groups(read("deepseek_v32", config), (mixer) => {
    const latent = mixer as LatentAttention;
    return [latent.span, latent.indexer, latent.vectorWeights];
  });
  const span = { kind: "top", tokens: 16 };
  expect(picked).toEqual([
    [1, [span, indexer, 24 + 32 + 2 * 6]],
    [2, [span, null, 24 + 32]],
  ]);
});
