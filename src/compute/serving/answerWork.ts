import type { Architecture } from "../architecture/architecture.ts";
import type { DeploymentTarget } from "./deploymentTarget.ts";
import { decodeWork, type PassWork, prefillWork } from "./passWork.ts";

/** The work of all accelerators from the start of an answer's prompt to its last token. */
export interface AnswerWork {
  /** The pass that reads its prompt, which gives the first token. */
  prompt: PassWork;
  /** One decode step, which gives one more token to each answer of the batch. */
  step: PassWork;
  steps: number;
  /** A pass between two steps that reads the prompts of other answers, which take places that have become free. */
  otherPrompts: PassWork;
  otherPasses: number;
}

/**
 * The work of an answer in a batch that is always full of answers like it, each somewhere between its beginning and its
 * end. Every step counts as a step at the middle of an answer. Places in the batch become free at random, on average
 * (batch − 1) / outputTokens of them a step, and the prompts that take them are read together in one pass.
 */
export function answerWork(
  architecture: Architecture,
  target: DeploymentTarget,
  promptTokens: number,
  outputTokens: number,
): AnswerWork {
  const others = target.batch - 1;
  const passesPerStep = outputTokens > 0 ? 1 - Math.exp(-others / outputTokens) : 1;
  const otherPasses = others === 0 ? 0 : Math.max(1, outputTokens) * passesPerStep;
  return {
    prompt: prefillWork(architecture, target, promptTokens),
    step: decodeWork(architecture, target, promptTokens + outputTokens / 2),
    steps: Math.max(0, outputTokens - 1),
    otherPrompts: prefillWork(architecture, target, promptTokens, otherPasses === 0 ? 1 : others / otherPasses),
    otherPasses,
  };
}
