import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readServedConfigurations } from "../../../bench/support/servedConfigurations.ts";
import {
  estimateServing,
  fitEfficiencies,
  meanLogError,
  servingErrors,
  unexplained,
} from "../../../bench/support/servingErrors.ts";
import { EFFICIENCIES } from "../../../src/compute/serving/efficiencies.ts";
import { ESTIMATE_FACTORS } from "../../../src/compute/serving/estimateErrors.ts";
import { percentileInterval } from "../../../src/frontier/statistics/percentileInterval.ts";

const { held, notHeld } = readServedConfigurations();
const halfOf = (wanted: string) => held.filter(({ half }) => half === wanted);

describe("the roofline against the measurements of ML.ENERGY", () => {
  it("is held against all 515 configurations, no architecture being in both halves", () => {
    expect([held.length, notHeld]).toEqual([515, []]);
    const dimensions = (half: string) => halfOf(half).map(({ architecture }) => JSON.stringify(architecture.layers));
    const inTest = new Set(dimensions("test"));
    expect(dimensions("train").filter((layers) => inTest.has(layers))).toEqual([]);
  });

  it("has the errors that docs/deployment.md states", () => {
    const odd = unexplained(held);
    const groups = {
      Test: halfOf("test"),
      Train: halfOf("train"),
      "Test, without the unexplained": halfOf("test").filter((one) => !odd.has(one)),
      "Test, H100": halfOf("test").filter(({ target }) => target.accelerator.slug === "H100-SXM"),
      "Test, B200": halfOf("test").filter(({ target }) => target.accelerator.slug === "B200"),
    };
    const said = readFileSync("docs/deployment.md", "utf8");
    for (const [name, configurations] of Object.entries(groups)) {
      const { interTokenLatency, throughput, energyPerToken } = servingErrors(configurations, EFFICIENCIES);
      const figures = [interTokenLatency, throughput, energyPerToken].map(
        ({ mean, median }) => `${mean.toFixed(1)} (${median.toFixed(1)})`,
      );
      expect(said).toContain(`| ${name} | ${configurations.length} | ${figures.join(" | ")} |`);
    }
  });

  it("is off by the factors that intervals of estimates take, on the half that it was not fitted to", () => {
    const half = halfOf("test");
    for (const [figure, factors] of Object.entries(ESTIMATE_FACTORS)) {
      const name = figure as keyof typeof ESTIMATE_FACTORS;
      const logs = half.map((one) => Math.log(one.measured[name] / estimateServing(one, EFFICIENCIES)[name]));
      const { low, high } = percentileInterval(logs)!;
      expect([Math.exp(low), Math.exp(high)].map((factor) => Number(factor.toFixed(2)))).toEqual(factors);
    }
  });

  it("is fitted on the half for training: from elsewhere, nothing better is found there", () => {
    const elsewhere = { ...EFFICIENCIES, bandwidth: 0.7, secondsPerLayer: 2e-5, secondsPerStep: 2e-3, idlePower: 0.2 };
    const least = meanLogError(halfOf("train"), fitEfficiencies(halfOf("train"), elsewhere));
    expect(meanLogError(halfOf("train"), EFFICIENCIES)).toBeLessThan(1.01 * least);
  });
});
