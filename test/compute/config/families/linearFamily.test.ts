import { expect, test } from "vitest";
import { EXPERTS, groups, read } from "./smallConfigs.ts";

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
