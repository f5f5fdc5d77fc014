import { describe, expect, it } from "vitest";
import { type Concurrency, createConcurrency } from "../../../src/evaluation/answers/concurrency.ts";

/** An engine that serves up to `capacity` answers of 100 tokens a second each, and no more in all, in simulated time. */
function serve(capacity: number, options: { most: number; refusesAbove?: number; seconds: number }) {
  let now = 0;
  const concurrency = createConcurrency({ most: options.most, now });
  const limits: number[] = [];
  let refused = 0;
  while (now < options.seconds * 1000) {
    const inFlight = concurrency.limit;
    if (options.refusesAbove !== undefined && inFlight > options.refusesAbove) {
      refused++;
      concurrency.overloaded(now);
      now += 100;
      continue;
    }
    // One round: all in flight finish after a second, or later where they share what the engine can do.
    now += 1000 * Math.max(1, inFlight / capacity);
    for (let i = 0; i < inFlight; i++) concurrency.finished(100, now);
    limits.push(concurrency.limit);
  }
  return { limits, last: limits.at(-1)!, refused };
}

describe("the number of requests in flight", () => {
  it.each([4, 20, 64, 200])("settles near what an engine serves at once: %d", (capacity) => {
    const { last } = serve(capacity, { most: 1000, seconds: 600 });
    expect(last).toBeGreaterThanOrEqual(Math.min(capacity, 8) * 0.6);
    // What it serves at once is all that pays; a step beyond it is the most that is tried.
    expect(last).toBeGreaterThan(capacity / 2);
    expect(last).toBeLessThanOrEqual(Math.max(8, capacity * 1.6));
  });

  it("goes up to what is allowed and stays there, and never below one", () => {
    const { limits, last } = serve(1000, { most: 12, seconds: 100 });
    expect([Math.max(...limits), last]).toEqual([12, 12]);
    const concurrency = createConcurrency({ most: 1, now: 0 });
    for (let i = 1; i < 100; i++) concurrency.overloaded(i * 20_000);
    expect(concurrency.limit).toBe(1);
  });

  it("falls back when the engine is full, and rests before it tries more", () => {
    const { last, refused } = serve(100, { most: 1000, refusesAbove: 30, seconds: 600 });
    expect(last).toBeLessThanOrEqual(30);
    expect(last).toBeGreaterThan(10);
    expect(refused).toBeLessThan(100);
  });

  it("falls once by a burst of refusals, and again by one that comes ten seconds later", () => {
    const concurrency = createConcurrency({ most: 1000, start: 100, now: 0 });
    for (let i = 0; i < 50; i++) concurrency.overloaded(1000 + i);
    expect(concurrency.limit).toBe(60);
    concurrency.overloaded(10_999);
    expect(concurrency.limit).toBe(60);
    concurrency.overloaded(11_000);
    expect(concurrency.limit).toBe(36);
  });

  it("does not grow in the ten seconds after a refusal, and grows after them", () => {
    const concurrency = createConcurrency({ most: 1000, start: 10, now: 0 });
    concurrency.overloaded(0);
    for (let i = 1; i < 100; i++) concurrency.finished(100, i * 100);
    expect(concurrency.limit).toBe(6);
    concurrency.finished(100, 10_000);
    expect(concurrency.limit).toBe(9);
  });

  it("grows only after two answers for each request in flight", () => {
    const concurrency = createConcurrency({ most: 1000, now: 0 });
    for (let i = 1; i < 16; i++) concurrency.finished(100, i);
    expect(concurrency.limit).toBe(8);
    concurrency.finished(100, 16);
    expect(concurrency.limit).toBe(12);
  });

  it("goes back by one step and stays where a step gave no more tokens a second", () => {
    const concurrency = createConcurrency({ most: 1000, now: 0 });
    const limits: number[] = [];
    let now = 0;
    for (let i = 0; i < 200; i++) {
      now += 10;
      concurrency.finished(100, now);
      limits.push(concurrency.limit);
    }
    expect([...new Set(limits)]).toEqual([8, 12]);
    expect(limits.at(-1)).toBe(8);
  });

  /** Finishes two answers for each request in flight, at this many tokens a second; gives the time of the last. */
  function finishWindow(concurrency: Concurrency, start: number, rate: number): number {
    const answers = 2 * concurrency.limit;
    for (let i = 1; i <= answers; i++) concurrency.finished(100, start + (100_000 * i) / rate);
    return start + (100_000 * answers) / rate;
  }

  it.each([
    [1.04, 8],
    [1.06, 18],
  ])("takes a rate that is %d times as high for a reason to go to %d", (factor, limit) => {
    const concurrency = createConcurrency({ most: 1000, now: 0 });
    const now = finishWindow(concurrency, 0, 1000);
    expect(concurrency.limit).toBe(12);
    finishWindow(concurrency, now, 1000 * factor);
    expect(concurrency.limit).toBe(limit);
  });

  it("compares with no rate from before a refusal", () => {
    const concurrency = createConcurrency({ most: 1000, now: 0 });
    const now = finishWindow(concurrency, 0, 1000);
    concurrency.overloaded(now);
    expect(concurrency.limit).toBe(7);
    // 14 answers of 100 tokens in the ten seconds of rest and one more: far below the rate before.
    finishWindow(concurrency, now + 10_000, 100);
    expect(concurrency.limit).toBe(11);
  });
});
