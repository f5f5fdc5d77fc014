import { describe, expect, it } from "vitest";
import { type FrontierArguments, frontierRequest } from "../../../src/analysis/request/frontierRequest.ts";
import { createMetricCatalogue } from "../../../src/frontier/metricCatalogue.ts";
import type { Catalogue } from "../../../src/store/catalogue.ts";

const index = <Row extends { id: number; slug: string }>(all: Row[]) => ({
  all,
  byId: new Map(all.map((row) => [row.id, row])),
  bySlug: new Map(all.map((row) => [row.slug, row])),
});
const CATALOGUE = {
  benchmarks: index([
    { id: 7, slug: "proofs" },
    { id: 8, slug: "sums" },
  ]),
  models: index([
    { id: 1, slug: "early", releasedOn: "2024-01-01" },
    { id: 2, slug: "middle", releasedOn: "2024-06-01" },
    { id: 3, slug: "late", releasedOn: "2025-01-01" },
    { id: 4, slug: "undated", releasedOn: null },
  ]),
  labs: index([]),
  hardware: index([]),
  metrics: createMetricCatalogue(),
  prices: { byModel: new Map(), byAccelerator: new Map() },
} as unknown as Catalogue;
const SUMS = { benchmark: ["sums"] };
const request = (asked: FrontierArguments) => frontierRequest({ where: SUMS, ...asked }, CATALOGUE);

describe("a request for a frontier", () => {
  it("trades accuracy against FLOPs over models if nothing else is asked", () => {
    expect(request({})).toEqual({
      criteria: { benchmarkIds: [8] },
      grain: "MODEL",
      objectives: [
        { metric: "accuracy", direction: "MAXIMIZE", scale: "linear" },
        { metric: "flops", direction: "MINIMIZE", scale: "log" },
      ],
      ...{ constraints: [], on: null, minMembership: null, epsilons: null },
    });
  });

  it.each([
    [{ asOf: "2024-06-01" }, [1, 2]],
    [{ asOf: "2024-05-31" }, [1]],
    [{ asOf: "2024-12-31", where: { ...SUMS, releasedOn: { to: "2024-06-01" } } }, [1, 2]],
    [{ asOf: "2024-06-01", where: { ...SUMS, releasedOn: { to: "2025-12-31" } } }, [1, 2]],
    [{ asOf: "2025-01-01", where: { ...SUMS, releasedOn: { from: "2024-02-01" } } }, [2, 3]],
    [{ where: { ...SUMS, releasedOn: { from: "2024-02-01" } } }, [2, 3]],
  ])("with %j is about the models %j", (asked, modelIds) => {
    expect(request(asked).criteria.modelIds).toEqual(modelIds);
  });

  it.each([
    [{ minMembership: 0 }, { minMembership: 0 }],
    [{ minMembership: 1 }, { minMembership: 1 }],
    [{ where: { benchmark: ["sums", "proofs", "sums"] } }, { criteria: { benchmarkIds: [8, 7] } }],
    [{ grain: "OPERATING_POINT" as const }, { grain: "OPERATING_POINT" }],
    [
      { minMembership: 0.5, objectives: [{ metric: "accuracy", epsilon: 0 }] },
      { minMembership: 0.5, epsilons: null },
    ],
    [
      { on: { hardware: "L40S", dollarsPerHour: 0 }, objectives: [{ metric: "cost" }] },
      { on: { hardware: "L40S", dollarsPerHour: 0, count: 1 } },
    ],
    [{ on: { hardware: "L40S" }, objectives: [{ metric: "energy" }] }, { on: { dollarsPerHour: null } }],
    [{ objectives: [{ metric: "cost" }] }, { on: null }],
  ])("may be %j", (asked, expected) => {
    expect(request(asked)).toMatchObject(expected);
  });

  it.each([
    [{ where: null }, "NO_BENCHMARK", "where.benchmark"],
    [{ where: { benchmark: [] } }, "NO_BENCHMARK", "where.benchmark"],
    [{ where: { benchmark: ["sums", "proofs"] }, grain: "RUN" as const }, "BAD_GRAIN", "grain"],
    [{ where: { benchmark: ["sums", "proofs"] }, grain: "OPERATING_POINT" as const }, "BAD_GRAIN", "grain"],
    [{ minMembership: 1.001 }, "BAD_RANGE", "minMembership"],
    [{ minMembership: -0.001 }, "BAD_RANGE", "minMembership"],
    [{ minMembership: Number.NaN }, "BAD_RANGE", "minMembership"],
    [{ minMembership: 0, objectives: [{ metric: "flops", epsilon: 0.1 }] }, "BAD_OBJECTIVES", "objectives"],
    [{ on: { hardware: "L40S" }, objectives: [{ metric: "cost" }] }, "BAD_DEPLOYMENT", "on.dollarsPerHour"],
    [{ on: { hardware: "L40S" }, constraints: [{ metric: "cost", max: 1 }] }, "BAD_DEPLOYMENT", "on.dollarsPerHour"],
  ])("cannot be %j", (asked: FrontierArguments, code, argument) => {
    expect(() => request(asked)).toThrow(expect.objectContaining({ code, argument }));
  });
});
