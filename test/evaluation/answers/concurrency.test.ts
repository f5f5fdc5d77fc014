import { describe, expect, it } from "vitest";
import {
  type Concurrency,
  createConcurrency,
  type LoadPlan,
  START,
} from "../../../src/evaluation/answers/concurrency.ts";
import { type SimulatedEngine, simulate } from "../../support/engineSimulation.ts";
import { runs } from "../../support/runs.ts";

const auto = (more: Partial<LoadPlan> = {}): LoadPlan => ({
  how: "auto",
  most: 256,
  start: START,
  startFrom: "",
  ...more,
});
const fixed = (most: number): LoadPlan => ({ how: "fixed", most, start: most, startFrom: "" });

/** Finishes so many answers of 100 tokens at this many tokens a second; gives the time of the last. */
function finish(concurrency: Concurrency, answers: number, start: number, rate: number): number {
  for (let i = 1; i <= answers; i++) concurrency.finished(100, start + (100_000 * i) / rate);
  return start + (100_000 * answers) / rate;
}

/** H100s, a smaller card, a processor, llama.cpp with four slots, and an engine that refuses. */
const ENGINES: Record<string, SimulatedEngine> = {
  "a flat engine": { base: 20, each: 0, prompt: 0, slots: 1000 },
  "8B on an H100": { base: 7.8, each: 0.04, prompt: 2, slots: 256 },
  "70B on H100s": { base: 30, each: 0.1, prompt: 10, slots: 256 },
  "a small card": { base: 15, each: 0.5, prompt: 10, slots: 64 },
  "a processor": { base: 50, each: 10, prompt: 50, slots: 256 },
  "four slots": { base: 10, each: 1, prompt: 20, slots: 4 },
};
const LENGTHS = [
  { answers: 200, medianLength: 300, spread: 0.8 },
  { answers: 1000, medianLength: 300, spread: 0.8 },
  { answers: 1000, medianLength: 2000, spread: 1 },
];

/** The time with `plan` as a multiple of that with 256 at once from the start, for each length and seed, sorted. */
function ratios(engine: SimulatedEngine, plan: LoadPlan, seeds: number, noise: number): number[] {
  return LENGTHS.flatMap((lengths) =>
    Array.from({ length: seeds }, (_, seed) => {
      const load = { ...lengths, noise, seed };
      const adapted = simulate(engine, load, (now) => createConcurrency(plan, now)).milliseconds;
      return adapted / simulate(engine, load, (now) => createConcurrency(fixed(256), now)).milliseconds;
    }),
  ).sort((a, b) => a - b);
}

describe("the number of requests in flight that adapts", () => {
  it.each(Object.entries(ENGINES))("takes little longer than 256 from the start: %s", (_, engine) => {
    const all = ratios(engine, auto(), runs(5, 100).numRuns, 0.25);
    expect(all[all.length >> 1]).toBeLessThan(1.3);
    expect(all[Math.floor(0.9 * all.length)]).toBeLessThan(1.6);
  });

  it("takes as long as that where the engine says that it takes as many", () => {
    const all = ratios(ENGINES["8B on an H100"]!, auto({ start: 256 }), 3, 0.25);
    expect(all.at(-1)).toBeLessThan(1.35);
  });

  it("begins with what the plan says, at most what is allowed", () => {
    expect(createConcurrency(auto({ start: 100 }), 0).limit).toBe(100);
    expect(createConcurrency(auto({ start: 100, most: 12 }), 0).limit).toBe(12);
  });

  it("grows while that pays, and goes back where it does not", () => {
    const concurrency = createConcurrency(auto({ start: 8 }), 0);
    // The first window mixes the beginning in; the second one is the rate at 8.
    let now = finish(concurrency, 8, 0, 1000);
    expect(concurrency.limit).toBe(12);
    now = finish(concurrency, 12, now, 1500);
    expect(concurrency.limit).toBe(18);
    finish(concurrency, 27, now, 1500);
    expect(concurrency.limit).toBe(12);
    expect(concurrency.facts()).toMatchObject({ concurrencyPlan: "auto", concurrencyEnd: 12, concurrencySteps: 3 });
  });

  it("does not settle for good after a noisy window", () => {
    const concurrency = createConcurrency(auto({ start: 8 }), 0);
    let now = finish(concurrency, 8, 0, 1000);
    now = finish(concurrency, 18, now, 800);
    expect(concurrency.limit).toBe(8);
    const limits = new Set<number>();
    for (let i = 0; i < 100; i++) {
      now = finish(concurrency, 4, now, 100 * concurrency.limit);
      limits.add(concurrency.limit);
    }
    expect(Math.max(...limits)).toBeGreaterThan(8);
  });

  it("holds back what would only wait, as the engine says twice", () => {
    const concurrency = createConcurrency(auto(), 0);
    concurrency.observed(4, 60, 1000);
    expect(concurrency.limit).toBe(64);
    concurrency.observed(4, 60, 3000);
    expect(concurrency.limit).toBe(5);
    finish(concurrency, 200, 3000, 1000);
    expect(concurrency.limit).toBeLessThanOrEqual(5);
  });

  it("falls once by a burst of refusals, and again by one that comes ten seconds later", () => {
    const concurrency = createConcurrency(auto({ start: 100 }), 0);
    for (let i = 0; i < 50; i++) concurrency.overloaded(1000 + i);
    expect(concurrency.limit).toBe(60);
    concurrency.overloaded(10_999);
    expect(concurrency.limit).toBe(60);
    concurrency.overloaded(11_000);
    expect(concurrency.limit).toBe(36);
    expect(concurrency.facts()).toMatchObject({ concurrencyRefusals: 52 });
  });

  it("does not grow in the ten seconds after a refusal", () => {
    const concurrency = createConcurrency(auto({ start: 10 }), 0);
    concurrency.overloaded(0);
    for (let i = 1; i < 100; i++) concurrency.finished(100, i * 100);
    expect(concurrency.limit).toBe(6);
  });

  it("stays near what an engine takes that refuses more", () => {
    const engine = { base: 7.8, each: 0.04, prompt: 2, slots: 100, refusesAbove: 100 };
    const load = { ...LENGTHS[1]!, noise: 0.25, seed: 1 };
    const { limits, refused } = simulate(engine, load, (now) => createConcurrency(auto(), now));
    expect(limits.at(-1)).toBeGreaterThan(40);
    expect(refused).toBeLessThan(50);
  });

  it("never goes below one", () => {
    const concurrency = createConcurrency(auto({ most: 1 }), 0);
    for (let i = 1; i < 100; i++) concurrency.overloaded(i * 20_000);
    expect(concurrency.limit).toBe(1);
  });
});

describe("a fixed number of requests in flight", () => {
  it("is the same from the first request to the last, whatever the rates and the waiting", () => {
    const load = { ...LENGTHS[1]!, noise: 1, seed: 1 };
    const { limits } = simulate(ENGINES["four slots"]!, load, (now) => createConcurrency(fixed(64), now));
    expect(new Set(limits)).toEqual(new Set([64]));
    const concurrency = createConcurrency(fixed(64), 0);
    for (const at of [1, 2, 3]) concurrency.observed(4, 60, at);
    expect(concurrency.facts()).toEqual({ concurrencyPlan: "fixed", concurrencyAsked: 64, concurrencyEnd: 64 });
  });

  it("falls where the engine refuses it, and says so", () => {
    const concurrency = createConcurrency(fixed(64), 0);
    concurrency.overloaded(1);
    expect([concurrency.limit, concurrency.facts().concurrencyRefusals]).toEqual([38, 1]);
  });
});
