import { describe, expect, it } from "vitest";
import { timeAnswer } from "../../../src/compute/serving/answerTime.ts";
import type { AnswerWork } from "../../../src/compute/serving/answerWork.ts";
import type { PassWork } from "../../../src/compute/serving/passWork.ts";
import { EASY_EFFICIENCIES, EASY_TARGET } from "./easyFigures.ts";

const NOTHING = { secondsPerLayer: 0, secondsPerStep: 0, secondsPerAnswer: 0, secondsPerExchange: 0 };
const EFFICIENCIES = { ...EASY_EFFICIENCIES, ...NOTHING };

/** A pass that takes 2 ms for each FLOP, and 1 ms of it at the full peak. */
function pass(matrixFlops: number, cacheBytes = 0): PassWork {
  const weights = { experts: 0, others: 0 };
  return { tokens: 1, answers: 1, layers: 1, hiddenSize: 1, matrixFlops, attentionFlops: 0, weights, cacheBytes };
}

function time(work: Partial<AnswerWork>, target = EASY_TARGET) {
  const none = { prompt: pass(0), step: pass(0), steps: 0, otherPrompts: pass(0), otherPasses: 0 };
  return timeAnswer({ ...none, ...work }, target, EFFICIENCIES);
}

describe("the time of an answer, by hand", () => {
  it("is its prompt, its steps, and the prompts of others that are read in between", () => {
    const work = { prompt: pass(1000), step: pass(100), steps: 9, otherPrompts: pass(2000), otherPasses: 1.5 };
    expect(time(work).ttft).toBe(2);
    expect(time(work).latency).toBeCloseTo(2 + 9 * 0.2 + 1.5 * 4, 9);
  });
});

describe("its power, by hand", () => {
  it("is the idle share, and shares for the arithmetic and the bandwidth in use", () => {
    // 0.01 s of arithmetic at the peak and 6 s of reading at the full bandwidth, in 0.02 s and 12 s.
    const { power } = time({ prompt: pass(10), step: pass(0, 20), steps: 3 });
    expect(power).toBeCloseTo(100 * (0.25 + (2 * 0.01 + 0.5 * 6) / 12.02), 9);
    const other = time({ step: pass(0, 1), steps: 4, otherPrompts: pass(20), otherPasses: 2 });
    expect(other.power).toBeCloseTo(100 * (0.25 + (2 * 2 * 0.02 + 0.5 * 4 * 0.1) / (2 * 0.04 + 4 * 0.2)), 9);
  });

  it("is that of all accelerators, and never more than the boards allow", () => {
    expect(time({ prompt: pass(1000) }).power).toBe(100);
    expect(time({ prompt: pass(1000) }, { ...EASY_TARGET, count: 3 }).power).toBe(300);
  });

  it("is null where the power of the accelerator is not known", () => {
    const accelerator = { ...EASY_TARGET.accelerator, power: null };
    expect(time({ prompt: pass(1) }, { ...EASY_TARGET, accelerator }).power).toBeNull();
  });
});
