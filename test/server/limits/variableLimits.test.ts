import { describe, expect, it } from "vitest";
import { areModest, requireModestVariables, VARIABLE_LIMITS } from "../../../src/server/limits/variableLimits.ts";

const nested = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

describe("the limits of variables", () => {
  it("let values and levels through up to the limit, and not one more", () => {
    const { depth, values } = VARIABLE_LIMITS;
    expect(areModest({ list: new Array(values - 1).fill(0) })).toBe(true);
    expect(areModest({ list: new Array(values).fill(0) })).toBe(false);
    expect(areModest({ a: nested(depth - 1) })).toBe(true);
    expect(areModest({ a: nested(depth) })).toBe(false);
    expect(areModest(undefined)).toBe(true);
    expect(areModest(null)).toBe(true);
  });

  it("name what was too much, without using up the stack", () => {
    expect(() => requireModestVariables({ a: nested(400_000) })).toThrow(
      expect.objectContaining({ code: "VARIABLES_TOO_LARGE", argument: "variables" }),
    );
  });
});
