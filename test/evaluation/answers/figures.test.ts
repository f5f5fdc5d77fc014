import { describe, expect, it } from "vitest";
import { figuresOf, notesOnFigures, storedAnswer, storedReason } from "../../../src/evaluation/answers/figures.ts";
import type { Generation } from "../../../src/plugins/contract/runner.ts";

const generation = (more: Partial<Generation>): Generation => ({
  ...{ answer: "5", reasoning: null, finishReason: "stop", promptTokens: 10, outputTokens: 5, ignored: [] },
  ...{ reasoningTokens: null, reasoningTokensNote: null, ttft: 1, latency: 2 },
  ...more,
});
const notes = (more: Partial<Generation>) => notesOnFigures(generation(more), figuresOf(generation(more)));

describe("the figures of an answer", () => {
  it("have a note for each that was left out, and those of the engine's client", () => {
    expect(notes({})).toEqual([]);
    expect(notes({ promptTokens: null })).toEqual([]);
    expect(notes({ outputTokens: -1, usageNotes: ["The total does not fit."] })).toEqual([
      "outputTokens left out where what was stated cannot be",
      "The total does not fit.",
    ]);
  });

  it("count 0 tokens of nothing, but not of a reasoning without an answer", () => {
    expect(figuresOf(generation({ answer: "", outputTokens: 0 })).outputTokens).toBe(0);
    expect(figuresOf(generation({ answer: "", reasoning: "so", outputTokens: 0 })).outputTokens).toBeNull();
    expect(figuresOf(generation({ reasoningTokens: 5 })).reasoningTokens).toBe(5);
    expect(figuresOf(generation({ outputTokens: null, reasoningTokens: 6 })).reasoningTokens).toBe(6);
  });
});

it("texts are stored up to their limits, with a mark", () => {
  expect(storedAnswer("x".repeat(10_000))).toHaveLength(10_000);
  expect(storedAnswer("x".repeat(10_001))).toMatch(/^x{10000} \[1 more characters are not stored\]$/);
  expect(storedReason("x".repeat(200))).toHaveLength(200);
  expect(storedReason("x".repeat(201))).toMatch(/^x{200} \[1 /);
});
