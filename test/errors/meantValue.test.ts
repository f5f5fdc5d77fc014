import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meantValue } from "../../src/errors/meantValue.ts";

const MODELS = [
  "openai/gpt-oss-120b",
  "openai/gpt-oss-20b",
  "Qwen/Qwen3-8B",
  "Qwen/Qwen3-80B",
  "a/twin",
  "b/twin",
  "a/v4.1",
  "a/v41",
];

describe("a value that a text means", () => {
  it.each([
    ["gpt-oss-120b", "openai/gpt-oss-120b"],
    ["GPT OSS 120B", "openai/gpt-oss-120b"],
    ["qwen3 8b", "Qwen/Qwen3-8B"],
    ["qwen/qwen3_8b", "Qwen/Qwen3-8B"],
    ["b twin", "b/twin"],
    ["v4.1", "a/v4.1"],
    ["v41", "a/v41"],
  ])("%s is %s", (text, value) => expect(meantValue(text, MODELS)).toBe(value));

  it.each(["twin", "gpt-oss", "qwen3", "", " / ", "120b"])("nothing is meant by %j", (text) =>
    expect(meantValue(text, MODELS)).toBeUndefined(),
  );

  it("is the text itself where it is known, whatever else it could mean", () => {
    const name = fc.stringMatching(/^[a-cA-C/ -]{1,4}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 6 }), (known) => {
        for (const value of known) expect(meantValue(value, known)).toBe(value);
      }),
    );
  });
});
