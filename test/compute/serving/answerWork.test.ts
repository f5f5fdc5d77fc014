import { describe, expect, it } from "vitest";
import { answerFlops } from "../../../src/compute/cost/flops.ts";
import { answerWork } from "../../../src/compute/serving/answerWork.ts";
import { cacheBytes, cacheBytesOfStep } from "../../../src/compute/serving/cacheMemory.ts";
import { decodeWork, prefillWork } from "../../../src/compute/serving/passWork.ts";
import { weightsRead } from "../../../src/compute/serving/weightMemory.ts";
import { architectureOf } from "../bundledModels.ts";
import { EASY_TARGET } from "./easyFigures.ts";

const hybrid = architectureOf("Qwen/Qwen3.5-35B-A3B");
const latent = architectureOf("deepseek-ai/DeepSeek-V3.2");

describe("the work of a pass", () => {
  it.each([["a hybrid", hybrid] as const, ["sparse latent attention", latent] as const])(
    "that reads prompts of %s is the prefill of each",
    (_, architecture) => {
      const target = { ...EASY_TARGET, count: 8, batch: 3 };
      const { breakdown, prefill } = answerFlops(architecture, 700, 1);
      const attention = breakdown.attention + breakdown.recurrence;
      expect(prefillWork(architecture, target, 700, 4)).toMatchObject({
        tokens: 2800,
        answers: 4,
        attentionFlops: 4 * attention,
        weights: weightsRead(architecture, "BF16", 2800),
        cacheBytes: 4 * cacheBytes(architecture, 700, 8),
      });
      expect(prefillWork(architecture, target, 700).matrixFlops / (prefill - attention)).toBeCloseTo(1, 12);
      expect(prefillWork(architecture, target, 700, 4).matrixFlops / (prefill - attention)).toBeCloseTo(4, 12);
    },
  );

  it.each([["a hybrid", hybrid] as const, ["sparse latent attention", latent] as const])(
    "that writes a token of each answer of %s is one step of the decode",
    (_, architecture) => {
      const target = { ...EASY_TARGET, count: 8, batch: 3 };
      const work = decodeWork(architecture, target, 700);
      const { decode, breakdown } = answerFlops(architecture, 700, 2);
      const before = answerFlops(architecture, 700, 1).breakdown;
      const attention = breakdown.attention - before.attention + breakdown.recurrence - before.recurrence;
      expect(work).toMatchObject({ tokens: 3, answers: 3, weights: weightsRead(architecture, "BF16", 3) });
      expect(work.attentionFlops / attention).toBeCloseTo(3, 9);
      expect(work.matrixFlops / (decode - attention)).toBeCloseTo(3, 9);
      expect(work.cacheBytes).toBe(3 * cacheBytesOfStep(architecture, 700, 8));
    },
  );

  it("knows the layers and the width that are exchanged", () => {
    expect(prefillWork(latent, EASY_TARGET, 10)).toMatchObject({ layers: 61, hiddenSize: 7168 });
    expect(decodeWork(hybrid, EASY_TARGET, 10)).toMatchObject({ layers: 40, hiddenSize: 2048 });
  });
});

describe("the work of an answer", () => {
  it("is its prompt and a step at its middle for each further token", () => {
    const work = answerWork(hybrid, EASY_TARGET, 300, 101);
    expect(work).toMatchObject({ steps: 100, otherPasses: 0 });
    expect(work.prompt).toEqual(prefillWork(hybrid, EASY_TARGET, 300));
    expect(work.step).toEqual(decodeWork(hybrid, EASY_TARGET, 300 + 50.5));
    expect(answerWork(hybrid, EASY_TARGET, 300, 0).steps).toBe(0);
  });

  it("has one prompt of each other answer in a full batch, some of them read together", () => {
    const target = { ...EASY_TARGET, batch: 33 };
    const { otherPrompts, otherPasses } = answerWork(hybrid, target, 300, 64);
    // Half a place becomes free in each step: in 1 − e^−0.5 of the 64 steps at least one does.
    expect(otherPasses).toBeCloseTo(64 * (1 - Math.exp(-0.5)), 9);
    expect(otherPrompts.answers * otherPasses).toBeCloseTo(32, 9);
    expect(otherPrompts.tokens).toBeCloseTo(300 * otherPrompts.answers, 9);
  });

  it("of no token reads the prompts of all others once", () => {
    const { otherPrompts, otherPasses } = answerWork(hybrid, { ...EASY_TARGET, batch: 5 }, 300, 0);
    expect([otherPrompts.answers, otherPasses]).toEqual([4, 1]);
  });
});
