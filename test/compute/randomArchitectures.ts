import fc from "fast-check";
import type { Architecture, Layer } from "../../src/compute/architecture/architecture.ts";
import type { FeedForward } from "../../src/compute/architecture/feedForward.ts";
import type { Attention } from "../../src/compute/mixers/attention.ts";
import type { CompressedAttention } from "../../src/compute/mixers/compressedAttention.ts";
import type { Indexer } from "../../src/compute/mixers/indexer.ts";
import type { LatentAttention } from "../../src/compute/mixers/latentAttention.ts";
import type { LinearAttention } from "../../src/compute/mixers/linearAttention.ts";
import type { Mixer } from "../../src/compute/mixers/mixer.ts";
import type { SelectiveScan } from "../../src/compute/mixers/selectiveScan.ts";
import type { ShortConvolution } from "../../src/compute/mixers/shortConvolution.ts";
import type { Span } from "../../src/compute/mixers/span.ts";
import type { StateSpace } from "../../src/compute/mixers/stateSpace.ts";

const small = fc.integer({ min: 1, max: 6 });

export const spans: fc.Arbitrary<Span> = fc.oneof(
  fc.constant<Span>({ kind: "all" }),
  fc.record({ kind: fc.constant("window" as const), tokens: small }),
  fc.record({ kind: fc.constant("chunk" as const), tokens: small }),
  fc.record({ kind: fc.constant("top" as const), tokens: small }),
  fc.record({ kind: fc.constant("top-blocks" as const), blocks: small, blockSize: small }),
  fc.record({
    kind: fc.constant("strided-blocks" as const),
    localBlocks: small,
    stride: fc.constantFrom(1, 2, 4, 8),
    blockSize: small,
  }),
);

const indexers: fc.Arbitrary<Indexer | null> = fc.option(
  fc.record({ heads: small, headDim: small, queryInput: small, weightedHeads: fc.boolean() }),
);

const attentions: fc.Arbitrary<Attention> = fc.record({
  kind: fc.constant("attention" as const),
  heads: small,
  kvHeads: small,
  headDim: small,
  valueDim: small,
  span: spans,
  indexer: indexers,
  queryRank: fc.option(small),
  gateWidth: fc.constantFrom(0, 3),
  keysAreValues: fc.boolean(),
  sharesCache: fc.constant(false),
  vectorWeights: small,
});

const latentAttentions: fc.Arbitrary<LatentAttention> = fc.record({
  kind: fc.constant("latent-attention" as const),
  heads: small,
  queryRank: fc.option(small),
  kvRank: small,
  nopeDim: small,
  ropeDim: small,
  valueDim: small,
  span: spans,
  indexer: indexers,
  gateWidth: fc.constantFrom(0, 3),
  vectorWeights: small,
});

const compressedAttentions: fc.Arbitrary<CompressedAttention> = fc.record({
  kind: fc.constant("compressed-attention" as const),
  heads: fc.constantFrom(2, 4),
  headDim: small,
  queryRank: small,
  outputGroups: fc.constantFrom(1, 2),
  outputRank: small,
  window: small,
  compression: fc.option(
    fc.record({
      ratio: small,
      series: fc.constantFrom(1, 2),
      indexer: fc.option(fc.record({ heads: small, headDim: small, top: small })),
    }),
  ),
  vectorWeights: small,
});

const stateSpaces: fc.Arbitrary<StateSpace> = fc.record({
  kind: fc.constant("state-space" as const),
  heads: small,
  headDim: small,
  stateSize: small,
  groups: small,
  convolution: small,
  vectorWeights: small,
});

const selectiveScans: fc.Arbitrary<SelectiveScan> = fc.record({
  kind: fc.constant("selective-scan" as const),
  channels: small,
  stateSize: small,
  stepRank: small,
  convolution: small,
  vectorWeights: small,
});

const shortConvolutions: fc.Arbitrary<ShortConvolution> = fc.record({
  kind: fc.constant("short-convolution" as const),
  channels: small,
  convolution: fc.integer({ min: 2, max: 4 }),
  vectorWeights: small,
});

const linearAttentions: fc.Arbitrary<LinearAttention> = fc.record({
  kind: fc.constant("linear-attention" as const),
  rule: fc.constantFrom("decay" as const, "delta" as const),
  keyHeads: small,
  valueHeads: small,
  keyDim: small,
  valueDim: small,
  convolution: fc.constantFrom(0, 4),
  gates: fc.array(fc.record({ width: small, rank: fc.option(small) }), { maxLength: 3 }),
  vectorWeights: small,
});

const softmaxMixers: fc.Arbitrary<Mixer> = fc.oneof(attentions, latentAttentions, compressedAttentions);
export const mixers: fc.Arbitrary<Mixer> = fc.oneof(
  softmaxMixers,
  stateSpaces,
  selectiveScans,
  shortConvolutions,
  linearAttentions,
);

const feedForwards: fc.Arbitrary<FeedForward> = fc.oneof(
  fc.record({ kind: fc.constant("dense" as const), width: small, gated: fc.boolean(), vectorWeights: small }),
  fc
    .record({
      kind: fc.constant("experts" as const),
      count: small,
      active: small,
      width: small,
      gated: fc.boolean(),
      latentSize: fc.option(small),
      sharedWidth: fc.constantFrom(0, 5),
      sharedGate: fc.boolean(),
      idle: fc.option(fc.record({ count: small, width: fc.constantFrom(0, 2) })),
      vectorWeights: small,
      expertVectorWeights: small,
    })
    .map((moe) => ({ ...moe, active: Math.min(moe.active, moe.count) })),
);

const layers: fc.Arbitrary<Layer & { count: number }> = fc.record({
  count: fc.integer({ min: 1, max: 3 }),
  mixers: fc.array(mixers, { maxLength: 2 }),
  feedForward: fc.option(feedForwards),
  sideWeights: fc.constantFrom(0, 7),
  vectorWeights: small,
});

export const architectures: fc.Arbitrary<Architecture> = fc.record({
  modelType: fc.constant("random"),
  hiddenSize: small,
  vocabularySize: small,
  tiedEmbeddings: fc.boolean(),
  residualStreams: fc.constantFrom(1, 1, 4),
  vectorWeights: small,
  furtherEmbeddings: fc.constantFrom(0, 11),
  contextLength: fc.constant(null),
  layers: fc.array(layers, { minLength: 1, maxLength: 4 }),
});
