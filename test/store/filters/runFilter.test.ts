import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMetricCatalogue } from "../../../src/frontier/metricCatalogue.ts";
import type { Catalogue, ModelRow, SlugIndex } from "../../../src/store/catalogue.ts";
import { criteriaOf, modelMatcher, type RunFilter } from "../../../src/store/filters/runFilter.ts";

function indexOf<Row extends { id: number; slug: string }>(all: Row[]): SlugIndex<Row> {
  return { all, byId: new Map(all.map((row) => [row.id, row])), bySlug: new Map(all.map((row) => [row.slug, row])) };
}

function model(id: number, own: Partial<ModelRow>): ModelRow {
  const unknown = { developer: null, family: null, architecture: null, totalParameters: null, activeParameters: null };
  const more = { contextLength: null, releasedOn: null, license: null, openWeights: false };
  const rest = { generationDefaults: null, sources: {} };
  return { id, slug: `model-${id}`, name: `Model ${id}`, ...unknown, ...more, ...rest, ...own };
}

const MODELS = [
  model(1, { family: "A", developer: "X", architecture: "DENSE", totalParameters: 10, releasedOn: "2025-01-01" }),
  model(2, { family: "A", developer: "Y", totalParameters: 20, activeParameters: 5, openWeights: true }),
  model(3, { family: "B", architecture: "MOE", totalParameters: 30, activeParameters: 6, releasedOn: "2025-03-01" }),
  model(4, {}),
];
const named = (...slugs: string[]) => indexOf(slugs.map((slug, i) => ({ id: 10 + i, slug, name: slug }) as never));
const catalogue: Catalogue = {
  models: indexOf(MODELS),
  benchmarks: named("sums", "proofs"),
  labs: named("lab-a", "lab-b"),
  hardware: named("h100", "b200"),
  metrics: createMetricCatalogue(),
  prices: { byModel: new Map(), byAccelerator: new Map() },
  names: { developer: ["X", "Y"], family: ["A", "B"], license: ["MIT"], mode: ["off", "on"], runner: ["vllm"] },
};

const asked = (filter: RunFilter) => criteriaOf(filter, catalogue);

