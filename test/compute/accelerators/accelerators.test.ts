import { describe, expect, it } from "vitest";
import {
  findAccelerator,
  findAcceleratorByName,
  listAccelerators,
} from "../../../src/compute/accelerators/accelerators.ts";
import type { Accelerator } from "../../../src/compute/accelerators/dataSheet.ts";
import { readBundledHardware } from "../../../src/recording/bundled/bundledFiles.ts";

describe("the accelerators", () => {
  it("have slugs and names of their own, and figures that can be", () => {
    const accelerators = listAccelerators();
    const names = accelerators.flatMap(({ slug, name, aliases }) => [...new Set([slug, name, ...aliases])]);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    for (const { peak, memory, bandwidth, power, source, otherSources } of accelerators) {
      for (const rate of Object.values(peak)) expect(rate).toBeGreaterThanOrEqual(peak.bf16);
      expect(memory / 2 ** 30).toBeGreaterThanOrEqual(16);
      expect(memory / bandwidth).toBeGreaterThan(0.01);
      expect(memory / bandwidth).toBeLessThan(0.1);
      if (power !== null) expect(peak.bf16 / power).toBeLessThan(3e12);
      for (const url of [source, ...Object.values(otherSources ?? {})]) expect(url).toMatch(/^https:\/\//);
    }
  });

  it("have the figures of their data sheets in FLOP/s, bytes and bytes a second", () => {
    // H100 SXM: 1,979 and 3,958 TFLOP/s with sparsity, 80 GB, 3.35 TB/s, 900 GB/s, 700 W.
    expect(findAccelerator("H100-SXM")).toMatchObject({
      peak: { bf16: 989.5e12, fp8: 1979e12, int8: 1979e12 },
      memory: 85_899_345_920,
      bandwidth: 3.35e12,
      interconnect: 9e11,
      power: 700,
    });
    expect(findAccelerator("MI300X")).toMatchObject({ peak: { bf16: 1307.4e12 }, memory: 192 * 2 ** 30, power: 750 });
  });

  // The width of the memory's bus in bits and the rate of a pin in Gbit/s.
  it.each([
    ["A100-40GB-SXM", 5120, 2.43],
    ["A100-80GB-PCIe", 5120, 3.024],
    ["A100-80GB-SXM", 5120, 3.186],
    ["H100-SXM", 5120, 5.23],
    ["L4", 192, 12.5],
    ["L40S", 384, 18],
    ["A10G", 384, 12.5],
    ["RTX-3090", 384, 19.5],
    ["RTX-4090", 384, 21],
    ["RTX-5090", 512, 28],
    ["RTX-6000-Ada", 384, 20],
    ["RTX-PRO-6000", 512, 28],
    ["MI300X", 8192, 5.2],
    ["MI325X", 8192, 5.86],
  ])("%s reads as much as %d pins of %d Gbit/s carry, to 1 %%", (slug, pins, rate) => {
    expect(findAccelerator(slug)!.bandwidth / ((pins / 8) * rate * 1e9)).toBeCloseTo(1, 2);
  });

  // Units times dense operations of a unit in a cycle times the clock in GHz.
  it.each([
    ["A100-80GB-SXM", 108, 2048, 1.41],
    ["H100-SXM", 132, 4096, 1.83],
    ["RTX-3090", 82, 512, 1.695],
    ["RTX-4090", 128, 512, 2.52],
    ["RTX-5090", 170, 512, 2.407],
    ["RTX-6000-Ada", 142, 1024, 2.505],
    ["MI300X", 304, 2048, 2.1],
  ])(
    "%s does as many operations as its %d units of %d a cycle at %d GHz, to 1 %%",
    (slug, units, operations, clock) => {
      expect(findAccelerator(slug)!.peak.bf16 / (units * operations * clock * 1e9)).toBeCloseTo(1, 2);
    },
  );

  it("double their rate where numbers have half the bits, except for Blackwell Ultra, some GeForce cards and Gaudi", () => {
    const ratio = (of: (peak: Accelerator["peak"]) => number | undefined) =>
      listAccelerators().flatMap(({ slug, peak }) => {
        const found = of(peak);
        return found === undefined || Math.abs(found - 2) < 0.03 ? [] : [`${slug} ${found.toFixed(2)}`];
      });
    expect(ratio(({ bf16, fp8 }) => fp8 && fp8 / bf16)).toEqual(["Gaudi-3 1.00"]);
    expect(ratio(({ fp8, fp4 }) => fp8 && fp4 && fp4 / fp8)).toEqual(["B300 3.00", "GB300 3.00", "RTX-5090 4.00"]);
    expect(ratio(({ bf16, int8 }) => int8 && int8 / bf16)).toEqual(["RTX-3090 3.99", "RTX-4090 4.00", "RTX-5090 4.00"]);
  });

  it("are found by the names that drivers print", () => {
    expect(findAcceleratorByName("NVIDIA H100 80GB HBM3")?.slug).toBe("H100-SXM");
    expect(findAcceleratorByName("nvidia a100-sxm4-80gb ")?.slug).toBe("A100-80GB-SXM");
    expect(findAcceleratorByName("H200")?.slug).toBe("H200");
    expect(findAcceleratorByName("NVIDIA H100")).toBeUndefined();
    expect(findAccelerator("h100-sxm")).toBeUndefined();
  });

  it("are all rows of the bundled hardware, once", () => {
    const bundled = readBundledHardware().map(({ slug }) => slug);
    expect(bundled).toEqual(expect.arrayContaining(listAccelerators().map(({ slug }) => slug)));
    expect(bundled).toContain("amd-epyc");
    expect(new Set(bundled).size).toBe(bundled.length);
  });
});
