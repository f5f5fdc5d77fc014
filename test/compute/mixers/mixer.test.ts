import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Attention, attentionKind } from "../../../src/compute/mixers/attention.ts";
import { kindOf, MIXERS, type Mixer, type MixerTable } from "../../../src/compute/mixers/mixer.ts";
import type { MixerKind } from "../../../src/compute/mixers/mixerKind.ts";
import { mixers } from "../randomArchitectures.ts";

/** A kind that nothing but its interface is known of. */
interface NewMixer {
  kind: "new";
  heads: number;
  vectorWeights: number;
}

describe("the compiler refuses", () => {
  test("a table that lacks a kind", () => {
    const { "state-space": _, ...others } = MIXERS;
    // @ts-expect-error: state-space layers have no entry.
    const lacking: MixerTable<Mixer> = others;
    // @ts-expect-error: a kind that is added to the union has no entry.
    const outdated: MixerTable<Mixer | NewMixer> = MIXERS;
    expect(Object.keys(lacking)).not.toContain("state-space");
    expect(Object.keys(outdated)).not.toContain("new");
  });

  test("a kind that lacks any one of its properties", () => {
    const without = <Property extends keyof MixerKind<Attention>>(property: Property) => {
      const { [property]: _, ...rest } = attentionKind;
      return rest;
    };
    const refused: MixerKind<Attention>[] = [
      // @ts-expect-error: it does not say whether it is recurrent.
      without("recurrent"),
      // @ts-expect-error: its matrices are missing.
      without("matrixWeights"),
      // @ts-expect-error: its indexer is missing.
      without("indexerWeights"),
      // @ts-expect-error: the FLOPs of its attention are missing.
      without("attentionFlops"),
      // @ts-expect-error: the FLOPs of its indexer are missing.
      without("indexerFlops"),
      // @ts-expect-error: the FLOPs of its recurrence are missing.
      without("recurrenceFlops"),
      // @ts-expect-error: its cache is missing.
      without("cacheBytes"),
      // @ts-expect-error: its state is missing.
      without("stateBytes"),
      // @ts-expect-error: the bytes of a step are missing.
      without("cacheBytesRead"),
      // @ts-expect-error: the copies of its cache are missing.
      without("cacheCopies"),
    ];
    expect(refused.length).toBe(Object.keys(attentionKind).length);
  });

  test("a mixer of a kind that the table does not have, and the entry of another kind", () => {
    const mixer: NewMixer = { kind: "new", heads: 1, vectorWeights: 0 };
    // @ts-expect-error: the kind is not one of the union.
    expect(kindOf(mixer)).toBeUndefined();
    // @ts-expect-error: the functions of state-space layers do not take attention.
    const exchanged: MixerTable<Mixer> = { ...MIXERS, attention: MIXERS["state-space"] };
    expect(exchanged.attention).not.toBe(attentionKind);
  });
});

test("no kind is free: each has weights, arithmetic for a token, and bytes that are kept and read", () => {
  fc.assert(
    fc.property(mixers, (mixer) => {
      const kind = kindOf(mixer);
      const step = { phase: "decode", from: 20, to: 21 } as const;
      expect(kind.matrixWeights(mixer, 8)).toBeGreaterThan(0);
      expect(kind.attentionFlops(mixer, step) + kind.recurrenceFlops(mixer)).toBeGreaterThan(0);
      expect(kind.cacheBytes(mixer, 20) + kind.stateBytes(mixer)).toBeGreaterThan(0);
      expect(kind.cacheBytesRead(mixer, 20) + kind.stateBytes(mixer)).toBeGreaterThan(0);
      expect(kind.cacheCopies(mixer, 1)).toBe(1);
    }),
  );
});

test("a kind is recurrent exactly if its memory does not grow with the context", () => {
  fc.assert(
    fc.property(mixers, (mixer) => {
      const kind = kindOf(mixer);
      expect(kind.recurrent).toBe(
        kind.cacheBytes(mixer, 2) === kind.cacheBytes(mixer, 1) && kind.stateBytes(mixer) > 0,
      );
    }),
  );
});
