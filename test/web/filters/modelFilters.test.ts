import { describe, expect, it } from "vitest";
import { countValues, isReleasedBy, meets } from "../../../web/filters/modelFilters.ts";
import { modelFacts } from "../anyCandidate.ts";

const model = modelFacts({ architecture: "MOE", license: "MIT", totalParameters: 30e9, releasedOn: "2025-04-28" });

describe("the filters that the page applies itself", () => {
  it("take what meets all of them", () => {
    expect(meets(model, {})).toBe(true);
    expect(meets(model, { benchmark: ["gsm8k"], lab: ["epoch"] })).toBe(true);
    expect(meets(model, { architecture: ["MOE", "DENSE"], license: ["MIT"], openWeights: true })).toBe(true);
    expect(meets(model, { architecture: ["MOE"], license: ["Apache-2.0"] })).toBe(false);
    expect(meets(model, { openWeights: false })).toBe(false);
  });

  it("hold both ends of a range as part of it", () => {
    expect(meets(model, { totalParameters: { max: 30e9 } })).toBe(true);
    expect(meets(model, { totalParameters: { max: 29e9 } })).toBe(false);
    expect(meets(model, { totalParameters: { min: 30e9 } })).toBe(true);
    expect(meets(model, { releasedOn: { from: "2025-04-28", to: "2025-04-28" } })).toBe(true);
    expect(meets(model, { releasedOn: { from: "2025-04-29" } })).toBe(false);
  });

  it("leave out a model whose value is not known, and no list chosen takes none", () => {
    expect(meets(modelFacts({ license: null }), { license: ["MIT"] })).toBe(false);
    expect(meets(modelFacts({ totalParameters: null }), { totalParameters: { min: 0 } })).toBe(false);
    expect(meets(model, { license: [] })).toBe(false);
    expect(isReleasedBy(modelFacts({ releasedOn: null }), "2026-01-01")).toBe(false);
    expect(isReleasedBy(modelFacts({ releasedOn: null }), null)).toBe(true);
    expect(isReleasedBy(model, "2025-04-27")).toBe(false);
  });

  it("are counted without the filter that the counts are of", () => {
    const models = [
      model,
      modelFacts({ license: "MIT" }),
      modelFacts({ license: "Apache-2.0" }),
      modelFacts({ license: null }),
    ];
    expect(countValues(models, "license")).toEqual([
      { value: "MIT", count: 2 },
      { value: "Apache-2.0", count: 1 },
    ]);
    expect(models.filter((one) => meets(one, { license: ["MIT"] }, "license"))).toHaveLength(4);
  });
});
