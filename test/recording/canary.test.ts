import { expect, it } from "vitest";
import { canaryOf, withoutCanary } from "../../src/recording/canary.ts";

it("the canary of a dataset is found in the recipe", () => {
  expect(canaryOf({ repeats: 2, dataset: { canary: "GUID 1" } })).toBe("GUID 1");
});

it.each([null, {}, { dataset: null }, { dataset: { canary: "" } }, { dataset: { canary: 7 } }])(
  "a recipe without a canary changes no text: %j",
  (recipe) => {
    expect(withoutCanary("a text", canaryOf(recipe as never))).toBe("a text");
  },
);

it("every place of a canary in a text is taken out, whatever characters it has", () => {
  expect(withoutCanary("a $& b $& c", "$&")).toBe("a [canary] b [canary] c");
});
