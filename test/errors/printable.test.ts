import { expect, it } from "vitest";
import { CodedError, expectedFailure } from "../../src/errors/codedError.ts";
import { printable } from "../../src/errors/printable.ts";

it.each([
  ["\u001b[2J\u001b[31mred", "\\u{1b}[2J\\u{1b}[31mred"],
  ["\u001b]0;title\u0007", "\\u{1b}]0;title\\u{7}"],
  ["\u009b31m", "\\u{9b}31m"],
  ["a\rb", "a\\u{d}b"],
  ["nul \0", "nul \\u{0}"],
  ["\u202egnp.exe", "\\u{202e}gnp.exe"],
  ["zero\u200bwidth\ufeff", "zero\\u{200b}width\\u{feff}"],
  ["half \ud800", "half \\u{d800}"],
  ["line\u2028", "line\\u{2028}"],
])("shows the characters that steer in %j", (text, shown) => expect(printable(text)).toBe(shown));

it("leaves other characters, tabs and ends of lines", () => {
  const text = "Größe ∂ 漢字 😀\n\tend";
  expect(printable(text)).toBe(text);
});

it("holds for the message of every expected failure", () => {
  expect(new CodedError("runner", "ENGINE_FAILED", "\u001b[2Jno").message).toBe("\\u{1b}[2Jno");
});

it("an expected failure means nothing where its code is not known", () => {
  const error = new CodedError("runner", "ENGINE_FAILED", "no");
  expect(expectedFailure(error)).toMatchObject({ kind: "runner", code: "ENGINE_FAILED", status: 502 });
  Object.defineProperty(error, "code", { value: "toString" });
  expect(expectedFailure(error)).toBeNull();
  expect(expectedFailure(Object.assign(new Error("no"), { code: "ENGINE_FAILED" }))).toBeNull();
});
