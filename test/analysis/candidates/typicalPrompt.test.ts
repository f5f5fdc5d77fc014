import { expect, it } from "vitest";
import { typicalPromptTokens } from "../../../src/analysis/candidates/typicalPrompt.ts";
import type { Catalogue } from "../../../src/store/catalogue.ts";

it("takes the mean of the prompt tokens over benchmarks, and 0 for a benchmark that states none", () => {
  const byId = new Map([
    [1, { promptTokens: 100 }],
    [2, { promptTokens: 50 }],
    [3, { promptTokens: null }],
  ]);
  const catalogue = { benchmarks: { byId } } as unknown as Catalogue;
  expect(typicalPromptTokens(catalogue, [1])).toBe(100);
  expect(typicalPromptTokens(catalogue, [1, 2, 3])).toBe(50);
});
