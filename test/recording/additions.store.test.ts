import { describe, expect, it } from "vitest";
import { findOrAddBenchmark, findOrAddHardware } from "../../src/recording/additions.ts";
import { storeBundledCatalogue } from "../../src/recording/bundled/bundledCatalogue.ts";
import { openStore, type Store } from "../../src/store/store.ts";

describe("hardware that is met for the first time", () => {
  it("is the accelerator that its driver's name stands for, and else gets a slug of its own", async () => {
    const store = await openStore({});
    try {
      expect(await findOrAddHardware(store, "NVIDIA H100 80GB HBM3")).toBe("H100-SXM");
      expect(await findOrAddHardware(store, "H100-SXM")).toBe("H100-SXM");
      expect(await findOrAddHardware(store, "AMD EPYC(tm) 9654")).toBe("amd-epyc-9654");
      // A name that is known already adds nothing, and marks of registration do not stand in a slug.
      expect(await findOrAddHardware(store, "AMD EPYC(tm) 9654")).toBe("amd-epyc-9654");
      expect(await findOrAddHardware(store, "amd-epyc-9654")).toBe("amd-epyc-9654");
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

describe("the number of options of a benchmark", () => {
  const plugin = { slug: "mmlu-pro", name: "MMLU-Pro", domain: "knowledge", version: "1.0.0", url: null };
  const optionCount = async (store: Store, slug: string) =>
    (await store.catalogue()).benchmarks.bySlug.get(slug)!.optionCount;

  it("is stated by the bundled data, else by the plugin that runs the benchmark, and is kept", async () => {
    const store = await openStore({});
    try {
      await storeBundledCatalogue(store);
      expect(await optionCount(store, "gpqa-diamond")).toBe(4);
      expect(await optionCount(store, "mmlu-pro")).toBeNull();

      const id = await findOrAddBenchmark(store, plugin);
      expect(await findOrAddBenchmark(store, { ...plugin, optionCount: 10 })).toBe(id);
      expect(await optionCount(store, "mmlu-pro")).toBe(10);
      await findOrAddBenchmark(store, plugin);
      await storeBundledCatalogue(store);
      expect(await optionCount(store, "mmlu-pro")).toBe(10);

      const version = store.version();
      await findOrAddBenchmark(store, { ...plugin, optionCount: 10 });
      expect(store.version()).toBe(version);

      await findOrAddBenchmark(store, { ...plugin, slug: "fives", optionCount: 5 });
      expect(await optionCount(store, "fives")).toBe(5);
    } finally {
      await store.close();
    }
  });
});
