import { expect, test } from "vitest";
import type { Attention } from "../../../../src/compute/mixers/attention.ts";
import { read } from "./smallConfigs.ts";

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
