import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import aiconfigurator from "../../examples/aiconfigurator/index.ts";
import { planServing } from "../../src/analysis/planning/servingPlan.ts";
import { requireDeployment } from "../../src/analysis/request/deploymentPlan.ts";
import { findAccelerator } from "../../src/compute/accelerators/accelerators.ts";
import { momentsOf } from "../../src/compute/fleets/lengths.ts";
import { byError, type Estimator, PROFILE_ESTIMATOR } from "../../src/compute/serving/estimator.ts";
import { createMetricCatalogue } from "../../src/frontier/metricCatalogue.ts";
import { defineEstimator } from "../../src/plugins/contract/definePlugin.ts";
import type { EstimatorPlugin } from "../../src/plugins/contract/estimator.ts";
import { estimatorsOf } from "../../src/plugins/estimators.ts";
import { NOTHING_DECLARED } from "../../src/plugins/projectConfig.ts";
import { createPluginRegistry } from "../../src/plugins/registry.ts";
import { architectureOf } from "../compute/bundledModels.ts";

const slug = "meta-llama/Llama-3.1-8B-Instruct";
const known = { config: {}, architecture: architectureOf(slug), precision: "BF16" } as const;
const model = { slug, known, precisions: [{ precision: "BF16", checkpoint: slug }] } as const;
const machine = requireDeployment({ hardware: "H100-SXM", count: 1, batch: "BEST" });
const lengths = { moments: momentsOf([500, 1500]), answerCount: 2, origin: "two answers", range: null };
const load = { requestsPerSecond: 3, promptTokens: 500, ttftP95: null, itlP95: null };
const planBy = (all: Estimator[], isNamed = false) => planServing(model, machine, load, lengths, { all, isNamed });

function brought(plugin: EstimatorPlugin<never> | EstimatorPlugin, options: Record<string, unknown> = {}): Estimator {
  const declared = { ...NOTHING_DECLARED, estimators: new Map([[plugin.name, options]]) };
  const registry = createPluginRegistry(createMetricCatalogue(), declared);
  registry.register(plugin, "a test");
  return estimatorsOf(registry)[1]!;
}

const made = (rest: Partial<EstimatorPlugin> = {}) =>
  defineEstimator({
    ...{ name: "made", version: "2.0.0", apiVersion: "1.7.0", description: "d", errors: [], ...rest },
    options: aiconfigurator.options.catch({ python: "" }) as never,
    estimate:
      rest.estimate ??
      ((requests) =>
        requests.map(() => ({ ttft: 0.1, ttftP95: 0.2, interTokenLatency: 0.01, interTokenP95: 0.02, power: 500 }))),
  });

describe("the estimator that answers", () => {
  it("is the one with the smallest error in the cell, of enough measurements", async () => {
    const cell = { engine: "VLLM", models: "dense", accelerator: "H100-SXM", mean: 0.01, median: 0.01 } as const;
    const better = await planBy([PROFILE_ESTIMATOR, brought(made({ errors: [{ ...cell, rows: 50 }] }))]);
    expect(better).toMatchObject({ estimator: { name: "made", version: "2.0.0" }, error: { mean: 0.01, rows: 50 } });
    for (const errors of [[], [{ ...cell, rows: 9 }], [{ ...cell, rows: 50, models: "experts" as const }]]) {
      const plan = await planBy([PROFILE_ESTIMATOR, brought(made({ errors }))]);
      expect(plan.estimator.name).toBe("paretograph");
      expect(plan.error!.mean).toBeLessThan(0.3);
    }
    const serving = { engine: "VLLM", accelerator: findAccelerator("H100-SXM")! } as const;
    expect(byError([brought(made()), PROFILE_ESTIMATOR], known.architecture, serving)[0]).toBe(PROFILE_ESTIMATOR);
  });

  it("gives the figures of a plan that follow by hand", async () => {
    // Each answer takes 0.1 + 999 · 0.01 = 10.09 s at any batch, so that 3 · 10.09 run; 500 W over 3 answers a second.
    const plan = await planBy([brought(made())], true);
    expect(plan.machines).toBe(1);
    expect(plan.meanRunning).toBeCloseTo(30.27, 6);
    expect(plan.joulesPerAnswer).toBeCloseTo(500 / 3, 6);
    expect(plan.ttftP95).toBeCloseTo(0.2, 6);
  });

  it("is the next one where it knows nothing or fails, and a failure is told; named, it is refused", async () => {
    const first = { errors: [{ engine: "VLLM", models: "dense", rows: 99, mean: 0.001, median: 0.001 }] as const };
    const silent = brought(made({ ...first, estimate: (requests) => requests.map(() => null) }));
    expect((await planBy([PROFILE_ESTIMATOR, silent])).estimator.name).toBe("paretograph");
    await expect(planBy([silent], true)).rejects.toMatchObject({ code: "NO_ESTIMATE" });
    const faults: [EstimatorPlugin["estimate"], RegExp][] = [
      [() => Promise.reject(new Error("no tables")), /The plugin "made" 2.0.0 failed in estimate: no tables/],
      [() => [], /0 estimates for \d+ requests/],
      [(requests) => requests.map(() => ({ ttft: -1 }) as never), /ttft: /],
    ];
    for (const [estimate, message] of faults) {
      const faulty = brought(made({ ...first, estimate }));
      const plan = await planBy([PROFILE_ESTIMATOR, faulty]);
      expect(plan.failures.join()).toMatch(message);
      await expect(planBy([faulty], true)).rejects.toMatchObject({ code: "ESTIMATOR_FAILED" });
    }
  });
});

describe("aiconfigurator as an estimator", () => {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-aiconfigurator-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const standIn = (body: string) => {
    const file = join(folder, `python-${Math.random().toString(36).slice(2)}`);
    writeFileSync(file, `#!${process.execPath}\n${body}`);
    chmodSync(file, 0o755);
    return file;
  };

  it("is asked by its own arguments, in milliseconds, and says nothing of what it has no table of", async () => {
    const python = standIn(`const asked = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
      if (asked[0].system_name !== "h100_sxm" || asked[0].backend_name !== "vllm" || asked[0].osl !== 1000) process.exit(3);
      console.log("loading");
      console.log("estimates: " + JSON.stringify(asked.map((one) => one.batch_size > 64 ? null : { ttft: 100, tpot: 10 + one.batch_size })));`);
    const plan = await planBy([brought(aiconfigurator as never, { python })], true);
    expect(plan.estimator.name).toBe("aiconfigurator");
    expect(plan.serving.batch).toBeLessThanOrEqual(64);
    expect(plan.joulesPerAnswer).toBeNull();
    expect(plan.itlP95).toBeCloseTo((10 + plan.serving.batch) / 1000, 9);
  });

  it("fails by name where Python is not there, ends, or says something else", async () => {
    const programs: [string, RegExp][] = [
      [join(folder, "none"), /"aiconfigurator" 1.0.0 failed in estimate: .*can't be run/],
      [standIn("console.error('No module named aiconfigurator'); process.exit(1);"), /No module named aiconfigurator/],
      [standIn("console.log('estimates: [1]');"), /failed in estimate/],
    ];
    for (const [python, message] of programs) {
      await expect(planBy([brought(aiconfigurator as never, { python })], true)).rejects.toThrow(message);
    }
    await expect(planBy([brought(aiconfigurator as never)], true)).rejects.toThrow(
      /estimators\.aiconfigurator\.python/,
    );
  });
});
