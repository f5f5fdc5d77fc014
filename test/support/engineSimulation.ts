import type { Concurrency } from "../../src/evaluation/answers/concurrency.ts";

/** An engine that batches without end, in simulated time. */
export interface SimulatedEngine {
  /** Milliseconds of a step that gives each running request a token: `base`, and `each` more for each request. */
  base: number;
  each: number;
  /** Milliseconds for which all wait while the prompt of a request is read. */
  prompt: number;
  /** The most requests that it works on at once; others wait. */
  slots: number;
  /** It refuses requests above this number, instead of letting them wait. */
  refusesAbove?: number;
}

export interface SimulatedLoad {
  answers: number;
  /** The lengths of answers in tokens are lognormal with this median and this deviation of their logarithm. */
  medianLength: number;
  spread: number;
  /** The deviation of the logarithm of the speed, which changes every two seconds. */
  noise: number;
  seed: number;
}

const NOISE_MS = 2000;

/** Answers all with the number of requests that a controller keeps in flight. Gives the milliseconds that it took. */
export function simulate(engine: SimulatedEngine, load: SimulatedLoad, create: (now: number) => Concurrency) {
  const random = seededNormal(load.seed);
  const noise = seededNormal(load.seed + 7919);
  const lengths = Array.from({ length: load.answers }, () =>
    Math.max(1, Math.round(load.medianLength * Math.exp(load.spread * random()))),
  );
  let now = 0;
  const concurrency = create(now);
  let started = 0;
  let done = 0;
  let refused = 0;
  /** The tokens that each running request has been given since the beginning of time. */
  let given = 0;
  const running: { end: number; length: number }[] = [];
  const waiting: number[] = [];
  let speed = Math.exp(load.noise * noise());
  let nextNoise = NOISE_MS;
  const limits: number[] = [];

  const admit = () => {
    while (running.length < engine.slots && waiting.length > 0) {
      const length = waiting.shift()!;
      const end = given + length;
      const at = running.findIndex((other) => other.end > end);
      running.splice(at < 0 ? running.length : at, 0, { end, length });
      now += engine.prompt;
    }
  };
  while (done < load.answers) {
    while (started < load.answers && running.length + waiting.length < concurrency.limit) {
      if (engine.refusesAbove !== undefined && running.length + waiting.length >= engine.refusesAbove) {
        refused++;
        concurrency.overloaded(now);
        break;
      }
      waiting.push(lengths[started++]!);
    }
    admit();
    const step = (engine.base + engine.each * running.length) / speed;
    const untilEnd = (running[0]!.end - given) * step;
    if (now + untilEnd > nextNoise) {
      given += Math.max(0, nextNoise - now) / step;
      now = Math.max(now, nextNoise);
      nextNoise += NOISE_MS;
      speed = Math.exp(load.noise * noise());
      continue;
    }
    now += untilEnd;
    const ended = running.shift()!;
    given = ended.end;
    done++;
    concurrency.finished(ended.length, now);
    limits.push(concurrency.limit);
  }
  return { milliseconds: now, limits, refused };
}

/** Numbers of the standard normal distribution from a seed (mulberry32 and Box-Muller). */
function seededNormal(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
