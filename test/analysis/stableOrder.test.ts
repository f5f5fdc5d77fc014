import { describe, expect, it } from "vitest";
import type { Candidate } from "../../src/analysis/request/candidate.ts";
import { inStableOrder } from "../../src/analysis/stableOrder.ts";
import type { Catalogue } from "../../src/store/catalogue.ts";

/** The slugs stand in another order than the ids. */
const MODELS = {
  byId: new Map([
    [1, { slug: "z/last" }],
    [2, { slug: "a/first" }],
  ]),
} as unknown as Catalogue["models"];

const candidate = (modelId: number, mode: string, more: Partial<Candidate> = {}): Candidate => ({
  ...{ modelId, mode, runId: null, pools: [], operatingPoint: null, values: [], measures: null },
  ...more,
});
const point = (votes: number, fallback: { modelId: number; mode: string } | null = null) => ({
  operatingPoint: { tokenCap: null, votes, bestOf: null, fallback },
});

describe("the stable order of candidates", () => {
  it.each([
    ["slugs of models, then modes", [candidate(2, "off"), candidate(2, "on"), candidate(1, "off")]],
    ["runs", [candidate(1, "on", { runId: 3 }), candidate(1, "on", { runId: 20 }), candidate(1, "on", { runId: 100 })]],
    ["settings of the test-time compute", [candidate(2, "on", point(3)), candidate(2, "on", point(5))]],
    [
      "slugs of the second models of cascades",
      [
        candidate(2, "on", point(3)),
        candidate(2, "on", point(3, { modelId: 2, mode: "on" })),
        candidate(2, "on", point(3, { modelId: 1, mode: "off" })),
        candidate(2, "on", point(3, { modelId: 1, mode: "on" })),
      ],
    ],
  ])("follows the %s", (_, expected) => {
    expect(inStableOrder(expected.toReversed(), MODELS)).toEqual(expected);
    expect(inStableOrder(expected, MODELS)).toEqual(expected);
  });
});
