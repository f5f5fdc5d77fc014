import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitReasoning } from "../../../src/plugins/grading/thought/reasoning.ts";
import { runs } from "../../support/runs.ts";

/** How a model marks a thought: before it, after it and after the answer. */
const WAYS: Record<string, [before: string, after: string, end?: string]> = {
  "Qwen and DeepSeek": ["<think>", "</think>"],
  thinking: ["<thinking>", "</thinking>"],
  thought: ["<thought>", "</thought>"],
  reasoning: ["<reasoning>", "</reasoning>"],
  "Marco-o1": ["<Thought>", "</Thought>"],
  Magistral: ["[THINK]", "[/THINK]"],
  "Seed-OSS": ["<seed:think>", "</seed:think>"],
  LongCat: ["<longcat_think>", "</longcat_think>"],
  Kimi: ["◁think▷", "◁/think▷"],
  Cohere: ["<|START_THINKING|>", "<|END_THINKING|><|START_RESPONSE|>", "<|END_RESPONSE|>"],
  "Sky-T1": ["<|begin_of_thought|>", "<|end_of_thought|>\n\n<|begin_of_solution|>", "<|end_of_solution|>"],
  Apertus: ["<|inner_prefix|>", "<|inner_suffix|>"],
  "Gemma 4": ["<|channel>thought\n", "<channel|>"],
  "Granite 3.2": ["Here is my thought process:", "Here is my response:"],
  "Granite 3.2, short": ["Here's my thought process:", "Here's my response:"],
  "Granite 3.3": ["<think>", "</think><response>", "</response>"],
  Hunyuan: ["<think>\n", "\n</think>\n<answer>\n", "\n</answer>"],
  s1: ["think\n", "\nanswer\n"],
  "s1.1": ["<|im_start|>think\n", "\n<|im_start|>answer\n"],
  "HuatuoGPT-o1": ["## Thinking\n", "\n## Final Response\n"],
  harmony: ["<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>", "<|return|>"],
  "harmony without its tokens": ["analysis", "assistantfinal"],
};
const THOUGHT = "We guess \\boxed{5}, but check.";
const ANSWER = "It is \\boxed{7}.";

describe.each(Object.entries(WAYS))("the marks of %s", (_, [before, after, end = ""]) => {
  const whole = `${before}${THOUGHT}${after}${ANSWER}${end}`;

  test("part the thought from the answer", () => {
    const parts = splitReasoning(whole);
    expect(parts.answer.trim()).toBe(ANSWER);
    expect(parts.reasoning!.trim()).toBe(THOUGHT);
    expect(whole.slice(parts.answerAt!)).toMatch(/^It is|^<(\||answer|response)/);
  });

  test("never make an answer of a thought that was cut, wherever it stops", () => {
    for (let stop = 0; stop < before.length + THOUGHT.length + after.length; stop++) {
      const { answer } = splitReasoning(whole.slice(0, stop), { cut: true });
      expect(answer.trim(), whole.slice(0, stop)).toBe("");
    }
  });

  test("may begin in the prompt", () => {
    if (after.startsWith("\n") || !/^[<[◁]/.test(after) || before.includes("channel|>")) return;
    const parts = splitReasoning(`${THOUGHT}${after}${ANSWER}${end}`);
    expect(parts).toMatchObject({ reasoning: THOUGHT, openedByPrompt: true });
    expect(parts.answer.trim()).toBe(ANSWER);
    expect(splitReasoning(THOUGHT, { opened: true })).toMatchObject({ answer: "", reasoning: THOUGHT });
  });
});

describe("a completion", () => {
  test.each([
    ["An answer about <think> and </think>.", "An answer about <think> and </think>."],
    ["Fill [reason] in: [think].", "Fill [reason] in: [think]."],
    ["An analysis of 5.", "An analysis of 5."],
    ["## Thinking\nSo it is 5.", "## Thinking\nSo it is 5."],
    ["<|START_RESPONSE|>5<|END_RESPONSE|>", "5"],
    ["<|start|>assistant<|message|>5", "5"],
    ["<answer>5</answer>", "<answer>5</answer>"],
  ])("without a thought is an answer: %s", (text, answer) => {
    expect(splitReasoning(text)).toMatchObject({ answer, reasoning: null, unknownMark: false });
  });

  test("may think more than once", () => {
    expect(splitReasoning("<think>a</think>5\n<think>b</think>6")).toMatchObject({ answer: "5\n6", reasoning: "a\nb" });
    expect(splitReasoning("<think>a</think>5\n<think>or 6")).toMatchObject({ answer: "5\n", reasoning: "a\nor 6" });
  });

  test("that was cut ends before a thought in its line", () => {
    expect(splitReasoning("Sure. <think>It is 5", { cut: true })).toMatchObject({
      answer: "Sure. ",
      reasoning: "It is 5",
    });
    expect(splitReasoning("Sure. <think>It is 5").answer).toBe("Sure. <think>It is 5");
  });

  test("has its commentary apart from its final message", () => {
    const text =
      "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>commentary to=x <|constrain|>json<|message|>b<|call|>";
    expect(splitReasoning(text)).toMatchObject({ answer: "", reasoning: "a\nb" });
    expect(splitReasoning("a<|end|><|start|>assistant<|channel|>final<|message|>5")).toMatchObject({
      answer: "5",
      reasoning: "a",
    });
  });

  test.each(["<|plan_start|>a<|plan_end|>5", "<planning>a</planning>5", "[PLAN]a[/PLAN]5", "◁plan▷a◁/plan▷5"])(
    "may begin with a mark that nobody knows: %s",
    (text) => {
      expect(splitReasoning(text)).toMatchObject({ answer: text, reasoning: null, unknownMark: true });
    },
  );

  test("is split in time that grows with its length", () => {
    for (const unit of ["<think>", "x <think>", "</think>", "<a:think>\n", "[THINK]", "<|channel|>", "Here is my "]) {
      const before = process.threadCpuUsage();
      splitReasoning(unit.repeat(400_000 / unit.length), { cut: true });
      expect(process.threadCpuUsage(before).user, unit).toBeLessThan(1_000_000);
    }
  });

  test("loses nothing but marks", () => {
    const piece = fc.constantFrom("a", "\n", " ", "5", "<think>", "</think>", "[THINK]", "[/THINK]", "<|end|>");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), fc.boolean(), (pieces, opened, cut) => {
        const { answer, reasoning } = splitReasoning(pieces.join(""), { opened, cut });
        const digits = (text: string) => text.replace(/[^a5]/g, "").length;
        const marks = /<\/?think>|\[\/?THINK\]/g;
        const plain = pieces.join("").replace(marks, "").replace("<|end|>", "");
        if (!pieces.includes("<|end|>"))
          expect(digits(`${answer}${reasoning ?? ""}`.replace(marks, ""))).toBe(digits(plain));
      }),
      runs(300, 5000),
    );
  });
});
