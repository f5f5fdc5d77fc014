import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finalExpression, finalNumber, statedAnswer } from "../../../src/plugins/grading/finalAnswer.ts";
import { boxedAnswers } from "../../../src/plugins/grading/finding/boxes.ts";
import { jsonAnswer } from "../../../src/plugins/grading/jsonAnswer.ts";
import { splitReasoning } from "../../../src/plugins/grading/thought/reasoning.ts";

const fence = "```";

describe("jsonAnswer", () => {
  it.each([
    ["a plain object", '{"reasoning": "so", "answer": "18"}', "18"],
    ["a code fence after prose", `So:\n${fence}json\n{\n "answer": "18"\n}\n${fence}</s>`, "18"],
    ["a number", '{"reasoning": "so", "answer": -2.25}', "-2.25"],
    ["raw line breaks in the reasoning", '{"reasoning": "a\n\nb", "answer": "18"}', "18"],
    ["a missing comma", '{"reasoning": "a"\n "answer": "315"\n}', "315"],
    ["an object that breaks off", '{"reasoning": "a", "answer": "18"', "18"],
    ["a string that breaks off", '{"reasoning": "a", "answer": "18 dol', "18 dol"],
    ["LaTeX with escaped backslashes", '{"answer": "\\\\frac{1}{2}"}', "\\frac{1}{2}"],
    [
      "LaTeX with backslashes that are not escaped",
      '{"answer": "\\frac{1}{2} \\times \\sqrt{2}"}',
      "\\frac{1}{2} \\times \\sqrt{2}",
    ],
    ["JSON's own escapes", '{"answer": "5\\n\\u0035"}', "5 5"],
    ["quotes inside the string", '{"answer": "6\' 2" tall", "unit": "x"}', "6' 2\" tall"],
    ["a list", '{"answer": [1, 2]}', "1, 2"],
    ["an object", '{"answer": {"red": 6, "blue": 4}}', "6, 4"],
    ["a comment after the value", '{"answer": "189" // hours\n}', "189"],
    ["a key that the reasoning swallowed", '{"reasoning": "Answer: \\"answer\\": \\"220\\""}', "220"],
    ["a value without quotes", '{"answer": 3 * 4, "x": 1}', "3 * 4"],
    ["the last of two objects", '{"answer": "42"} No: {"answer": "26"}', "26"],
    ["no field", "The answer is 5.", null],
    ["an empty field", '{"answer": ""}', null],
  ])("reads %s", (_, completion, answer) => {
    expect(jsonAnswer(completion)).toBe(answer);
  });

  it("reads what JSON.stringify writes", () => {
    const answers = fc.stringMatching(/^[a-z0-9$%+({][a-z0-9 $%+(){}^,-]{0,20}[a-z0-9)]$/);
    fc.assert(
      fc.property(answers, fc.string(), (answer, reasoning) => {
        fc.pre(answer !== "null");
        expect(jsonAnswer(JSON.stringify({ reasoning, answer }))).toBe(answer);
      }),
    );
  });
});

describe("an answer in text", () => {
  it("is what is boxed, braces balanced", () => {
    expect(boxedAnswers("\\boxed{\\frac{1}{\\sqrt{2}}} and \\boxed 5, \\fbox{\\{1\\}}, \\boxed{open")).toEqual([
      "\\frac{1}{\\sqrt{2}}",
      "5",
      "\\{1\\}",
      "open",
    ]);
  });

  it.each([
    ["#### 18", "18"],
    ["So it is.\nA: 18", "18"],
    ["**Answer:** 18 eggs.", "18 eggs"],
    ["The final answer is $\\frac{1}{2}$. I hope it is correct.", "$\\frac{1}{2}$"],
    ["The answer to the question is: **5**", "5"],
    ["First the answer is 3. No, the answer is 4.", "4"],
    ["Nothing is stated: 5", null],
  ])("is stated in %j", (text, answer) => {
    expect(statedAnswer(text)).toBe(answer);
  });

  it.each([
    ["She has 3 + 4 = 7 eggs.\n#### 7", "7"],
    ["5 * 10 = 50 miles\n\n**Answer:** Rosie can run 50 miles in 7 hours.", "50"],
    ["15 * $5 = $75\n\n**Answer:** Terry spends $75.00 on yogurt over 30 days.", "75.00"],
    ["**Answer:** Emma needs **18** more to reach her 72 vlogs.", "18"],
    ["Therefore it will last for 9 hours (3 hours already + 6 more).", "9"],
    ["Total: $1,300 + $130 = **$1,430**", "1,430"],
    ["Bentley paid \\$11,\\!050.", "11,050"],
    ["She leaves at 2:00 pm.", "2:00 pm"],
    [
      "Answer: There are 50 books in all. Half of them are English. So 50 - 25 - 5 = 20 are Spanish. ".padEnd(400) +
        "\n20 are Spanish.",
      "20",
    ],
    ["No number here", null],
  ])("is the number that is meant in %j", (text, answer) => {
    expect(finalNumber(text)).toBe(answer);
  });

  it.each([
    ["Hence $x = 3$ and so the area is $\\frac{1}{2}$.", "\\frac{1}{2}"],
    ["So\n\\[ 2 + 3 = 5 \\]", "2 + 3 = 5"],
    ["**Final Answer**\na = 504", "a = 504"],
    ["Therefore, the radius is √5 meters.", "√5 meters"],
    ["It is\n\\boxed{(1, 2)}", "(1, 2)"],
  ])("is the mathematics that is meant in %j", (text, answer) => {
    expect(finalExpression(text)).toBe(answer);
  });
});

describe("splitReasoning", () => {
  it.each([
    ["an end mark", "first 2</think>\n\n4", "first 2", "\n\n4"],
    ["both marks", "<think>\nfirst</think>4", "\nfirst", "4"],
    ["headings", "think\nfirst\nanswer\nAnswer: 4", "first", "Answer: 4"],
    ["a heading whose answer never comes", "think\nfirst", "first", ""],
    ["no mark", "2 + 2 = 4", null, "2 + 2 = 4"],
  ])("splits at %s", (_, completion, reasoning, answer) => {
    expect(splitReasoning(completion)).toMatchObject({ reasoning, answer });
  });
});
