import type { AnswerWork } from "./answerWork.ts";
import type { DeploymentTarget } from "./deploymentTarget.ts";
import type { Efficiencies } from "./efficiencies.ts";
import { type PassTime, timePass } from "./roofline.ts";

/** What one answer takes where the accelerators are full with a batch of answers like it. */
export interface AnswerTime {
  /** Seconds until the prompt is read. */
  ttft: number;
  /** Seconds until the answer is written. */
  latency: number;
  /** Mean power of all accelerators together, in watts; null where that of one is not known. */
  power: number | null;
}

/** Times an answer, and says what power is drawn meanwhile. */
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
