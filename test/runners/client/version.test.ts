import { expect, test } from "vitest";
import { isAtLeast } from "../../../src/runners/client/version.ts";

test.each([
  ["0.19.1", true],
  ["0.19.1.post2", true],
  ["0.20.0rc1", true],
  ["1.0", true],
  ["v2.3.4", true],
  ["0.19.0", false],
  ["0.9.2", false],
  ["0.11.0.post2", false],
  ["dev", false],
])("version %s is at least 0.19.1: %s", (version, is) => {
  expect(isAtLeast(version, [0, 19, 1])).toBe(is);
});
