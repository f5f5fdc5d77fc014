import { expect, test } from "vitest";
import { read } from "./smallConfigs.ts";

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
