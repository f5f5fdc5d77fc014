import type { DeploymentTarget } from "./deploymentTarget.ts";
import type { Efficiencies } from "./efficiencies.ts";
import type { PassWork } from "./passWork.ts";
import { timePass } from "./roofline.ts";

/** What one answer takes where the accelerators are full with a batch of answers like it. */
export interface AnswerTime {
  /** Seconds until the prompt is read. */
  ttft: number;
  /** Seconds until the answer is written. */
  latency: number;
  /** Mean power of all accelerators together, in watts; null where that of one is not known. */
  power: number | null;
}

/**
 * Times an answer of `outputTokens` tokens: its first token comes with the prompt, each other takes a step, and the prompt
 * of every other answer of the batch is read once in between.
 */
export function timeAnswer(
  prefill: PassWork,
  step: PassWork,
  target: DeploymentTarget,
  outputTokens: number,
  efficiencies: Efficiencies,
): AnswerTime {
  const { accelerator, count, batch } = target;
  const prompt = timePass(prefill, target, efficiencies);
  const token = timePass(step, target, efficiencies);
  const steps = Math.max(0, outputTokens - 1);
  const latency = batch * prompt.total + steps * token.total;
  const use = (part: "compute" | "memory") => (batch * prompt[part] + steps * token[part]) / latency;
  const share =
    efficiencies.idlePower +
    efficiencies.computePower * efficiencies.compute * use("compute") +
    efficiencies.memoryPower * efficiencies.bandwidth * use("memory");
  const power = accelerator.power === null ? null : count * accelerator.power * Math.min(1, share);
  return { ttft: prompt.total, latency, power };
}
