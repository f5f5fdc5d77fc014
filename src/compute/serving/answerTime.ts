import type { AnswerWork } from "./answerWork.ts";
import type { DeploymentTarget } from "./deploymentTarget.ts";
import type { Efficiencies } from "./efficiencies.ts";
import { type PassTime, timePass } from "./roofline.ts";

/** The time and power of one answer while the accelerators are full with a batch of answers like it. */
export interface AnswerTime {
  /** Seconds until the prompt is read and the first token is there (TTFT). */
  ttft: number;
  /** Seconds until the last token is there. */
  latency: number;
  /** Mean power of all accelerators together, in watts; null where the power of one is not known. */
  power: number | null;
}

/** Estimates the seconds that an answer takes and the mean power drawn in that time. */
export function timeAnswer(work: AnswerWork, target: DeploymentTarget, efficiencies: Efficiencies): AnswerTime {
  const prompt = timePass(work.prompt, target, efficiencies);
  const step = timePass(work.step, target, efficiencies);
  const otherPrompts = timePass(work.otherPrompts, target, efficiencies);
  const sum = (of: (pass: PassTime) => number) =>
    of(prompt) + work.steps * of(step) + work.otherPasses * of(otherPrompts);
  const latency = sum((pass) => pass.total);
  const { idlePower, computePower, memoryPower } = efficiencies;
  const share =
    idlePower +
    (computePower * sum((pass) => pass.peakCompute) + memoryPower * sum((pass) => pass.peakMemory)) / latency;
  const { accelerator, count } = target;
  const power = accelerator.power === null ? null : count * accelerator.power * Math.min(1, share);
  return { ttft: prompt.total, latency, power };
}
