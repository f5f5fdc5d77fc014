import { expect, test } from "vitest";
import type { Experts } from "../../../../src/compute/architecture/feedForward.ts";
import { EXPERTS, read } from "./smallConfigs.ts";

test("Qwen3-MoE has experts in every layer, or in every n-th that is not listed as dense", () => {
  const layersWithExperts = (config: Record<string, unknown>) =>
    read("qwen3_moe", { ...EXPERTS, ...config })
      .layers.filter(({ feedForward }) => feedForward?.kind === "experts")
      .reduce((sum, { count }) => sum + count, 0);
  expect(layersWithExperts({})).toBe(12);
  expect(layersWithExperts({ decoder_sparse_step: 3 })).toBe(4);
  expect(layersWithExperts({ decoder_sparse_step: 3, num_hidden_layers: 2 })).toBe(0);
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
