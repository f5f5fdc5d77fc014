import { describe, expect, it } from "vitest";
import { findOrAddHardware } from "../../src/recording/additions.ts";
import { openStore } from "../../src/store/store.ts";

describe("hardware that is met for the first time", () => {
  it("is the accelerator that its driver's name stands for, and else gets a slug of its own", async () => {
    const store = await openStore({});
    try {
      expect(await findOrAddHardware(store, "NVIDIA H100 80GB HBM3")).toBe("H100-SXM");
      expect(await findOrAddHardware(store, "H100-SXM")).toBe("H100-SXM");
      expect(await findOrAddHardware(store, "AMD EPYC(tm) 9654")).toBe("amd-epyc-9654");
      const { hardware } = await store.catalogue();
      expect(hardware.all.map(({ slug, vendor }) => [slug, vendor])).toEqual([
        ["H100-SXM", "NVIDIA"],
        ["amd-epyc-9654", null],
      ]);
    } finally {
      await store.close();
    }
  });
});
