import type { DeploymentTarget } from "../../../src/compute/serving/deploymentTarget.ts";
import type { Efficiencies } from "../../../src/compute/serving/efficiencies.ts";

/** A made-up accelerator whose figures are easy to compute with by hand. */
export const EASY_TARGET: DeploymentTarget = {
  accelerator: {
    slug: "easy",
    name: "Easy",
    vendor: "None",
    aliases: [],
    peak: { bf16: 1000 },
    memory: 1e12,
    bandwidth: 10,
    interconnect: 400,
    power: 100,
    source: "https://example.org",
  },
  count: 1,
  precision: "BF16",
  batch: 1,
};

export const EASY_EFFICIENCIES: Efficiencies = {
  compute: 0.5,
  bandwidth: 0.5,
  expertBandwidth: 0.25,
  secondsPerLayer: 0.5,
  secondsPerStep: 7,
  secondsPerAnswer: 0.125,
  secondsPerExchange: 0.25,
  idlePower: 0.25,
  memoryPower: 0.5,
  computePower: 2,
};
