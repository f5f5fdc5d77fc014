import { describe, expect, it } from "vitest";
import {
  requireConstraints,
  requireEpsilons,
  requireMetric,
  requireObjectives,
} from "../../../src/analysis/request/objectives.ts";
import { createMetricCatalogue } from "../../../src/frontier/metricCatalogue.ts";

const METRICS = createMetricCatalogue();
const named = (...metrics: string[]) => metrics.map((metric) => ({ metric }));

describe("the objectives of a request", () => {
  it.each([[undefined], [null]])("are accuracy and FLOPs if they are %s", (inputs) => {
    expect(requireObjectives(METRICS, inputs)).toEqual([
      { metric: "accuracy", direction: "MAXIMIZE", scale: "linear" },
      { metric: "flops", direction: "MINIMIZE", scale: "log" },
    ]);
  });

  it("have the direction of their metric unless another one is asked", () => {
    const objectives = requireObjectives(METRICS, [
      { metric: "throughput" },
      { metric: "latency", direction: null },
      { metric: "accuracy", direction: "MINIMIZE" },
    ]);
    expect(objectives.map(({ direction }) => direction)).toEqual(["MAXIMIZE", "MINIMIZE", "MINIMIZE"]);
  });

  it("are five at most", () => {
    const five = named("accuracy", "flops", "latency", "energy", "cost");
    expect(requireObjectives(METRICS, five)).toHaveLength(5);
    expect(() => requireObjectives(METRICS, [...five, ...named("ttft")])).toThrow(
      expect.objectContaining({ code: "BAD_OBJECTIVES", message: expect.stringContaining("6 are given") }),
    );
  });

  it.each([
    [named(), "BAD_OBJECTIVES", "objectives"],
    [named("accuracy", "flops", "accuracy"), "BAD_OBJECTIVES", "objectives"],
    [named("accuracy", "beauty"), "UNKNOWN_METRIC", "objectives[1].metric"],
  ])("cannot be %j", (inputs, code, argument) => {
    expect(() => requireObjectives(METRICS, inputs)).toThrow(expect.objectContaining({ code, argument }));
  });
});

describe("the epsilons of a request", () => {
  it("are null if no objective has one, and 0 for an objective without one", () => {
    expect(requireEpsilons(null)).toBeNull();
    expect(requireEpsilons([{ metric: "accuracy" }, { metric: "flops", epsilon: 0 }])).toBeNull();
    expect(requireEpsilons([{ metric: "accuracy" }, { metric: "flops", epsilon: 0.2 }])).toEqual([0, 0.2]);
  });

  it.each([-1e-9, Number.POSITIVE_INFINITY, Number.NaN])("cannot be %d", (epsilon) => {
    const inputs = [
      { metric: "accuracy", epsilon: 0.1 },
      { metric: "flops", epsilon },
    ];
    expect(() => requireEpsilons(inputs)).toThrow(
      expect.objectContaining({ code: "BAD_RANGE", argument: "objectives[1].epsilon" }),
    );
  });
});

describe("the constraints of a request", () => {
  it("may be open at either end, and may be one value", () => {
    const constraints = [
      { metric: "flops", max: 1e15 },
      { metric: "accuracy", min: 0 },
      { metric: "cost", min: 1, max: 1 },
    ];
    expect(requireConstraints(METRICS, constraints)).toEqual(constraints);
    expect(requireConstraints(METRICS, null)).toEqual([]);
  });

  it.each([
    [{ metric: "flops", min: 2, max: 1 }, "BAD_RANGE", "limits[1]"],
    [{ metric: "beauty" }, "UNKNOWN_METRIC", "limits[1].metric"],
  ])("cannot be %j", (constraint, code, argument) => {
    expect(() => requireConstraints(METRICS, [{ metric: "flops" }, constraint], "limits")).toThrow(
      expect.objectContaining({ code, argument }),
    );
  });
});

describe("a metric", () => {
  it("is found by its name, and an error lists the names there are", () => {
    expect(requireMetric(METRICS, "ttft", "metric").unit).toBe("s");
    expect(requireMetric(METRICS, "TTFT", "metric").unit).toBe("s");
    expect(requireMetric(METRICS, "flop", "metric").name).toBe("flops");
    expect(requireConstraints(METRICS, [{ metric: "Output tokens", max: 1 }])).toMatchObject([
      { metric: "output_tokens", max: 1 },
    ]);
    expect(() => requireMetric(METRICS, "TFT", "metric")).toThrow(/^metric: .*"TFT"\. Known: accuracy, .*ttft/);
  });
});