describe("a filter of runs", () => {
  it("names rows by their ids, each once, and takes other values as they are", () => {
    expect(
      asked({
        benchmark: ["proofs", "sums", "proofs"],
        lab: ["lab-b"],
        hardware: ["h100"],
        mode: ["on", "off", "on"],
        runner: ["vllm"],
        provenance: ["MEASURED"],
        model: ["model-3"],
      }),
    ).toEqual({
      benchmarkIds: [11, 10],
      labIds: [11],
      hardwareIds: [10],
      modes: ["on", "off"],
      runners: ["vllm"],
      provenances: ["MEASURED"],
      modelIds: [3],
    });
  });

  it("asks nothing where a value is missing or null, and for no run where a list is empty", () => {
    expect(asked({ lab: null, model: null, family: null, openWeights: null, finishedAt: null })).toEqual({});
    expect(asked({ finishedAt: { from: null } })).toEqual({});
    expect(asked({ lab: [], model: [] })).toEqual({ labIds: [], modelIds: [] });
    expect(asked({ family: [] })).toEqual({ modelIds: [] });
  });

  it("has an end of a range as it was given", () => {
    const [from, to] = ["2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"];
    expect(asked({ finishedAt: { from, to } })).toEqual({ finishedAtFrom: from, finishedAtTo: to });
    expect(asked({ finishedAt: { to } })).toEqual({ finishedAtTo: to });
    expect(asked({ finishedAt: { from, to: from } })).toEqual({ finishedAtFrom: from, finishedAtTo: from });
  });

  it("names the argument that is wrong", () => {
    expect(() => asked({ lab: ["lab-c"] })).toThrow(
      expect.objectContaining({ code: "UNKNOWN_LAB", argument: "where.lab" }),
    );
    expect(() => asked({ benchmark: ["sum"] })).toThrow(expect.objectContaining({ argument: "where.benchmark" }));
    expect(() => criteriaOf({ model: ["m"] }, catalogue, "of")).toThrow(
      expect.objectContaining({ argument: "of.model" }),
    );
    for (const filter of [
      { finishedAt: { from: "2026-01-02T00:00:00.000Z", to: "2026-01-01T00:00:00.000Z" } },
      { releasedOn: { from: "2025-01-02", to: "2025-01-01" } },
      { totalParameters: { min: 2, max: 1 } },
    ]) {
      const argument = `where.${Object.keys(filter)[0]}`;
      expect(() => asked(filter)).toThrow(expect.objectContaining({ code: "BAD_RANGE", argument }));
    }
  });

  it("picks the named models that meet what it asks of models", () => {
    expect(asked({ model: ["model-3", "model-1"], family: ["A"] })).toEqual({ modelIds: [1] });
    expect(asked({ openWeights: true })).toEqual({ modelIds: [2] });
    expect(asked({ openWeights: false })).toEqual({ modelIds: [1, 3, 4] });
  });

  it("refuses a value that no model or run has, and names the nearest", () => {
    for (const [filter, argument, near] of [
      [{ family: ["A", "C"] }, "where.family", "Known: A, B."],
      [{ developer: ["z"] }, "where.developer", "Near it: X, Y."],
      [{ license: ["MTI"] }, "where.license", "Near it: MIT."],
      [{ mode: ["onn"] }, "where.mode", "Known: off, on. Near it: on"],
      [{ not: { runner: ["vlm"] } }, "where.not.runner", "Near it: vllm."],
    ] as const) {
      expect(() => asked(filter as RunFilter)).toThrow(
        expect.objectContaining({ code: "UNKNOWN_VALUE", argument, message: expect.stringContaining(near) }),
      );
    }
  });

  it("asks for the context length and the licence of models", () => {
    const own = [model(1, { contextLength: 4096, license: "MIT" }), model(2, { contextLength: 131072 }), model(3, {})];
    const picked = (filter: RunFilter) => criteriaOf(filter, { ...catalogue, models: indexOf(own) }).modelIds;
    expect(picked({ contextLength: { min: 8192 } })).toEqual([2]);
    expect(picked({ contextLength: { max: 8192 }, license: ["MIT"] })).toEqual([1]);
    expect(picked({ not: { license: ["MIT"] } })).toBeUndefined();
  });

  it("holds together what it asks of models; what a model does not state is no match", () => {
    expect(modelMatcher({}, catalogue)).toBeUndefined();
    expect(modelMatcher({ family: null, totalParameters: {}, releasedOn: { from: null } }, catalogue)).toBeUndefined();
    const end = fc.option(fc.constantFrom(5, 6, 10, 20, 30));
    const day = fc.option(fc.constantFrom("2024-12-31", "2025-01-01", "2025-02-01", "2025-03-01"));
    const ordered = (low: any, high: any) => (low !== null && high !== null && low > high ? [high, low] : [low, high]);
    fc.assert(
      fc.property(
        fc.option(fc.subarray(["A", "B"])),
        fc.option(fc.subarray(["X", "Y"])),
        fc.option(fc.subarray(["DENSE", "MOE"])),
        fc.tuple(end, end, end, end),
        fc.tuple(day, day),
        (family, developer, architecture, [a, b, c, d], days) => {
          const [[min, max], [least, most], [from, to]] = [ordered(a, b), ordered(c, d), ordered(...days)];
          const asked = {
            ...{ family, developer, architecture, openWeights: false },
            totalParameters: { min, max },
            activeParameters: { min: least, max: most },
            releasedOn: { from, to },
          };
          const matches = modelMatcher(asked, catalogue)!;
          for (const { id, ...own } of MODELS) {
            const isOne = (values: string[] | null, value: string | null) =>
              values === null || (value !== null && values.includes(value));
            // A range that is open at both ends asks nothing.
            const within = (low: any, high: any, value: any) =>
              (low === null || (value !== null && value >= low)) &&
              (high === null || (value !== null && value <= high));
            expect(matches(MODELS[id - 1]!)).toBe(
              !own.openWeights &&
                isOne(family, own.family) &&
                isOne(developer, own.developer) &&
                isOne(architecture, own.architecture) &&
                within(min, max, own.totalParameters) &&
                within(least, most, own.activeParameters) &&
                within(from, to, own.releasedOn),
            );
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("what a filter leaves out", () => {
  const matching = (filter: Parameters<typeof modelMatcher>[0]) =>
    MODELS.filter(modelMatcher(filter, catalogue) ?? (() => true)).map(({ id }) => id);

  it("is, for models as for runs, what meets every condition, and nothing that lacks a value", () => {
    expect(matching({ not: { family: ["A"] } })).toEqual([3, 4]);
    expect(matching({ not: { family: ["A"], developer: ["X"] } })).toEqual([2, 3, 4]);
    expect(matching({ family: ["A"], not: { openWeights: true } })).toEqual([1]);
    expect(matching({ not: { totalParameters: { min: 20 } } })).toEqual([1, 4]);
    expect(asked({ not: { family: ["A"] } })).toEqual({ not: { modelIds: [1, 2] } });
  });

  it("is nothing where no condition asks anything", () => {
    expect(matching({ not: {} })).toEqual([1, 2, 3, 4]);
    expect(matching({ not: { totalParameters: {}, family: null } })).toEqual([1, 2, 3, 4]);
    expect(matching({ not: null })).toEqual([1, 2, 3, 4]);
  });

  it("is refused where a range is reversed", () => {
    expect(() => matching({ not: { totalParameters: { min: 2, max: 1 } } })).toThrow(
      expect.objectContaining({ code: "BAD_RANGE", message: expect.stringMatching(/^where\.not\.totalParameters/) }),
    );
  });
});
