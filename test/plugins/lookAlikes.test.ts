import { expect, it } from "vitest";
import { lookAlikeOf } from "../../src/plugins/lookAlikes.ts";

const KNOWN = ["aime25", "arithmetic", "gsm8k", "math500", "vllm", "tgi"];

it.each([
  ["math-500", "math500"],
  ["MATH_500", "math500"],
  ["vlim", "vllm"],
  ["v11m", "vllm"],
  ["arithmetlc", "arithmetic"],
  ["aritmetic", "arithmetic"],
  ["gsm-8k", "gsm8k"],
  // Editions differ by a digit, and short names by a letter.
  ["aime24", null],
  ["math501", null],
  ["tgj", null],
  ["math500", null],
  ["capitals", null],
])("%s looks like %s", (name, other) => expect(lookAlikeOf(name, KNOWN)).toBe(other));
