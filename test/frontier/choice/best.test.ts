import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { best, type Values } from "../../../src/frontier/choice/best.ts";
import { metricNamed } from "../../../src/frontier/metrics.ts";
import { type Objective, objectiveOf } from "../../../src/frontier/objective.ts";

const objectives: Objective[] = [objectiveOf(metricNamed("accuracy")), objectiveOf(metricNamed("flops"))];
const candidates: Values[] = [
  { accuracy: 0.5, flops: 10, latency: 9 },
  { accuracy: 0.8, flops: 100, latency: 1 },
  { accuracy: 0.8, flops: 90, latency: 20 },
  { accuracy: 0.9, flops: 1000 },
  { accuracy: 0.95, flops: null, latency: 1 },
];
const take = (...constraints: Parameters<typeof best>[2]) => best(candidates, objectives, constraints);

describe("best", () => {
  it("takes the most accurate within a budget, the cheaper of equally accurate ones", () => {
    expect(take({ metric: "flops", max: 100 })).toBe(2);
    expect(take({ metric: "flops", max: 10 })).toBe(0);
    expect(take()).toBe(3);
  });

  it("takes the cheapest that reaches an accuracy, unless a budget is set too", () => {
    expect(take({ metric: "accuracy", min: 0.6 })).toBe(2);
    expect(take({ metric: "accuracy", min: 0.6 }, { metric: "flops", max: 1000 })).toBe(3);
  });

  it("holds constraints on metrics that are no objective, and needs a value there", () => {
    expect(take({ metric: "latency", max: 5 })).toBe(1);
    expect(take({ metric: "latency", min: 0 })).toBe(2);
  });

  it("is content with a minimum if only a metric without a say on cost has a maximum", () => {
    expect(take({ metric: "accuracy", min: 0.6, max: 0.95 })).toBe(2);
    expect(take({ metric: "accuracy", min: 0.4 }, { metric: "latency", max: 30 })).toBe(0);
    expect(take({ metric: "accuracy", max: 0.85 }, { metric: "flops", min: 20 })).toBe(2);
  });

  it("looks at the costs of all that reach a minimum, in whatever order they are given", () => {
    const turned = [...candidates].reverse();
    expect(best(turned, objectives, [{ metric: "accuracy", min: 0.6 }])).toBe(2);
    expect(best([candidates[3]!, candidates[0]!], objectives, [{ metric: "accuracy", min: 0.1 }])).toBe(1);
  });

  it("takes the first objective of each direction, and of equal candidates the first", () => {
    const [accuracy, flops] = objectives as [Objective, Objective];
    const latency = objectiveOf(metricNamed("latency"));
    const throughput = objectiveOf(metricNamed("throughput"));
    const values: Values[] = [
      { accuracy: 0.8, flops: 100, latency: 1, throughput: 5 },
      { accuracy: 0.8, flops: 90, latency: 20, throughput: 9 },
      { accuracy: 0.7, flops: 80, latency: 3, throughput: 50 },
      { accuracy: 0.8, flops: 90, latency: 20, throughput: 9 },
    ];
    expect(best(values, [accuracy, flops, latency], [])).toBe(1);
    expect(best(values, [accuracy, latency, flops], [])).toBe(0);
    expect(best(values, [throughput, accuracy, flops], [])).toBe(2);
    expect(best(values, [accuracy, throughput, flops], [])).toBe(1);
    expect(best(values, [flops, latency], [])).toBe(2);
    expect(best(values, [latency, flops], [])).toBe(0);
    expect(best(values, [throughput, accuracy], [])).toBe(2);
    expect(best(values, [accuracy, throughput], [])).toBe(1);
  });

  it("is null if nothing is feasible", () => {
    expect(take({ metric: "flops", max: 9 })).toBeNull();
    expect(best([], objectives, [])).toBeNull();
    expect(take({ metric: "cost", max: 1 })).toBeNull();
  });

  it("keeps the constraints and is never beaten by another feasible candidate", () => {
    const value = fc.option(fc.integer({ min: 0, max: 6 }));
    const arbitrary = fc.array(fc.record({ accuracy: value, flops: value, cost: value }), { maxLength: 25 });
    const three: Objective[] = [...objectives, objectiveOf(metricNamed("cost"))];
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 0, max: 6 }), (values, max) => {
        const isFeasible = (c: Values) => c.accuracy != null && c.flops != null && c.cost != null && c.flops <= max;
        const feasible = values.filter(isFeasible);
        const chosen = best(values, three, [{ metric: "flops", max }]);
        if (chosen === null) {
          expect(feasible).toEqual([]);
          return;
        }
        const { accuracy, flops, cost } = values[chosen]! as { accuracy: number; flops: number; cost: number };
        expect(isFeasible(values[chosen]!)).toBe(true);
        for (const other of feasible) {
          expect(other.accuracy!).toBeLessThanOrEqual(accuracy);
          if (other.accuracy === accuracy) expect(other.flops!).toBeGreaterThanOrEqual(flops);
          if (other.accuracy === accuracy && other.flops === flops) expect(other.cost!).toBeGreaterThanOrEqual(cost);
        }
      }),
    );
  });
});
