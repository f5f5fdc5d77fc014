import { describe, expect, it } from "vitest";
import {
  findAccelerator,
  findAcceleratorByName,
  listAccelerators,
} from "../../../src/compute/accelerators/accelerators.ts";
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

  it("are found by what drivers call them", () => {
    expect(findAcceleratorByName("NVIDIA H100 80GB HBM3")?.slug).toBe("H100-SXM");
    expect(findAcceleratorByName("nvidia a100-sxm4-80gb ")?.slug).toBe("A100-80GB-SXM");
    expect(findAcceleratorByName("H200")?.slug).toBe("H200");
    expect(findAcceleratorByName("NVIDIA H100")).toBeUndefined();
    expect(findAccelerator("h100-sxm")).toBeUndefined();
  });

  it("are all rows of the hardware that ships, once", () => {
    const shipped = readBundledHardware().map(({ slug }) => slug);
    expect(shipped).toEqual(expect.arrayContaining(listAccelerators().map(({ slug }) => slug)));
    expect(shipped).toContain("amd-epyc");
    expect(new Set(shipped).size).toBe(shipped.length);
  });
});
