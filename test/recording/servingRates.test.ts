import { expect, it } from "vitest";
import { addServingRates } from "../../src/recording/servingRates.ts";
import type { Measures } from "../../src/store/measures.ts";

function ratesOf(measures: Measures, accelerators?: number): Measures {
  addServingRates(measures, accelerators);
  return measures;
}

it("the throughput is shared among the accelerators, and a user sees one token after each pause", () => {
  const measures = ratesOf(
    { throughput: { value: 1600, low: 1500, high: 1700 }, inter_token_latency: { value: 0.02, low: 0.01, high: 0.04 } },
    8,
  );
  expect(measures.throughput_per_accelerator).toEqual({ value: 200, low: 187.5, high: 212.5 });
  expect(measures.throughput_per_user).toEqual({ value: 50, low: 25, high: 100 });
});

it("a rate is not known without what it is shared among, and a stated one stays", () => {
  expect(Object.keys(ratesOf({ throughput: { value: 1600 } }))).toEqual(["throughput"]);
  expect(Object.keys(ratesOf({ inter_token_latency: { value: 0 } }, 8))).toEqual(["inter_token_latency"]);
  expect(ratesOf({ throughput: { value: 8 }, throughput_per_accelerator: { value: 3 } }, 8)).toMatchObject({
    throughput_per_accelerator: { value: 3 },
  });
});

it("says of an estimated throughput that its share is estimated too", () => {
  const { throughput_per_accelerator } = ratesOf({ throughput: { value: 8, estimated: true, note: "roofline" } }, 2);
  expect(throughput_per_accelerator).toEqual({ value: 4, estimated: true, note: "roofline" });
});
