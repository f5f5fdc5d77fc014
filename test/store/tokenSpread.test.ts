import { describe, expect, it } from "vitest";
import { classOf, spreadOf } from "../../src/store/tokenSpread.ts";

const answers = (mode: string, tokens: number, countsReasoning = false) => ({ mode, tokens, countsReasoning });

describe("the spread of lengths", () => {
  it("goes by the mode, then by counted reasoning, then by the length", () => {
    expect(classOf(answers("off", 9000, true))).toBe("plain");
    expect(classOf(answers("high+python", 100))).toBe("reasoning");
    expect(classOf(answers("default", 100, true))).toBe("reasoning");
    expect(classOf(answers("default", 2000))).toBe("reasoning");
    expect(classOf(answers("default", 1999))).toBe("plain");
    // Words that only begin like a mode without reasoning.
    expect(classOf(answers("nothing-special", 100))).toBe("plain");
    expect(classOf(answers("offline", 5000))).toBe("reasoning");
  });

  it("is the same model's elsewhere where its samples are known, else typical of the class", () => {
    const known = spreadOf({ model: "moonshotai/Kimi-K2-Thinking", ...answers("default", 10_000) });
    expect(known.origin).toMatch(/same model/);
    // The root mean square of 0.98 on GPQA Diamond and 0.76 on the mock AIME, by NumPy from the bundled samples.
    expect(known.variation).toBeCloseTo(0.875, 2);
    const unknown = spreadOf({ model: "acme/new", ...answers("on", 10_000) });
    expect(unknown.origin).toBe("typical of answers with reasoning");
    expect(unknown.variation).toBeGreaterThan(0.5);
    expect(unknown.variation).toBeLessThan(1.2);
  });
});
