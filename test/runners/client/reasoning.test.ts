import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { separateReasoning } from "../../../src/runners/client/reasoning.ts";

describe("reasoning", () => {
  const text = fc.string({ unit: "grapheme-ascii" }).filter((text) => !text.includes("<"));

  test("is separated from the answer at its tags", () => {
    fc.assert(
      fc.property(text, text, fc.boolean(), (thought, answer, tagInPrompt) => {
        const content = `${tagInPrompt ? "" : "<think>"}${thought}</think>${answer}`;
        const reasoning = thought.trim() === "" ? null : thought;
        expect(separateReasoning({ reasoning: "", content }, { opened: tagInPrompt })).toMatchObject({
          answer,
          reasoning,
        });
        // Engines that separate it themselves give the same, with or without the tag that vLLM 0.11 leaves in it.
        if (reasoning === null) return;
        for (const leak of ["", "<think>"]) {
          const parted = separateReasoning({ reasoning: leak + thought, content: answer });
          expect(parted).toMatchObject({ answer, reasoning });
        }
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ["<think>\n12+4", false, { answer: "", reasoning: "\n12+4" }],
    ["12+4", true, { answer: "", reasoning: "12+4" }],
    ["12+4", false, { answer: "12+4", reasoning: null }],
    ["", true, { answer: "", reasoning: null }],
    ["\n <think>a</think>b", false, { answer: "b", reasoning: "a" }],
    ["<think>\n\n</think>\n\n49", false, { answer: "\n\n49", reasoning: null }],
    [
      "An answer about <think> and </think>.",
      false,
      { answer: "An answer about <think> and </think>.", reasoning: null },
    ],
    ["<think>a</think>b</think>c", false, { answer: "b</think>c", reasoning: "a" }],
  ])("%j, opened by the prompt: %s", (content, opened, parts) => {
    expect(separateReasoning({ reasoning: "", content }, { opened })).toMatchObject(parts);
  });

  test("in the engine's own field leaves the answer alone, tags and all", () => {
    const parts = separateReasoning({ reasoning: "a", content: "b</think>c" });
    expect(parts).toMatchObject({ answer: "b</think>c", reasoning: "a" });
  });
});
