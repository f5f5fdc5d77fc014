import { describe, expect, it } from "vitest";
import { requireDeployment } from "../../../src/analysis/request/deploymentPlan.ts";

describe("a deployment", () => {
  it("is one accelerator with one answer at a time and no price, unless it is said", () => {
    const plan = { hardware: "L40S", count: 1, precision: null, batch: 1, dollarsPerHour: null };
    expect(requireDeployment({ hardware: "L40S" })).toEqual(plan);
    expect(
      requireDeployment({ hardware: "l40s", count: null, precision: null, batch: null, dollarsPerHour: null }),
    ).toEqual(plan);
    const whole = { hardware: "H100-SXM", count: 8, precision: "FP8", batch: 32, dollarsPerHour: 2.5 } as const;
    expect(requireDeployment(whole)).toEqual(whole);
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
