import { describe, expect, it } from "vitest";
import { recordLoad } from "../../../src/evaluation/answers/steadyLoad.ts";

/** So many answers at once, each of 10 s with its first token after 2 s and 100 tokens, for so many rounds, then a tail. */
function rounds(atOnce: number, count: number) {
  const load = recordLoad();
  for (let i = 1; i <= atOnce; i++) load.inFlight(i, 100);
  for (let round = 0; round < count; round++) {
    const began = 100 + 10 * round;
    for (let i = 0; i < atOnce; i++) {
      load.answered({ began, first: began + 2, end: began + 10, tokens: 100 });
      load.inFlight(atOnce - 1, began + 10);
      if (round < count - 1) load.inFlight(atOnce, began + 10);
    }
  }
  for (let i = atOnce - 2; i >= 0; i--) load.inFlight(i, 100 + 10 * count);
  return load;
}

describe("the steady part of a run", () => {
  it("is without the time until the first answer and without the tail", () => {
    const load = rounds(10, 4);
    // One long answer is left over for half a minute.
    load.inFlight(1, 100);
    load.inFlight(0, 170);
    const steady = load.steady()!;
    expect(steady).toMatchObject({ from: 110, to: 140, warmUp: 10, tail: 30 });
    expect(steady.tokens).toBeCloseTo(10 * 3 * 100, 6);
  });

  it("counts the tokens of an answer that flow in it", () => {
    const load = recordLoad();
    load.inFlight(1, 0);
    load.answered({ began: 0, first: 0, end: 10, tokens: 10 });
    load.answered({ began: 5, first: 5, end: 15, tokens: 10 });
    load.answered({ began: 10, first: null, end: 20, tokens: 10 });
    load.inFlight(0, 20);
    // From the first end at 10 to 20: half of the second answer and all of the third.
    expect(load.steady()).toMatchObject({ from: 10, to: 20, tokens: 15, warmUp: 10, tail: 0 });
  });

  it("is none where less than one answer for each request falls into it", () => {
    expect(rounds(10, 1).steady()).toBeNull();
    expect(recordLoad().steady()).toBeNull();
  });

  it("has percentiles of the times of its answers", () => {
    const load = recordLoad();
    for (let i = 0; i <= 100; i++) load.answered({ began: 0, first: 1, end: 1 + i, tokens: 11 });
    expect(load.percentiles()).toEqual({
      ...{ latencyP50: 51, latencyP90: 91, latencyP99: 100 },
      ...{ ttftP50: 1, ttftP90: 1, ttftP99: 1 },
      ...{ timePerTokenP50: 5, timePerTokenP90: 9, timePerTokenP99: 9.9 },
    });
    expect(recordLoad().percentiles()).toEqual({});
  });
});
