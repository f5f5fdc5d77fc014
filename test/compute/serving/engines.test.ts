import { expect, it } from "vitest";
import { ENGINES, factorsOf, profileOf } from "../../../src/compute/serving/engines.ts";

const of = (all: number) => ({ all, overhead: 1, answer: 1 });
const KNOWN = { "0.9.2": of(1), "0.10.0": of(2), "1.2.0rc6": of(3), "1.2.0": of(4), nightly: of(5) };

it.each([
  ["0.10.0", 2],
  ["nightly", 5],
  ["0.9.10", Math.sqrt(1 * 2)],
  ["0.11.1.post3", Math.sqrt(2 * 3)],
  ["1.2.0rc7", Math.sqrt(3 * 4)],
  ["1.2.1", 4],
  ["0.1", 1],
  ["main", 1],
])("version %s has factors between those of the known ones before and after it", (version, all) => {
  expect(factorsOf(KNOWN, version).all).toBeCloseTo(all, 12);
});

it("shares of data sheets are shares, and times are more than nothing", () => {
  for (const engine of ENGINES) {
    const { profile, all } = profileOf(engine, null);
    expect(all).toBe(1);
    const { bf16, fp8, fp4, scores, experts, weightBandwidth, expertBandwidth, cacheBandwidth, link, ...times } =
      profile;
    for (const share of [bf16, fp8, fp4, scores, experts, weightBandwidth, expertBandwidth, cacheBandwidth, link]) {
      expect(share).toBeGreaterThan(0.05);
      expect(share).toBeLessThanOrEqual(0.95);
    }
    for (const time of Object.values(times)) expect(time).toBeGreaterThan(0);
  }
});
