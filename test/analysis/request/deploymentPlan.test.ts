import { describe, expect, it } from "vitest";
import { requireDeployment } from "../../../src/analysis/request/deploymentPlan.ts";

describe("a deployment", () => {
  it("is one accelerator with one answer at a time and no price, unless it is said", () => {
    const open = {
      split: {},
      choosePrecision: false,
      cacheBits: 16,
      engine: "VLLM",
      engineVersion: null,
      ttftP95: null,
      itlP95: null,
    };
    const plan = { ...open, hardware: "L40S", count: 1, precision: null, batch: 1, dollarsPerHour: null };
    expect(requireDeployment({ hardware: "L40S" })).toEqual(plan);
    expect(
      requireDeployment({ hardware: "l40s", count: null, precision: null, batch: null, dollarsPerHour: null }),
    ).toEqual(plan);
    const whole = { hardware: "H100-SXM", count: 8, precision: "FP8", batch: 32, dollarsPerHour: 2.5 } as const;
    expect(requireDeployment(whole)).toEqual({ ...open, ...whole });
  });

  it("has as many accelerators as its parts need, and leaves open what is not said", () => {
    const ofParts = {
      replicas: 2,
      tensorParallel: 4,
      engine: "SGLANG",
      engineVersion: " 0.5.9 ",
      kvCacheBits: 8,
    } as const;
    expect(requireDeployment({ hardware: "H200", ...ofParts })).toMatchObject({
      ...{ count: 8, split: { replicas: 2, tensor: 4 }, engine: "SGLANG", engineVersion: "0.5.9", cacheBits: 8 },
    });
    expect(requireDeployment({ hardware: "H200", expertParallel: 8 })).toMatchObject({
      count: 8,
      split: { expert: 8 },
    });
    expect(requireDeployment({ hardware: "H200", count: 16, tensorParallel: 4 })).toMatchObject({ count: 16 });
    expect(requireDeployment({ hardware: "H200", batch: "BEST", itlP95: 0.05 })).toMatchObject({
      batch: "BEST",
      itlP95: 0.05,
    });
  });

  it.each([{ count: 1_024, batch: 100_000 }, { dollarsPerHour: 0 }])("may have %j", (settings) => {
    expect(requireDeployment({ hardware: "L40S", ...settings })).toMatchObject(settings);
  });

  it.each([
    [{ count: 0 }, "on.count"],
    [{ count: 1_025 }, "on.count"],
    [{ count: 1.5 }, "on.count"],
    [{ count: Number.NaN }, "on.count"],
    [{ batch: 0 }, "on.batch"],
    [{ batch: -1 }, "on.batch"],
    [{ batch: 100_001 }, "on.batch"],
    [{ count: 8, tensorParallel: 3 }, "on.count"],
    [{ count: 16, replicas: 1, tensorParallel: 4, attentionParallel: 2 }, "on.count"],
    [{ tensorParallel: 0 }, "on.tensorParallel"],
    [{ pipelineParallel: 2.5 }, "on.pipelineParallel"],
    [{ tensorParallel: 4, expertParallel: 3 }, "on.expertParallel"],
    [{ kvCacheBits: 4 }, "on.kvCacheBits"],
    [{ ttftP95: 0 }, "on.ttftP95"],
    [{ itlP95: Number.NaN }, "on.itlP95"],
    [{ dollarsPerHour: -0.01 }, "on.dollarsPerHour"],
    [{ dollarsPerHour: Number.POSITIVE_INFINITY }, "on.dollarsPerHour"],
    [{ dollarsPerHour: Number.NaN }, "on.dollarsPerHour"],
  ])("cannot have %j", (settings, argument) => {
    expect(() => requireDeployment({ hardware: "L40S", ...settings })).toThrow(
      expect.objectContaining({ code: "BAD_DEPLOYMENT", argument, message: expect.stringContaining(`${argument}: `) }),
    );
  });

  it("is on an accelerator of which a data sheet is known", () => {
    expect(() => requireDeployment({ hardware: "abacus" })).toThrow(
      expect.objectContaining({
        code: "UNKNOWN_HARDWARE",
        argument: "on.hardware",
        message: expect.stringMatching(/"abacus".*L40S/),
      }),
    );
  });
});
