import { describe, expect, test } from "vitest";
import type { Experts } from "../../../../src/compute/architecture/feedForward.ts";
import { readArchitecture } from "../../../../src/compute/config/readArchitecture.ts";
import type { Attention } from "../../../../src/compute/mixers/attention.ts";
import type { CompressedAttention } from "../../../../src/compute/mixers/compressedAttention.ts";
import type { Mixer } from "../../../../src/compute/mixers/mixer.ts";

const SMALL = {
  hidden_size: 64,
  intermediate_size: 128,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  num_hidden_layers: 12,
  vocab_size: 100,
};

const EXPERTS = { num_experts: 8, num_experts_per_tok: 2, moe_intermediate_size: 32 };

function read(model_type: string, config: Record<string, unknown> = {}) {
  return readArchitecture({ ...SMALL, ...config, model_type });
}

/** The number of layers in each group of equal layers, with a property of their first mixer. */
function groups(architecture: ReturnType<typeof read>, of: (mixer: Mixer) => unknown) {
  return architecture.layers.map(({ count, mixers }) => [count, of(mixers[0]!)]);
}

describe("values that configs leave to the models' code", () => {
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

  test("Qwen3-Next has attention in every fourth layer, with heads of 256 and an output gate", () => {
    const linear = {
      ...{ linear_num_value_heads: 4, linear_value_head_dim: 8, linear_num_key_heads: 2, linear_key_head_dim: 8 },
      linear_conv_kernel_dim: 4,
    };
    const next = read("qwen3_next", { ...linear, ...EXPERTS });
    expect(groups(next, ({ kind }) => kind)).toEqual([
      [9, "linear-attention"],
      [3, "attention"],
    ]);
    expect(next.layers[1]!.mixers[0]).toMatchObject({ headDim: 256, gateWidth: 4 * 256 });
    const often = read("qwen3_next", { ...linear, ...EXPERTS, full_attention_interval: 2, attn_output_gate: false });
    expect(groups(often, ({ kind }) => kind)).toEqual([
      [6, "linear-attention"],
      [6, "attention"],
    ]);
    expect(often.layers[1]!.mixers[0]).toMatchObject({ gateWidth: 0 });
  });

  test("Qwen3-MoE has experts in every layer, or in every n-th that is not listed as dense", () => {
    const layersWithExperts = (config: Record<string, unknown>) =>
      read("qwen3_moe", { ...EXPERTS, ...config })
        .layers.filter(({ feedForward }) => feedForward?.kind === "experts")
        .reduce((sum, { count }) => sum + count, 0);
    expect(layersWithExperts({})).toBe(12);
    expect(layersWithExperts({ decoder_sparse_step: 3 })).toBe(4);
    expect(layersWithExperts({ mlp_only_layers: [0, 5] })).toBe(10);
  });

  test("a shared expert is gated in Qwen models, and absent where it has no width", () => {
    const shared = (config: Record<string, unknown>) =>
      read("qwen3_moe", { ...EXPERTS, ...config }).layers[0]!.feedForward as Experts;
    expect(shared({})).toMatchObject({ sharedWidth: 0, sharedGate: false });
    expect(shared({ shared_expert_intermediate_size: 16 })).toMatchObject({ sharedWidth: 16, sharedGate: true });
  });

  test("ERNIE 4.5 MoE has experts between two layers, the last of which may count from the end", () => {
    const ernie = (config: Record<string, unknown>) =>
      read("ernie4_5_moe", {
        ...{ moe_layer_start_index: 1, moe_layer_interval: 1, moe_num_experts: 8, moe_k: 2, moe_intermediate_size: 32 },
        ...config,
      })
        .layers.filter(({ feedForward }) => feedForward?.kind === "experts")
        .reduce((sum, { count }) => sum + count, 0);
    expect(ernie({})).toBe(11);
    expect(ernie({ moe_layer_end_index: -2 })).toBe(10);
    expect(ernie({ moe_layer_end_index: 4 })).toBe(4);
    expect(ernie({ moe_layer_interval: 2 })).toBe(6);
  });
});

test("entries of DeepSeek-V4 of up to 4 tokens overlap and are picked by an indexer, longer ones are not", () => {
  const config = {
    ...{ head_dim: 16, q_lora_rank: 8, o_groups: 2, o_lora_rank: 4, sliding_window: 16, hc_mult: 2 },
    ...{ index_n_heads: 2, index_head_dim: 4, index_topk: 8, n_routed_experts: 8, num_experts_per_tok: 2 },
    ...{ moe_intermediate_size: 32, num_hidden_layers: 4, compress_ratios: [0, 4, 5, 128] },
  };
  const compressions = read("deepseek_v4", config).layers.map(
    ({ mixers }) => (mixers[0] as CompressedAttention).compression,
  );
  const indexer = { heads: 2, headDim: 4, top: 8 };
  expect(compressions).toEqual([
    null,
    { ratio: 4, series: 2, indexer },
    { ratio: 5, series: 1, indexer: null },
    { ratio: 128, series: 1, indexer: null },
  ]);
});

