import { describe, expect, it } from "vitest";
import type { Frontier } from "../../src/analysis/frontierPoint.ts";
import type { LeftOut } from "../../src/analysis/leftOut.ts";
import type { FrontierRequest } from "../../src/analysis/request/frontierRequest.ts";
import { captionOf, noteOn, sourcesIn, titleOf } from "../../src/drawing/captions.ts";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import { metricNamed } from "../../src/frontier/metrics.ts";
import { objectiveOf } from "../../src/frontier/objective.ts";
import type { Catalogue } from "../../src/store/catalogue.ts";
import type { SourceRow } from "../../src/store/reading/sources.ts";
import { ACCURACY, COMPUTE, picture } from "./pictures.ts";

const benchmarks = Array.from({ length: 8 }, (_, id) => [id, { id, name: `Bench ${id}` }] as const);
const labs = Array.from({ length: 9 }, (_, id) => [id, { id, name: `Lab ${id}` }] as const);
const catalogue = {
  benchmarks: { byId: new Map(benchmarks) },
  labs: { byId: new Map(labs) },
  hardware: { bySlug: new Map([["h100", { name: "H100 SXM" }]]) },
  metrics: createMetricCatalogue(),
} as unknown as Catalogue;

describe("the title of a picture", () => {
  const title = (benchmarkIds: number[], on?: object) =>
    titleOf(COMPUTE, ACCURACY, { criteria: { benchmarkIds }, on } as unknown as FrontierRequest, catalogue);

  it("names the benchmarks, and counts more than six", () => {
    expect(title([1])).toBe("Accuracy against compute on Bench 1");
    expect(title([1, 2])).toBe("Accuracy against compute on the mean of Bench 1 and Bench 2");
    expect(title([0, 1, 2, 3, 4, 5])).toMatch(/mean of Bench 0 and .* and Bench 5$/);
    expect(title([0, 1, 2, 3, 4, 5, 6])).toBe("Accuracy against compute on the mean of 7 benchmarks");
    expect(title([99])).toBe("Accuracy against compute on ?");
  });

  it("names the deployment", () => {
    expect(title([1], { hardware: "h100", count: 1, batch: 8 })).toMatch(/on Bench 1, served on H100 SXM, batch 8$/);
    expect(title([1], { hardware: "h100", count: 4, batch: 1, precision: "fp8" })).toMatch(
      /, served on 4 × H100 SXM in fp8, batch 1$/,
    );
    expect(title([1], { hardware: "mi999", count: 2, batch: 1 })).toMatch(/, served on 2 × mi999, batch 1$/);
  });
});

describe("the sources of a picture", () => {
  const source = (labId: number, license: string | null, url: string | null) => ({ labId, license, url }) as SourceRow;

  it("have licence and place, unless the place is long", () => {
    expect(
      sourcesIn(
        [
          source(1, "MIT", "https://www.example.org/"),
          source(2, null, "http://example.org/results"),
          source(3, "CC-BY-4.0", null),
          source(4, null, null),
          source(5, null, `https://${"a".repeat(40)}`),
          source(6, null, `https://${"a".repeat(41)}`),
        ],
        catalogue,
      ),
    ).toEqual([
      "Lab 1 (MIT, example.org)",
      "Lab 2 (example.org/results)",
      "Lab 3 (CC-BY-4.0)",
      "Lab 4",
      `Lab 5 (${"a".repeat(40)})`,
      "Lab 6",
    ]);
    expect(sourcesIn([source(99, null, null)], catalogue)).toEqual(["?"]);
  });

  it("are named once each, and counted beyond six", () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => source(at, "MIT", null));
    expect(sourcesIn([...many(2), ...many(2)], catalogue)).toEqual(["Lab 0 (MIT)", "Lab 1 (MIT)"]);
    expect(sourcesIn(many(6), catalogue)).toHaveLength(6);
    expect(sourcesIn(many(8), catalogue)).toEqual([...many(6).map(({ labId }) => `Lab ${labId} (MIT)`), "2 more"]);
    expect(sourcesIn(many(7), catalogue).at(-1)).toBe("1 more");
  });
});

