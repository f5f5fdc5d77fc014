import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import example from "../../examples/metrics/index.ts";
import { metricCases } from "../../src/conformance/metricCases.ts";
import type { MetricPlugin } from "../../src/plugins/contract/metric.ts";
import { metricsOf } from "../../src/plugins/registry.ts";

const OPTIONS: Record<string, object> = { facility_energy: { pue: 1.25 }, carbon: { gramsPerKwh: 380 } };
const metrics = [example].flat() as MetricPlugin[];

describe.each(metrics.map((metric) => [metric.name, metric] as const))(
  "the metric %s of the example",
  (name, metric) => {
    const cases = metricCases(metric, { options: OPTIONS[name], others: metrics.flatMap(metricsOf) });
    it.each(cases.map((one) => [one.code, one] as const))("%s", async (_, { run, skipped }) => {
      if (skipped === undefined) expect((await run()).outcome).toBe("passed");
    });
  },
);

it("the example is compiled into what its package.json exports and publishes", { timeout: 60_000 }, () => {
  const folder = "examples/metrics";
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  expect(manifest).toMatchObject({ exports: "./dist/index.js", files: ["dist"], paretograph: { plugin: "1" } });
  const into = mkdtempSync(join(tmpdir(), "paretograph-metrics-"));
  try {
    execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", folder, "--outDir", into]);
    expect(readdirSync(into)).toEqual(["index.js"]);
    expect(readFileSync(join(into, "index.js"), "utf8")).toContain("export default");
  } finally {
    rmSync(into, { recursive: true });
  }
});
