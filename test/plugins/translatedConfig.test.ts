import { expect, it } from "vitest";
import { z } from "zod";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import { defineArchitecture } from "../../src/plugins/contract/definePlugin.ts";
import { createPluginRegistry } from "../../src/plugins/registry.ts";
import { translatedConfig } from "../../src/plugins/translatedConfig.ts";
import { modelRowOf } from "../../src/recording/addModel.ts";

const plugin = (translate: (config: Record<string, unknown>) => Record<string, unknown>) =>
  defineArchitecture({
    ...{
      name: "own-shape",
      version: "1.0.0",
      apiVersion: "1.5.0",
      description: "Our own shape.",
      options: z.strictObject({}),
    },
    modelTypes: ["own_shape"],
    translate,
  });

const plugins = (translate: (config: Record<string, unknown>) => Record<string, unknown>) => {
  const registry = createPluginRegistry(createMetricCatalogue());
  registry.register(plugin(translate), "a test");
  return registry;
};

const asLlama = ({ width, depth }: Record<string, unknown>) => ({
  ...{ model_type: "llama", hidden_size: width, num_hidden_layers: depth, num_attention_heads: 4 },
  ...{ intermediate_size: 128, vocab_size: 100 },
});

it("a plugin brings a config of its type into a known form, with which the model is stored", async () => {
  const whole = await translatedConfig({ model_type: "own_shape", width: 64, depth: 3 }, plugins(asLlama));
  const row = modelRowOf({ slug: "lab/own", config: "{}", source: "a test" }, whole);
  expect(row.totalParameters).toBe(3 * (4 * 64 * 64 + 3 * 64 * 128 + 2 * 64) + 2 * 100 * 64 + 64);
  expect(row.config).toMatchObject({ model_type: "llama", hidden_size: 64 });
});

it("is not asked for a type that is known, nor for one that it does not name", async () => {
  for (const model_type of ["llama", "other", undefined]) {
    const config = { model_type };
    expect(
      await translatedConfig(
        config,
        plugins(() => expect.fail("asked")),
      ),
    ).toBe(config);
  }
});

it.each([
  ["throws", () => expect.fail("no depth")],
  ["gives none", () => null as never],
])("refuses the config where it %s", async (_, translate) => {
  await expect(translatedConfig({ model_type: "own_shape" }, plugins(translate))).rejects.toThrow(
    expect.objectContaining({ code: "BAD_VALUE", message: expect.stringContaining('the plugin "own-shape"') }),
  );
});

it("states the types that it reads", () => {
  expect(() => defineArchitecture({ ...plugin(asLlama), modelTypes: [] })).toThrow(/modelTypes/);
});
