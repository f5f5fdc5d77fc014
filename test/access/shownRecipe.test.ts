import { expect, it } from "vitest";
import { shownRecipe } from "../../src/access/shownRecipe.ts";

it("the canary of a recipe is shown neither to those who see it whole nor to others", () => {
  const recipe = { repeats: 2, dataset: { source: "gpqa.csv", revision: null, sha256: "0", canary: "GUID 1" } };
  for (const whole of [true, false]) {
    expect(JSON.stringify(shownRecipe(recipe, whole))).not.toContain("GUID 1");
  }
  expect(shownRecipe(recipe, true)).toEqual({
    repeats: 2,
    dataset: { source: "gpqa.csv", revision: null, sha256: "0" },
  });
  expect(shownRecipe({ repeats: 2, dataset: "old" }, true)).toEqual({ repeats: 2, dataset: "old" });
});
