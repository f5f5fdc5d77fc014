import { expect, it } from "vitest";
import { defaultTemperature, modeOf, readThinking } from "../../src/decoding/thinking.ts";

it.each([
  ["default", "default", "default", 0],
  ["off", "off", "off", 0],
  ["on", "on", "on", 0.6],
  ["full", "on", "on", 0.6],
  ["0", { budget: 0 }, "budget-0", 0.6],
  ["256", { budget: 256 }, "budget-256", 0.6],
] as const)("reads %j, names its mode, and has a temperature for it", (word, thinking, mode, temperature) => {
  expect(readThinking(word, "thinking[0]")).toEqual(thinking);
  expect(modeOf(thinking)).toBe(mode);
  expect(defaultTemperature(thinking, false)).toBe(temperature);
  expect(defaultTemperature(thinking, true)).toBe(word === "default" ? 0.6 : temperature);
});

it.each(["much", "-1", "1.5", "", "64 "])("refuses %j and names the argument", (word) => {
  expect(() => readThinking(word, "thinking[2]")).toThrow(
    expect.objectContaining({
      code: "BAD_RUN",
      argument: "thinking[2]",
      message: `thinking[2]: "${word}" is none of default, off, on, full, or a number of tokens of up to nine digits.`,
    }),
  );
});
