import { expect, test } from "vitest";
import { neededFields } from "../../../src/compute/config/neededFields.ts";
import { bundledModels } from "../bundledModels.ts";

test("the needed fields of a bundled config are all of its fields", () => {
  for (const { slug, config } of bundledModels) if (config) expect(neededFields(config), slug).toEqual(config);
});

test("fields that no architecture depends on, and those without a value, are left out", () => {
  const config = bundledModels.find(({ slug }) => slug === "meta-llama/Llama-3.1-8B-Instruct")!.config!;
  expect(neededFields({ ...config, rope_theta: 1e4, sliding_window: null })).toEqual(config);
  expect(neededFields({ model_type: "some_vl", text_config: { ...config, rope_theta: 1e4 } })).toEqual(config);
});
