import { expect, test } from "vitest";
import type { Attention } from "../../../../src/compute/mixers/attention.ts";
import { EXPERTS, read } from "./smallConfigs.ts";

test("Llama 4 has chunks in three of four layers, or in those that no_rope_layers lists with 1", () => {
  const moe = { num_local_experts: 4, num_experts_per_tok: 1, intermediate_size_mlp: 96, attention_chunk_size: 16 };
  const chunked = (config: Record<string, unknown>) =>
    read("llama4_text", { ...moe, ...config })
      .layers.filter(({ mixers }) => (mixers[0] as Attention).span.kind === "chunk")
      .reduce((sum, { count }) => sum + count, 0);
  expect(chunked({})).toBe(9);
  expect(chunked({ no_rope_layers: [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] })).toBe(2);
  expect(chunked({ attention_chunk_size: null })).toBe(0);
  const everySecond = read("llama4_text", { ...moe, interleave_moe_layer_step: 2, attention_chunk_size: null });
  expect(everySecond.layers.map(({ count, feedForward }) => [count, feedForward?.kind])).toEqual([
    [6, "dense"],
    [6, "experts"],
  ]);
  expect(everySecond.layers[0]).toMatchObject({ feedForward: { width: 96 }, mixers: [{ headDim: 128 }] });
});

test("Laguna gates its output by head or by channel, and lists heads and dense layers", () => {
  const config = {
    ...{ ...EXPERTS, shared_expert_intermediate_size: 16, num_hidden_layers: 3 },
    num_attention_heads_per_layer: [4, 8, 8],
    mlp_layer_types: ["dense", "sparse", "sparse"],
  };
  const byHead = read("laguna", config).layers.map(({ count, mixers, feedForward }) => {
    const { heads, headDim, gateWidth } = mixers[0] as Attention;
    return [count, heads, headDim, gateWidth, feedForward?.kind];
  });
  expect(byHead).toEqual([
    [1, 4, 128, 4, "dense"],
    [2, 8, 128, 8, "experts"],
  ]);
  const byChannel = read("laguna", { ...config, gating: "per-element" });
  expect(byChannel.layers.map(({ mixers }) => (mixers[0] as Attention).gateWidth)).toEqual([4 * 128, 8 * 128]);
  const { mlp_layer_types: _, ...unlisted } = config;
  const listed = read("laguna", { ...unlisted, mlp_only_layers: [2] });
  expect(listed.layers.map(({ feedForward }) => feedForward?.kind)).toEqual(["experts", "experts", "dense"]);
});

test("Step has more heads in windowed layers where it states them, and experts in listed or all later layers", () => {
  const config = {
    ...{ ...EXPERTS, share_expert_dim: 16, num_hidden_layers: 4, head_dim: 16, sliding_window: 8 },
    layer_types: ["full_attention", "sliding_attention", "sliding_attention", "sliding_attention"],
    first_k_dense_replace: 1,
  };
  const shape = (more: Record<string, unknown>) =>
    read("step3p5", { ...config, ...more }).layers.map(({ count, mixers, feedForward }) => {
      const { heads, gateWidth } = mixers[0] as Attention;
      return [count, heads, gateWidth, feedForward?.kind];
    });
  expect(shape({})).toEqual([
    [1, 4, 4, "dense"],
    [3, 4, 4, "experts"],
  ]);
  expect(shape({ attention_other_setting: { num_attention_heads: 6 }, moe_layers_enum: "2,3" })).toEqual([
    [1, 4, 4, "dense"],
    [1, 6, 6, "dense"],
    [2, 6, 6, "experts"],
  ]);
});

test("MiMo-V2-Flash has its own heads and sinks in windowed layers, whose windows count the token itself", () => {
  const config = {
    ...{ num_hidden_layers: 2, hybrid_layer_pattern: [0, 1], moe_layer_freq: [0, 1], sliding_window_size: 15 },
    ...{ head_dim: 16, v_head_dim: 8, swa_num_attention_heads: 8, swa_num_key_value_heads: 4, swa_head_dim: 12 },
    ...{ swa_v_head_dim: 6, n_routed_experts: 8, num_experts_per_tok: 2, moe_intermediate_size: 32 },
  };
  expect(read("mimo_v2_flash", config).layers).toMatchObject([
    { mixers: [{ heads: 4, kvHeads: 2, headDim: 16, valueDim: 8, span: { kind: "all" }, vectorWeights: 0 }] },
    { mixers: [{ heads: 8, kvHeads: 4, headDim: 12, valueDim: 6, span: { kind: "window", tokens: 16 } }] },
  ]);
  const [full, windowed] = read("mimo_v2_flash", config).layers;
  expect([full!.feedForward?.kind, windowed!.feedForward?.kind]).toEqual(["dense", "experts"]);
  expect(windowed!.mixers[0]!.vectorWeights).toBe(8);
});

test("MiniMax-M3 picks blocks with an indexer, and norms queries and keys, unless its config states otherwise", () => {
  const config = {
    ...{ num_hidden_layers: 3, dense_intermediate_size: 96, num_local_experts: 8, num_experts_per_tok: 2 },
    ...{ shared_intermediate_size: 24, n_shared_experts: 2, head_dim: 16, moe_layer_freq: [0, 1, 1] },
    sparse_attention_config: {
      ...{ sparse_index_dim: 8, sparse_topk_blocks: 4, sparse_block_size: 32, sparse_num_index_heads: 2 },
      sparse_attention_freq: [0, 1, 0],
    },
  };
  const shared = { feedForward: { kind: "experts", width: 128, sharedWidth: 48 } };
  expect(read("minimax_m3", config).layers).toMatchObject([
    { mixers: [{ span: { kind: "all" }, indexer: null, vectorWeights: 2 * 16 }], feedForward: { width: 96 } },
    {
      mixers: [
        {
          span: { kind: "top-blocks", blocks: 4, blockSize: 32 },
          indexer: { heads: 2, headDim: 8, queryInput: 64, weightedHeads: false },
          vectorWeights: 2 * 16 + 2 * 8,
        },
      ],
      ...shared,
    },
    { mixers: [{ span: { kind: "all" }, indexer: null }], ...shared },
  ]);
  const plain = read("minimax_m3", { ...config, use_qk_norm: false });
  expect(plain.layers[0]!.mixers[0]!.vectorWeights).toBe(0);
});

test("Gemma 4 has other heads in its full layers, and a dense feed-forward beside its experts", () => {
  const config = { sliding_window: 16, num_global_key_value_heads: 1, global_head_dim: 32, head_dim: 16 };
  const dense = read("gemma4_text", { ...config, attention_k_eq_v: true });
  expect(dense).toMatchObject({
    tiedEmbeddings: true,
    layers: [
      { count: 10, mixers: [{ kvHeads: 2, headDim: 16, keysAreValues: false, span: { kind: "window" } }] },
      { count: 2, mixers: [{ kvHeads: 1, headDim: 32, keysAreValues: true, span: { kind: "all" } }] },
    ],
  });
  expect(dense.layers.map(({ vectorWeights }) => vectorWeights)).toEqual([4 * 64, 4 * 64]);
  const moe = { enable_moe_block: true, num_experts: 8, top_k_experts: 2, moe_intermediate_size: 32 };
  const { layers } = read("gemma4_text", { ...config, ...moe });
  expect(layers[0]).toMatchObject({
    vectorWeights: 7 * 64,
    feedForward: { count: 8, active: 2, width: 32, sharedWidth: 128, vectorWeights: 64 + 8 },
  });
  expect(layers[1]!.mixers[0]).toMatchObject({ keysAreValues: false });
});
