import { type ParseArgsConfig, parseArgs } from "node:util";
import { estimateDeployment } from "../src/compute/serving/deployment.ts";
import { EFFICIENCIES } from "../src/compute/serving/efficiencies.ts";
import { report } from "./support/report.ts";
import { readServedConfigurations, type ServedConfiguration } from "./support/servedConfigurations.ts";
import { fitEfficiencies, servingErrors, unexplained } from "./support/servingErrors.ts";

const options = {
  /** Fits the efficiencies again, on the half for training, and reports the errors with them. */
  fit: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];
const { values } = parseArgs({ options });

const { held, notHeld } = readServedConfigurations();
const train = held.filter(({ half }) => half === "train");
const efficiencies = values.fit ? fitEfficiencies(train, EFFICIENCIES) : EFFICIENCIES;
const odd = unexplained(held);
const refused = held.filter(({ architecture, target, promptTokens, outputTokens }) => {
  return !estimateDeployment(architecture, target, promptTokens + outputTokens / 2).fits;
});

const groups: [string, (configuration: ServedConfiguration) => string][] = [
  ["half", ({ half }) => half],
  ["half, without what the hardware does not explain", (one) => (odd.has(one) ? "unexplained" : one.half)],
  ["accelerator, test half", ({ half, target }) => (half === "test" ? target.accelerator.slug : "")],
  ["workload", ({ benchmark, target }) => `${benchmark} on ${target.accelerator.slug}`],
  ["batch", ({ target }) => `${2 ** Math.floor(Math.log2(target.batch))} and more`],
  ["model", ({ model, target, half }) => `${model} on ${target.accelerator.slug} (${half})`],
];
const notes = [
  `${values.fit ? "Fitted efficiencies" : "Efficiencies"}: ${JSON.stringify(efficiencies)}`,
  `Held: ${held.length}. Not held, for want of an architecture: ${notHeld.join("; ") || "none"}.`,
  `Ran, but would not fit by the estimate of memory: ${refused.map(nameOf).join("; ") || "none"}.`,
  `Slower than on a slower accelerator: ${[...odd].map(nameOf).join("; ")}.`,
];
for (const [name, keyOf] of groups) {
  const rows = [...Map.groupBy(held, keyOf)]
    .filter(([key]) => key !== "")
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .map(([key, configurations]) => row(key, configurations));
  const title = `Error of the roofline by ${name}, in percent (mean, median of the absolute)`;
  report(title, rows, name === "model" ? notes : []);
}

function row(key: string, configurations: ServedConfiguration[]): Record<string, string | number> {
  const { interTokenLatency, throughput, energyPerToken } = servingErrors(configurations, efficiencies);
  const shown = ({ mean, median }: { mean: number; median: number }) => `${mean.toFixed(1)}, ${median.toFixed(1)}`;
  return {
    of: key,
    configurations: configurations.length,
    "inter-token latency": shown(interTokenLatency),
    throughput: shown(throughput),
    "J a token": shown(energyPerToken),
  };
}

function nameOf({ model, benchmark, target }: ServedConfiguration): string {
  const { count, accelerator, batch } = target;
  return `${model}, ${benchmark.split("/")[1]}, ${count} × ${accelerator.slug}, batch ${batch}`;
}
