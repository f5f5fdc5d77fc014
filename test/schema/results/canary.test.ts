import { expect, it } from "vitest";
import { canaryOf, withoutCanary } from "../../../src/schema/results/canary.ts";
import { shownRecipe } from "../../../src/schema/results/recipe.ts";

it("the canary of a recipe is shown neither to those who see it whole nor to others", () => {
  const recipe = { repeats: 2, dataset: { source: "gpqa.csv", revision: null, sha256: "0", canary: "GUID 1" } };
  expect(canaryOf(recipe)).toBe("GUID 1");
  for (const whole of [true, false]) {
    expect(JSON.stringify(shownRecipe(recipe, whole))).not.toContain("GUID 1");
  }
  expect(shownRecipe(recipe, true)).toEqual({
    repeats: 2,
    dataset: { source: "gpqa.csv", revision: null, sha256: "0" },
  });
  expect(shownRecipe({ repeats: 2, dataset: "old" }, true)).toEqual({ repeats: 2, dataset: "old" });
});

it.each([null, {}, { dataset: null }, { dataset: { canary: "" } }, { dataset: { canary: 7 } }])(
  "a recipe without a canary changes no text: %j",
  (recipe) => {
    expect(withoutCanary("a text", canaryOf(recipe as never))).toBe("a text");
  },
);

it("every place of a canary in a text is taken out, whatever characters it has", () => {
  expect(withoutCanary("a $& b $& c", "$&")).toBe("a [canary] b [canary] c");
  expect(withoutCanary(null, "x")).toBeNull();
});
