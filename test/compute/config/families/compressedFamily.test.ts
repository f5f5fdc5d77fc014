import { expect, test } from "vitest";
import type { CompressedAttention } from "../../../../src/compute/mixers/compressedAttention.ts";
import { read } from "./smallConfigs.ts";

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
