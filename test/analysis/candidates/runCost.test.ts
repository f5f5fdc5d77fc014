import { expect, it } from "vitest";
import { runCost } from "../../../src/analysis/candidates/runCost.ts";
import type { Catalogue } from "../../../src/store/catalogue.ts";

const common = { provider: "Acme Cloud", date: "2025-08", source: "the price list" };
const tokens = { ...common, model: "m", input: 0.5, output: 2, cached: null, license: null, note: null };
const hour = { ...common, accelerator: "h100-sxm", dollarsPerHour: 3.6 };
const catalogue = {
  prices: { byModel: new Map([[1, [tokens]]]), byAccelerator: new Map([["h100-sxm", [hour]]]) },
  benchmarks: { byId: new Map([[7, { promptTokens: 100 }]]) },
  hardware: {
    byId: new Map([
      [5, { slug: "h100-sxm" }],
      [6, { slug: "l40s" }],
    ]),
  },
} as unknown as Catalogue;

const priced = { modelId: 1, benchmarkId: 7, hardwareId: 5 };
const unpriced = { ...priced, modelId: 2 };
const measures = { output_tokens: { value: 1000 }, gpu_time: { value: 20, low: 10, high: 40, count: 9 } };

it("is what the source states, before any price", () => {
  const cost = { value: 0.25, low: 0.2, high: 0.3 };
  expect(runCost(catalogue, priced, { ...measures, cost })).toEqual(cost);
});

it("is that of the tokens, as candidates have it, before that of the GPUs", () => {
  // 100 prompt tokens at 0.5 and 1,000 at 2 US dollars per million.
  expect(runCost(catalogue, priced, measures)).toMatchObject({ value: 2.05e-3, estimated: true });
});

it("is the GPU time at the price of an hour where the tokens have none, with the interval of the time", () => {
  expect(runCost(catalogue, unpriced, measures)).toEqual({
    ...{ value: 0.02, low: 0.01, high: 0.04, count: 9, estimated: true },
    note: "GPU time at 3.6 US dollars an hour of h100-sxm (Acme Cloud, 2025-08; the price list)",
  });
});

it("is not known without a price, an accelerator or its time", () => {
  expect(runCost(catalogue, { ...unpriced, hardwareId: 6 }, measures)).toBeNull();
  expect(runCost(catalogue, { ...unpriced, hardwareId: null }, measures)).toBeNull();
  expect(runCost(catalogue, unpriced, { output_tokens: { value: 1000 } })).toBeNull();
  expect(runCost(catalogue, { ...priced, hardwareId: null }, { accuracy: { value: 1 } })).toBeNull();
});
