import { expect, it } from "vitest";
import type { FrontierRequest } from "../../src/analysis/request/frontierRequest.ts";
import { columnsOf } from "../../src/drawing/pictureColumns.ts";
import type { BuiltInMetricName } from "../../src/frontier/metrics.ts";
import { metricNamed } from "../../src/frontier/metrics.ts";
import { objectiveOf } from "../../src/frontier/objective.ts";

const columns = (...names: BuiltInMetricName[]) =>
  columnsOf({ objectives: names.map((name) => objectiveOf(metricNamed(name))) } as FrontierRequest);

it("puts the first minimised objective on x and the first maximised on y", () => {
  expect(columns("accuracy", "flops")).toEqual([1, 0]);
  expect(columns("flops", "accuracy")).toEqual([0, 1]);
  expect(columns("latency", "flops", "throughput", "accuracy")).toEqual([0, 2]);
  expect(columns("throughput", "accuracy", "latency", "flops")).toEqual([2, 0]);
});

it("takes two of the same direction as they come: the first on the axis that it belongs on", () => {
  expect(columns("flops", "latency", "cost")).toEqual([0, 1]);
  expect(columns("accuracy", "throughput", "batch")).toEqual([1, 0]);
});

it("needs two objectives", () => {
  expect(() => columns("flops")).toThrow(
    expect.objectContaining({ code: "BAD_OBJECTIVES", message: expect.stringContaining("beside flops") }),
  );
});
