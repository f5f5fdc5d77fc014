import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Attention } from "../../../src/compute/mixers/attention.ts";
import type { LatentAttention } from "../../../src/compute/mixers/latentAttention.ts";
import type { LinearAttention } from "../../../src/compute/mixers/linearAttention.ts";
import { kindOf } from "../../../src/compute/mixers/mixer.ts";
import type { StateSpace } from "../../../src/compute/mixers/stateSpace.ts";
import { runs } from "../../support/runs.ts";
import { keptByHand, readByHand } from "../bruteForce.ts";
import { mixers } from "../randomArchitectures.ts";

const ATTENTION: Attention = {
  kind: "attention",
  heads: 32,
  kvHeads: 4,
  headDim: 128,
  valueDim: 64,
  span: { kind: "all" },
  indexer: null,
  queryRank: null,
  gateWidth: 0,
  keysAreValues: false,
  sharesCache: false,
  vectorWeights: 0,
};

const LATENT: LatentAttention = {
  kind: "latent-attention",
  heads: 128,
  queryRank: 1536,
  kvRank: 512,
  nopeDim: 128,
  ropeDim: 64,
  valueDim: 128,
  span: { kind: "all" },
  indexer: null,
  gateWidth: 0,
  vectorWeights: 0,
};

const STATE_SPACE: StateSpace = {
  kind: "state-space",
  heads: 128,
  headDim: 80,
  stateSize: 128,
  groups: 8,
  convolution: 4,
  vectorWeights: 0,
};

const LINEAR: LinearAttention = {
  kind: "linear-attention",
  rule: "delta",
  keyHeads: 16,
  valueHeads: 32,
  keyDim: 128,
  valueDim: 64,
  convolution: 4,
  gates: [],
  vectorWeights: 0,
};

describe("against a list of everything that is kept, token by token", () => {
  const tokens = fc.integer({ min: 0, max: 40 });

  test("the bytes kept and the bytes that a step reads agree", () => {
    fc.assert(
      fc.property(mixers, tokens, (mixer, n) => {
        const kind = kindOf(mixer);
        expect(kind.cacheBytes(mixer, n) + kind.stateBytes(mixer)).toBeCloseTo(keptByHand(mixer, n), 6);
        expect(kind.cacheBytesRead(mixer, n)).toBeCloseTo(readByHand(mixer, n), 6);
      }),
      runs(75, 300),
    );
  });
});

describe("by hand", () => {
  test("grouped-query attention keeps 4 heads of 128 + 64 values of 16 bits for each token", () => {
    expect(kindOf(ATTENTION).cacheBytes(ATTENTION, 1000)).toBe(1000 * 4 * (128 + 64) * 2);
  });

  test("latent attention keeps 512 + 64 values for each token", () => {
    expect(kindOf(LATENT).cacheBytes(LATENT, 1000)).toBe(1000 * (512 + 64) * 2);
  });

  test("a state is in 32 bits, and the three inputs that a convolution of 4 looks back to in 16", () => {
    const mamba = 128 * 80 * 128 * 4 + 3 * (128 * 80 + 2 * 8 * 128) * 2;
    expect(kindOf(STATE_SPACE).stateBytes(STATE_SPACE)).toBe(mamba);
    const delta = 32 * 128 * 64 * 4 + 3 * (2 * 16 * 128 + 32 * 64) * 2;
    expect(kindOf(LINEAR).stateBytes(LINEAR)).toBe(delta);
    expect(kindOf(LINEAR).stateBytes({ ...LINEAR, convolution: 0 })).toBe(32 * 128 * 64 * 4);
  });
});

describe("copies of the cache on several accelerators", () => {
  test("start where there are more accelerators than heads of keys and values", () => {
    const copies = [1, 2, 4, 8, 16].map((count) => kindOf(ATTENTION).cacheCopies(ATTENTION, count));
    expect(copies).toEqual([1, 1, 1, 2, 4]);
  });

  test("are as many as accelerators for a latent that all heads share, and never more than one of a state", () => {
    expect([1, 8].map((count) => kindOf(LATENT).cacheCopies(LATENT, count))).toEqual([1, 8]);
    expect([1, 8].map((count) => kindOf(STATE_SPACE).cacheCopies(STATE_SPACE, count))).toEqual([1, 1]);
    expect([1, 8].map((count) => kindOf(LINEAR).cacheCopies(LINEAR, count))).toEqual([1, 1]);
  });

  test("are those that each accelerator needs for its own share of the query heads", () => {
    const powers = fc.constantFrom(1, 2, 4, 8);
    fc.assert(
      fc.property(powers, powers, powers, (kvHeads, group, count) => {
        const heads = kvHeads * group;
        fc.pre(heads % count === 0);
        let kept = 0;
        for (let accelerator = 0; accelerator < count; accelerator++) {
          const queries = Array.from({ length: heads / count }, (_, i) => (accelerator * heads) / count + i);
          kept += new Set(queries.map((query) => Math.floor(query / group))).size;
        }
        const mixer = { ...ATTENTION, heads, kvHeads };
        expect(kindOf(mixer).cacheCopies(mixer, count)).toBe(kept / kvHeads);
      }),
    );
  });
});