describe("lists that a family cannot do without", () => {
  const LINEAR = { num_local_experts: 4, num_experts_per_tok: 2 };
  test.each([
    ["minimax_m1", LINEAR, "attn_type_list"],
    ["nemotron-nas", {}, "block_configs"],
    ["nemotron_h", {}, "hybrid_override_pattern or layers_block_type"],
    ["mimo_v2_flash", {}, "hybrid_layer_pattern"],
    ["mimo_v2_flash", { hybrid_layer_pattern: Array(12).fill(0) }, "moe_layer_freq"],
    ["deepseek_v4", {}, "compress_ratios"],
  ])("%s with %o names the one that is missing", (type, config, name) => {
    const message = expect.stringMatching(new RegExp(`^${name} is missing from the config: a (list|kind)`));
    expect(() => read(type, config)).toThrow(expect.objectContaining({ code: "INCOMPLETE_CONFIG", message }));
  });
});

test("a variant that no reader accounts for is refused by its field", () => {
  const refused = (type: string, config: Record<string, unknown>, field: string) =>
    expect(() => read(type, config)).toThrow(
      expect.objectContaining({ code: "UNSUPPORTED_CONFIG", message: expect.stringMatching(`^${field} of `) }),
    );
  refused("nemotron_h", { hybrid_override_pattern: "*X" }, "hybrid_override_pattern");
  refused("hunyuan", { use_cla: true }, "use_cla");
  refused("minimax_m3", { attention_output_gate: true }, "attention_output_gate");
  refused("gemma4_text", { num_kv_shared_layers: 2 }, "num_kv_shared_layers");
  refused("gemma4_text", { hidden_size_per_layer_input: 8 }, "hidden_size_per_layer_input");
});

test("a layer of Nemotron-NAS has a norm for each half that is there, and a width in steps of 256", () => {
  const attention = { n_heads_in_group: 4 };
  const block = (with_: { attention: boolean; ffn: number | null }) => ({
    attention: with_.attention ? attention : { no_op: true },
    ffn: with_.ffn === null ? { no_op: true } : { ffn_mult: with_.ffn },
  });
  const blocks = [
    block({ attention: true, ffn: 6 }),
    block({ attention: true, ffn: 6.1 }),
    block({ attention: false, ffn: 3 }),
    block({ attention: true, ffn: null }),
    block({ attention: false, ffn: null }),
  ];
  const { layers } = read("nemotron-nas", { num_hidden_layers: 5, block_configs: blocks });
  expect(
    layers.map(({ mixers, feedForward, vectorWeights }) => [
      mixers.map((mixer) => (mixer as Attention).kvHeads),
      feedForward && (feedForward as { width: number }).width,
      vectorWeights / 64,
    ]),
  ).toEqual([
    // Two thirds of 6 · 64 are 256, of 6.1 · 64 are 260, and of 3 · 64 are 128.
    [[1], 256, 2],
    [[1], 512, 2],
    [[], 256, 1],
    [[1], null, 1],
    [[], null, 0],
  ]);
});

test("a Phi-3.5-MoE has biases only where its config states them", () => {
  const moe = { num_local_experts: 4, num_experts_per_tok: 2 };
  const plain = read("phimoe", moe);
  expect(plain).toMatchObject({ vectorWeights: 2 * 64, layers: [{ vectorWeights: 4 * 64 }] });
  expect(plain.layers[0]!.mixers[0]!.vectorWeights).toBe(0);
  const biased = read("phimoe", { ...moe, attention_bias: true, lm_head_bias: true });
  expect(biased.vectorWeights).toBe(2 * 64 + 100);
  // Queries of 4 heads of 16, keys and values of 2, and the output.
  expect(biased.layers[0]!.mixers[0]!.vectorWeights).toBe(4 * 16 + 2 * 2 * 16 + 64);
});

test("Falcon-H1 has biases and a gated norm in its Mamba-2 layers only where its config states them", () => {
  const mamba = {
    ...{ mamba_n_heads: 3, mamba_d_head: 8, mamba_d_state: 4, mamba_n_groups: 2, mamba_d_conv: 4 },
    mamba_conv_bias: false,
  };
  const vectors = (config: Record<string, unknown>) =>
    read("falcon_h1", { ...mamba, ...config }).layers[0]!.mixers[1]!.vectorWeights;
  // Decay, skip and the bias of the step are one weight a head each; 3 · 8 channels and 2 · 2 · 4 for the groups.
  expect(vectors({})).toBe(3 * 3);
  expect(vectors({ mamba_conv_bias: true })).toBe(9 + 24 + 16);
  expect(vectors({ mamba_rms_norm: true })).toBe(9 + 24);
  expect(vectors({ mamba_proj_bias: true })).toBe(9 + (24 + 24 + 16 + 3) + 64);
  const { mamba_d_head: _, ...widthOnly } = mamba;
  expect(read("falcon_h1", { ...widthOnly, mamba_d_ssm: 24 }).layers[0]!.mixers[1]).toMatchObject({ headDim: 8 });
});

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
