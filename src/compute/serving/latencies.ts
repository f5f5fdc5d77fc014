import type { TokenTime } from "./tokenTime.ts";

/** Engines read long prompts in pieces of about as many tokens, so that no step waits for a whole one. */
const PIECE_TOKENS = 8192;

/** The 95th percentile of the time between two tokens of an answer: more than one step in twenty reads prompts, or few do. */
export function interTokenP95(time: TokenTime, passesPerStep: number, promptTokens: number, all: number): number {
  const step = all * time.step.total;
  if (passesPerStep < 0.05) return step;
  const pieces = Math.max(1, promptTokens / PIECE_TOKENS);
  return step + (all * time.reading.work) / pieces;
}

/**
 * Seconds to the first token where a new answer begins as soon as another one ends, so that none waits for a place: what is
 * left of the present step, the own prompt, and those that come at the same time and are read before it. At the 95th
 * percentile their number is that of a Poisson distribution.
 */
export function ttftOf(prompt: number, time: TokenTime, arrivalsPerStep: number): { mean: number; p95: number } {
  // An answer that is alone finds no step under way.
  const step = arrivalsPerStep > 0 ? time.step.total : 0;
  // Prompts that arrive while a prompt is read wait for it, and new ones come meanwhile.
  const load = Math.min(0.95, (arrivalsPerStep * prompt) / time.total);
  const waiting = (load * prompt) / (2 * (1 - load));
  const mean = prompt + step / 2 + waiting;
  const others = poissonQuantile((arrivalsPerStep * prompt) / time.total, 0.95);
  return { mean, p95: prompt * (1 + others) + step };
}

function poissonQuantile(mean: number, share: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let count = 0; count < 1000; count++) {
    if (sum >= share) return count;
    term *= mean / (count + 1);
    sum += term;
  }
  return mean;
}
