import { expect, it } from "vitest";
import { finalExpression, finalNumber, statedAnswer } from "../../../src/plugins/grading/finalAnswer.ts";
import { jsonAnswer } from "../../../src/plugins/grading/jsonAnswer.ts";

// It takes 60 ms in a process of its own, which quick tests do not have: the garbage of others can take seconds there.
it("an answer is found in bounded time in whatever text", () => {
  for (const unit of ["\\boxed{", "\\(", "answer ", '"answer": [', "**", " ", "\n", "= 3 "]) {
    const text = unit.repeat(40_000 / unit.length);
    const before = process.cpuUsage();
    for (const read of [statedAnswer, finalNumber, finalExpression, jsonAnswer]) read(text);
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  }
});
