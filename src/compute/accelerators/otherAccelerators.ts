import type { Accelerator } from "./dataSheet.ts";
import { gibibytes, gigabytes, tera } from "./dataSheet.ts";

export const OTHER_ACCELERATORS: readonly Accelerator[] = [
  {
    slug: "MI300X",
    name: "AMD Instinct MI300X",
    vendor: "AMD",
    aliases: ["AMD Instinct MI300X OAM", "AMD Instinct MI300X VF"],
    peak: { bf16: tera(1307.4), fp8: tera(2614.9), int8: tera(2614.9) },
    memory: gibibytes(192),
    bandwidth: gigabytes(5300),
    interconnect: gigabytes(896),
    power: 750,
    source: "https://www.amd.com/en/products/accelerators/instinct/mi300/mi300x.html",
  },
  {
    slug: "MI355X",
    name: "AMD Instinct MI355X",
    vendor: "AMD",
    aliases: ["AMD Instinct MI355X OAM"],
    peak: { bf16: tera(2516.6), fp8: tera(5033.2), int8: tera(5033.2), fp4: tera(10066.3) },
    memory: gibibytes(288),
    bandwidth: gigabytes(8000),
    interconnect: gigabytes(1075),
    power: 1400,
    source: "https://www.amd.com/en/products/accelerators/instinct/mi350/mi355x.html",
  },
  {
    slug: "Gaudi-3",
    name: "Intel Gaudi 3 HL-325L",
    vendor: "Intel",
    aliases: ["HL-325L", "Intel Gaudi 3"],
    peak: { bf16: tera(1678), fp8: tera(1678) },
    memory: gibibytes(128),
    bandwidth: gigabytes(3700),
    interconnect: gigabytes(1200),
    power: 900,
    source:
      "https://www.intel.com/content/www/us/en/content-details/817486/intel-gaudi-3-ai-accelerator-white-paper.html",
  },
  {
    slug: "TPU-v5e",
    name: "Google TPU v5e",
    vendor: "Google",
    aliases: ["TPU v5 lite", "TPU v5e"],
    peak: { bf16: tera(197), int8: tera(393) },
    memory: gibibytes(16),
    bandwidth: gigabytes(819),
    interconnect: gigabytes(400),
    power: null,
    source: "https://docs.cloud.google.com/tpu/docs/v5e",
  },
];
