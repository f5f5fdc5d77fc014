import type { Architecture } from "../architecture/architecture.ts";
import type { AnswerLengths } from "./deployment.ts";
import type { Serving } from "./deploymentTarget.ts";
import { type EngineProfile, profileOf } from "./engines.ts";
import { type PassTime, timePass } from "./passTime.ts";
import { decodeWork, type PassWork, prefillWork } from "./passWork.ts";

/** The work of a batch that is always full of answers like one, each somewhere between its beginning and its end. */
export interface BatchWork {
  /** One decode step at the middle of the answers. */
  step: PassWork;
  /** A pass that reads the prompts of answers that take places which have become free. */
  prompts: PassWork;
  /** How many of these passes there are for each step. */
  passesPerStep: number;
}

/** Places become free at (batch − 1) / outputTokens a step; several that become free in one step are read together. */
export function batchWork(
  architecture: Architecture,
  target: Serving,
  { promptTokens, outputTokens, contextTokens = promptTokens + outputTokens / 2 }: AnswerLengths,
): BatchWork {
  const perStep = (target.batch - 1) / Math.max(1, outputTokens);
  const together = Math.max(1, perStep);
  return {
    step: decodeWork(architecture, target, contextTokens),
    prompts: prefillWork(architecture, target, promptTokens, together),
    passesPerStep: perStep / together,
  };
}

/** The seconds between two tokens of an answer, as a mean, and the parts of that time. */
export interface TokenTime {
  total: number;
  step: PassTime;
  /** The pass that reads prompts of other answers. */
  reading: PassTime;
  /** What these prompts add to a step. */
  prompts: number;
  /** Arithmetic at the full peak of the data sheet, and memory at its full bandwidth. */
  peakCompute: number;
  peakMemory: number;
}

/** A prompt that is read between or within steps shares their scheduling and about half of their launches. */
const SHARED_LAUNCHES = 0.5;

export function timeToken(
  work: BatchWork,
  target: Serving,
  { profile, all }: { profile: EngineProfile; all: number } = profileOf(target.engine, target.version),
): TokenTime {
  const step = timePass(work.step, target, profile);
  const reading = timePass(work.prompts, target, profile);
  const marginal = reading.total - profile.step - SHARED_LAUNCHES * reading.launch;
  const prompts = all * work.passesPerStep * profile.prompt * marginal;
  const ofBoth = (part: "peakCompute" | "peakMemory") => step[part] + work.passesPerStep * reading[part];
  return {
    total: all * step.total + prompts,
    step,
    reading,
    prompts,
    peakCompute: ofBoth("peakCompute"),
    peakMemory: ofBoth("peakMemory"),
  };
}
