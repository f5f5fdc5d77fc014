import { describe, expect, it } from "vitest";
import { withQuotients } from "../../../src/analysis/candidates/quotients.ts";

describe("costs for each right answer", () => {
  it("follow from the cost of a problem and the accuracy, and are never infinite", () => {
    const measures = { accuracy: { value: 0.5 }, cost: { value: 3 }, flops: { value: 1e12 }, energy: { value: 10 } };
    expect(withQuotients(measures)).toEqual({
      ...measures,
      cost_per_correct: { value: 6 },
      flops_per_correct: { value: 2e12 },
      joules_per_correct: { value: 20 },
    });
    expect(withQuotients({ accuracy: { value: 0 }, cost: { value: 3 } })).toEqual({
      ...{ accuracy: { value: 0 }, cost: { value: 3 } },
    });
    expect(withQuotients({ cost: { value: 3 } })).toEqual({ cost: { value: 3 } });
  });

  it("have an interval by the squares of logarithms, unless one of the two has none above zero", () => {
    const cost = { value: 4, low: 2, high: 8, estimated: true, note: "priced" };
    const { cost_per_correct } = withQuotients({ accuracy: { value: 0.5, low: 0.4, high: 0.8 }, cost });
    // √(ln 2² + ln 1.6²) = 0.8371874 and √(ln 2² + ln 1.25²) = 0.7281855, by hand.
    expect(cost_per_correct).toMatchObject({ value: 8, estimated: true, note: "priced" });
    expect(cost_per_correct!.low).toBeCloseTo(8 * Math.exp(-Math.hypot(Math.LN2, Math.log(1.6))), 12);
    expect(cost_per_correct!.high).toBeCloseTo(8 * Math.exp(Math.hypot(Math.LN2, Math.log(1.25))), 12);
    for (const accuracy of [{ value: 0.5, low: 0, high: 0.8 }, { value: 0.5 }]) {
      expect(withQuotients({ accuracy, cost }).cost_per_correct).toEqual({ value: 8, estimated: true, note: "priced" });
    }
  });
});
