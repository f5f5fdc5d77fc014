import { findAccelerator } from "../../src/compute/accelerators/accelerators.ts";
import { precisionCalled } from "../../src/compute/accelerators/precision.ts";
import type { Architecture } from "../../src/compute/architecture/architecture.ts";
import { readArchitecture } from "../../src/compute/config/readArchitecture.ts";
import { type AnswerWork, answerWork } from "../../src/compute/serving/answerWork.ts";
import type { DeploymentTarget } from "../../src/compute/serving/deploymentTarget.ts";
import { readBundledModels, readBundledRuns } from "../../src/recording/bundled/bundledFiles.ts";

/** A configuration that ML.ENERGY measured, and what the roofline needs to estimate it. */
export interface ServedConfiguration {
  model: string;
  benchmark: string;
  architecture: Architecture;
  target: DeploymentTarget;
  promptTokens: number;
  outputTokens: number;
  work: AnswerWork;
  /** Models of the same dimensions fall into the same half. */
  half: "train" | "test";
  measured: {
    /** Seconds; the median over tokens. */
    interTokenLatency: number;
    /** Output tokens a second. */
    throughput: number;
    /** J. */
    energyPerToken: number;
  };
}

/**
 * Prompts that the source does not give the length of. GPQA Diamond: the mean that Epoch AI measured, as in
 * data/benchmarks.json. Chat: the mean prompt of LMSYS-Chat-1M (arXiv 2309.11998, table 1), which came from the same
 * arena; longer conversations are cut into their turns.
 */
const PROMPT_TOKENS: Record<string, number> = { "ml-energy/gpqa-diamond": 276.1, "ml-energy/lm-arena-chat": 69.5 };

/** All configurations, and the names of those that can't be estimated, for want of an architecture. */
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

/** Every second architecture is for testing, in the order in which models that have it come by name. */
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
