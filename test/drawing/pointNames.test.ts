import { expect, it } from "vitest";
import { namesOf } from "../../src/drawing/pointNames.ts";
import type { Catalogue } from "../../src/store/catalogue.ts";

const models = [
  { id: 1, slug: "acme/small" },
  { id: 2, slug: "acme/large" },
];
const catalogue = { models: { byId: new Map(models.map((model) => [model.id, model])) } } as unknown as Catalogue;
const asItIs = { tokenCap: null, votes: null, bestOf: null, fallback: null };

it.each([
  ["default", null, undefined, "default", "small"],
  ["on", null, "epoch", "on, epoch", "small · on · epoch"],
  ["on", asItIs, undefined, "on", "small · on"],
  ["default", { ...asItIs, tokenCap: 2048 }, undefined, "default, ≤ 2,048 tokens", "small · ≤ 2,048 tokens"],
  ["default", { ...asItIs, bestOf: 4 }, undefined, "default, best of 4", "small · best of 4"],
  [
    "off",
    { ...asItIs, votes: 3, fallback: { modelId: 2, mode: "on" } },
    undefined,
    "off, majority of 3, else large",
    "small · off · majority of 3 · else large",
  ],
])("names a candidate in mode %s with %j", (mode, operatingPoint, lab, apart, label) => {
  expect(namesOf({ modelId: 1, mode, operatingPoint }, catalogue, lab)).toMatchObject({
    model: "acme/small",
    mode: apart,
    label,
  });
});
