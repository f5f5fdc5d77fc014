import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addModel } from "../../src/recording/addModel.ts";
import { models } from "../../src/store/tables.ts";
import { CONFIG } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

/** A small dense model: its parameters are counted by hand below. */
const DENSE = { ...CONFIG, architectures: ["LlamaForCausalLM"] };

describe.each(ENGINES)("adding a model on %s", (_, open) => {
  it("stores what its config says, and brings a model of the same slug up to date", async () => {
    const store = await open();
    try {
      const before = store.version();
      const added = await addModel(store, { slug: "acme/tiny", config: JSON.stringify(DENSE), source: "a test" });
      // Embedding and head 2 · 64,000; a layer has queries and output 2 · 4,096, keys and values 2 · 2,048,
      // the MLP 3 · 8,192 and two norms of 64; one norm at the end.
      const total = 2 * 64_000 + 2 * (2 * 4096 + 2 * 2048 + 3 * 8192 + 2 * 64) + 64;
      expect(added).toMatchObject({
        slug: "acme/tiny",
        name: "tiny",
        developer: "acme",
        openWeights: true,
        architecture: "DENSE",
        totalParameters: total,
        activeParameters: total,
        contextLength: 4096,
        family: null,
        releasedOn: null,
        sources: { totalParameters: "computed from a test", activeParameters: "computed from a test" },
      });
      expect(store.version()).not.toBe(before);
      // Only what the architecture is read from is kept.
      const { config } = (await store.drizzle.select().from(models).where(eq(models.id, added.id)))[0]!;
      expect(config).toMatchObject({ model_type: "llama", num_hidden_layers: 2 });
      expect(config).not.toHaveProperty("architectures");

      await addModel(store, {
        ...{
          slug: "acme/tiny",
          config: JSON.stringify({ ...DENSE, num_hidden_layers: 3 }),
          source: "another",
          developer: "Acme AI",
        },
        ...{ family: "tiny", releasedOn: "2025-01-31" },
      });
      const catalogue = await store.catalogue();
      expect(catalogue.models.all.filter(({ slug }) => slug === "acme/tiny")).toHaveLength(1);
      expect(catalogue.models.bySlug.get("acme/tiny")).toMatchObject({
        ...{ id: added.id, developer: "Acme AI", family: "tiny", releasedOn: "2025-01-31" },
        totalParameters: total + (2 * 4096 + 2 * 2048 + 3 * 8192 + 2 * 64),
      });

      expect(added).toMatchObject({ generationDefaults: null });
      expect(added.sources).not.toHaveProperty("generationDefaults");
      const stated = { temperature: 0.6, topP: 0.95, topK: 20 };
      const generationConfig = '{"do_sample": true, "temperature": 0.6, "top_p": 0.95, "top_k": 20}';
      const again = { slug: "acme/tiny", config: JSON.stringify(DENSE), source: "a test" };
      const told = await addModel(store, { ...again, generationConfig });
      expect(told.generationDefaults).toEqual(stated);
      expect(told.sources).toMatchObject({ generationDefaults: "generation_config.json beside a test" });
      const kept = await addModel(store, { ...again, source: "a third" });
      expect(kept.generationDefaults).toEqual(stated);
      expect(kept.sources).toEqual({
        totalParameters: "computed from a third",
        activeParameters: "computed from a third",
        generationDefaults: "generation_config.json beside a test",
      });
      // One that says nothing of sampling takes back what another said.
      const silent = await addModel(store, { ...again, generationConfig: '{"eos_token_id": 2}' });
      expect(silent).toMatchObject({ generationDefaults: null });
      expect(silent.sources).not.toHaveProperty("generationDefaults");

      // What an update leaves out stays.
      await addModel(store, { slug: "acme/tiny", config: JSON.stringify(DENSE), source: "a test" });
      expect((await store.catalogue()).models.bySlug.get("acme/tiny")).toMatchObject({
        ...{ family: "tiny", releasedOn: "2025-01-31" },
      });
    } finally {
      await store.close();
    }
  });

  it("refuses a slug without an organisation, and stores nothing of a config that it cannot read", async () => {
    const store = await open();
    try {
      const before = store.version();
      const nameless = { slug: "tiny", config: JSON.stringify(DENSE), source: "a test" };
      await expect(addModel(store, nameless)).rejects.toMatchObject({ code: "BAD_VALUE", argument: "slug" });
      const broken = {
        slug: "acme/broken",
        config: JSON.stringify({ ...DENSE, hidden_size: "many" }),
        source: "a test",
      };
      await expect(addModel(store, broken)).rejects.toMatchObject({ code: "INCOMPLETE_CONFIG" });
      expect((await store.catalogue()).models.bySlug.has("acme/broken")).toBe(false);
      expect(store.version()).toBe(before);
    } finally {
      await store.close();
    }
  });
});
