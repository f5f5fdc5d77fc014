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

it("everybody is told that the data of a benchmark are private, and nobody but its lab the options of plugins", () => {
  const benchmark = { name: "secrets", version: "1", private: true, options: { path: "/srv/secrets", limit: 3 } };
  expect(shownRecipe({ benchmark }, false)).toEqual({
    benchmark: { name: "secrets", version: "1", private: true, options: { limit: 3 } },
  });
  expect(shownRecipe({ benchmark }, true)).toMatchObject({ benchmark: { options: { path: "/srv/secrets" } } });
});
