import { findAccelerator } from "../../src/compute/accelerators/accelerators.ts";
import { precisionCalled } from "../../src/compute/accelerators/precision.ts";
import type { Architecture } from "../../src/compute/architecture/architecture.ts";
import { readArchitecture } from "../../src/compute/config/readArchitecture.ts";
import { type AnswerWork, answerWork } from "../../src/compute/serving/answerWork.ts";
import type { DeploymentTarget } from "../../src/compute/serving/deploymentTarget.ts";
import { readBundledModels, readBundledRuns } from "../../src/recording/bundled/bundledFiles.ts";

/** A configuration that ML.ENERGY measured, with the input of the roofline model. */
export interface ServedConfiguration {
  model: string;
  benchmark: string;
  architecture: Architecture;
  target: DeploymentTarget;
  promptTokens: number;
  outputTokens: number;
  work: AnswerWork;
  /** The half of the models that it belongs to. Models with the same dimensions belong to the same half. */
  half: "train" | "test";
  measured: {
    /** The median over tokens, in seconds. */
    interTokenLatency: number;
    /** The output tokens per second of the whole deployment. */
    throughput: number;
    /** The energy per output token, in joules. */
    energyPerToken: number;
  };
}

/**
 * The mean number of prompt tokens by benchmark, which the source does not give. That of GPQA Diamond was measured by Epoch
 * AI (data/benchmarks.json). That of chat is the mean prompt of LMSYS-Chat-1M (arXiv 2309.11998, table 1), which comes from
 * the same arena and cuts longer conversations into their turns.
 */
const PROMPT_TOKENS: Record<string, number> = { "ml-energy/gpqa-diamond": 276.1, "ml-energy/lm-arena-chat": 69.5 };

/** All configurations, and the names of those that cannot be estimated because their architecture is not known. */
export function readServedConfigurations(): { held: ServedConfiguration[]; notHeld: string[] } {
  const configs = new Map(readBundledModels().map(({ slug, config }) => [slug, config]));
  const runs = readBundledRuns("ml-energy");
  const halves = halvesOf([...new Set(runs.map(({ model }) => model))].sort(), configs);
  const held: ServedConfiguration[] = [];
  const notHeld: string[] = [];
  for (const { model, benchmark, hardware, deployment, measures } of runs) {
    const config = configs.get(model);
    const accelerator = findAccelerator(hardware!.slug);
    const { precision, maxNumSeqs } = deployment as { precision: string; maxNumSeqs: number };
    if (!config || !accelerator) {
      notHeld.push(`${model} on ${hardware!.count} × ${hardware!.slug} at ${maxNumSeqs}`);
      continue;
    }
    const architecture = readArchitecture(config);
    const target: DeploymentTarget = {
      accelerator,
      count: hardware!.count,
      precision: precisionCalled(precision)!,
      batch: Math.max(1, Math.round(measures.batch!.value)),
    };
    const promptTokens = PROMPT_TOKENS[benchmark]!;
    const outputTokens = measures.output_tokens!.value;
    held.push({
      ...{ model, benchmark, architecture, target, promptTokens, outputTokens },
      work: answerWork(architecture, target, promptTokens, outputTokens),
      half: halves.get(model)!,
      measured: {
        interTokenLatency: measures.inter_token_latency!.value,
        throughput: measures.throughput!.value,
        energyPerToken: measures.energy_per_token!.value,
      },
    });
  }
  return { held, notHeld };
}

/** The half of each model. In the order of the models' names, every second architecture is for testing. */
function halvesOf(models: string[], configs: Map<string, unknown>): Map<string, "train" | "test"> {
  const order: string[] = [];
  return new Map(
    models.map((model) => {
      const config = configs.get(model);
      const dimensions = JSON.stringify(config ? readArchitecture(config).layers : model);
      if (!order.includes(dimensions)) order.push(dimensions);
      return [model, order.indexOf(dimensions) % 2 === 0 ? "train" : "test"];
    }),
  );
}
