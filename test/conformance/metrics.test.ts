import { describe, expect, it } from "vitest";
import { ConformanceFailure } from "../../src/conformance/conformanceCase.ts";
import { type MetricToTry, metricCases } from "../../src/conformance/metricCases.ts";

const good: MetricToTry = {
  name: "carbon",
  title: "Carbon",
  unit: "g/problem",
  direction: "MINIMIZE",
  scale: "log",
  description: "Grams of CO₂.",
  requires: ["energy"],
  monotonic: { energy: "RISES" },
  compute: ({ energy }) => (energy === undefined ? null : energy * 1.1e-4),
};

async function breaches(metric: MetricToTry): Promise<string[]> {
  const found: string[] = [];
  for (const { code, skipped, run } of metricCases(metric)) {
    if (skipped !== undefined) continue;
    const outcome = await run().catch((error) => {
      expect(error).toBeInstanceOf(ConformanceFailure);
      return { outcome: "failed" };
    });
    if (outcome.outcome !== "passed") found.push(code);
  }
  return found;
}

describe("the cases of a metric", () => {
  it("hold for one that works", async () => expect(await breaches(good)).toEqual([]));

  let calls = 0;
  it.each<[string, Partial<MetricToTry>]>([
    ["METRIC_NAME_TAKEN", { name: "accuracy" }],
    ["UNIT_NOT_SAID", { unit: " " }],
    ["UNIT_NOT_SAID", { direction: "LESS" as never }],
    ["REQUIREMENT_NOT_KNOWN", { requires: ["jouls"] }],
    ["VALUE_NOT_FINITE", { compute: ({ energy }) => 1 / energy! }],
    ["VALUE_NOT_FINITE", { compute: () => "3" }],
    ["VALUE_NOT_FINITE", { compute: () => undefined }],
    ["VALUE_NOT_REPEATABLE", { compute: () => calls++ }],
    ["VALUE_FROM_NOTHING", { compute: ({ energy = 0 }) => energy }],
    ["SHARE_OUT_OF_RANGE", { unit: "1" }],
    ["NOT_MONOTONIC", { monotonic: { energy: "FALLS" } }],
    ["NOT_MONOTONIC", { compute: ({ energy }) => (energy! - 3) ** 2 }],
  ])("find %s", async (code, change) => {
    expect(await breaches({ ...good, ...change })).toContain(code);
  });
});
