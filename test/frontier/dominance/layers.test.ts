import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paretoLayers } from "../../../src/frontier/dominance/layers.ts";
import { runs } from "../../support/runs.ts";
import { frontierByDefinition, type Problem, problem } from "../arbitraries.ts";

describe("paretoLayers", () => {
  it("peels one frontier after another, as the definition says", () => {
    fc.assert(
      fc.property(problem(), (given) => {
        expect([...paretoLayers(given.points, given.directions)]).toEqual(peel(given));
      }),
      runs(80, 1000),
    );
  });

  it("gives 0 to what cannot be compared", () => {
    expect([
      ...paretoLayers(
        [
          [1, 1],
          [Number.NaN, 0],
          [2, 2],
        ],
        ["MINIMIZE", "MINIMIZE"],
      ),
    ]).toEqual([1, 0, 2]);
  });
});

function peel({ points, directions }: Problem): number[] {
  const layers = points.map(() => 0);
  const left = points.map((point) => [...point]);
  for (let layer = 1; ; layer++) {
    const frontier = frontierByDefinition({ points: left, directions });
    if (frontier.length === 0) return layers;
    for (const row of frontier) {
      layers[row] = layer;
      left[row] = left[row]!.map(() => Number.NaN);
    }
  }
}
