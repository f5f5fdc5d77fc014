import { describe, expect, it } from "vitest";
import { requireSameEngine } from "../../../src/evaluation/setup/sameEngine.ts";

const IDENTITY = {
  ...{ engine: "vllm", version: "0.11.0", model: "q", modelRoot: "Qwen/Qwen3-8B", contextLength: 1000 },
  ...{ revision: "abc", dtype: "bfloat16", quantization: "fp8" },
};

describe("the engine of a run that goes on", () => {
  it("is the same where both say the same, or one does not say it", () => {
    expect(requireSameEngine(IDENTITY, { ...IDENTITY })).toBeNull();
    const silent = { ...IDENTITY, version: null, revision: null, dtype: null, quantization: undefined } as never;
    expect([requireSameEngine(IDENTITY, silent), requireSameEngine(silent, IDENTITY)]).toEqual([null, null]);
  });

  it.each([
    ["modelRoot", "Qwen/Qwen3-4B"],
    ["revision", "def"],
    ["dtype", "float16"],
    ["quantization", "awq"],
  ])("is refused where its %s is %s", (fact, value) => {
    expect(() => requireSameEngine(IDENTITY, { ...IDENTITY, [fact]: value })).toThrow(
      expect.objectContaining({
        code: "MODEL_MISMATCH",
        message: expect.stringContaining(`the engine states ${value}`),
      }),
    );
  });

  it("may be another version, which the run notes", () => {
    const note = requireSameEngine(IDENTITY, { ...IDENTITY, version: "0.12.0" });
    expect(note).toBe("the first answers are by vllm 0.11.0, the last by vllm 0.12.0");
  });
});