describe("the note of a picture", () => {
  const objectives = [
    metricNamed("accuracy"),
    metricNamed("flops"),
    metricNamed("gpu_time"),
    metricNamed("latency"),
  ].map((metric) => objectiveOf(metric));
  const note = (
    { incomplete = 0, leftOut = [] }: { incomplete?: number; leftOut?: Partial<LeftOut>[] },
    request: Partial<FrontierRequest>,
    notDrawn = 0,
    shown = [1, 0],
  ) =>
    noteOn(
      { incomplete } as Frontier,
      leftOut as LeftOut[],
      { objectives: objectives.slice(0, 2), minMembership: null, constraints: [], ...request } as FrontierRequest,
      catalogue,
      shown,
      notDrawn,
    );

  it("is absent where the axes show everything", () => expect(note({}, {})).toBeUndefined());

  it("names other objectives and limits, in words and units", () => {
    expect(note({}, { objectives })).toBe("Also traded: GPU time, latency.");
    const constraints = [
      { metric: "accuracy", min: 0.5 },
      { metric: "flops", max: 1e12 },
      { metric: "latency", min: 1, max: 2 },
    ];
    expect(note({}, { constraints })).toBe("Limits: 50.0 % ≤ accuracy, compute ≤ 10¹², 1 ≤ latency ≤ 2.");
  });

  it("says how a confident frontier was chosen", () => {
    expect(note({}, { minMembership: 0.8 })).toBe("Shown as frontier: on it in at least 80 % of resamples.");
  });

  it("counts those that don't fit, lack a value or are not drawn, each once", () => {
    const leftOut: Partial<LeftOut>[] = [
      { reason: "DOES_NOT_FIT" },
      { reason: "DOES_NOT_FIT" },
      { reason: "NO_VALUE" },
      { reason: "NO_PLACE_ON_AXIS", competes: true },
    ];
    expect(note({ incomplete: 5, leftOut }, {}, 7)).toBe(
      "2 do not fit in memory. 3 lack a value and do not compete. 7 dominated candidates are not drawn.",
    );
    expect(note({ incomplete: 2, leftOut: leftOut.slice(0, 2) }, {})).toBe("2 do not fit in memory.");
    expect(note({ incomplete: 3, leftOut: [{ reason: "NO_PLACE_ON_AXIS" }] }, {})).toBe(
      "1 at zero have no place on a logarithmic axis and stand apart. 2 lack a value and do not compete.",
    );
    expect(note({ incomplete: 1 }, {}, -3)).toBe("1 lack a value and do not compete.");
    const byLatency = { objectives: objectives.filter(({ metric }) => metric === "latency" || metric === "accuracy") };
    expect(note({ incomplete: 1 }, byLatency)).toContain(
      "1 lack a value and do not compete. Served on an accelerator (--on) they have an estimated latency.",
    );
    expect(note({ incomplete: 1 }, { ...byLatency, on: { hardware: "L40S" } as FrontierRequest["on"] })).not.toContain(
      "--on",
    );
    expect(note({}, {}, 1)).toBe("1 dominated candidates are not drawn.");
  });
});

describe("the caption of a picture", () => {
  it("has sources, version and note in lines of the picture's width", () => {
    expect(captionOf(picture([], { note: "A note." }), 860)).toEqual([
      "Sources: Lab A (MIT).",
      "Data version 0123456789abcdef. A note.",
    ]);
    expect(captionOf(picture([], { sources: [] }), 860)).toEqual(["Data version 0123456789abcdef."]);
    expect(captionOf(picture([], { sources: ["A", "B"] }), 860)[0]).toBe("Sources: A; B.");
    // 11 px of type take 6.6 px a character: (238 - 40) / 6.6 = 30 fit, (237 - 40) / 6.6 = 29.8 do not.
    const text = picture([], { sources: [] });
    expect(captionOf(text, 238)).toHaveLength(1);
    expect(captionOf(text, 237)).toHaveLength(2);
  });
});
