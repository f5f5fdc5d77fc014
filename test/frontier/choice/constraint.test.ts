import { expect, it } from "vitest";
import { type Constraint, meetsAll } from "../../../src/frontier/choice/constraint.ts";

const meets = (value: number | null | undefined, ...constraints: Omit<Constraint, "metric">[]) =>
  meetsAll(
    () => value,
    constraints.map((limits) => ({ metric: "flops", ...limits })),
  );

it("includes both ends of a constraint", () => {
  expect(meets(5, { min: 5 })).toBe(true);
  expect(meets(5, { max: 5 })).toBe(true);
  expect(meets(4.9, { min: 5, max: 6 })).toBe(false);
  expect(meets(6.1, { min: 5, max: 6 })).toBe(false);
  expect(meets(0, { min: 0, max: null })).toBe(true);
});

it("asks for every constraint", () => {
  expect(meets(5, { min: 1 }, { max: 4 })).toBe(false);
  expect(meets(5, { max: 4 }, { min: 1 })).toBe(false);
  expect(meets(5)).toBe(true);
});

it("is not met by a missing value, even without limits", () => {
  for (const value of [null, undefined, Number.NaN]) {
    expect(meets(value, {})).toBe(false);
    expect(meets(value, { min: -1 })).toBe(false);
    expect(meets(value)).toBe(true);
  }
});

it("reads each metric by its name", () => {
  const values: Record<string, number> = { flops: 1, latency: 9 };
  const of = (...constraints: Constraint[]) => meetsAll((metric) => values[metric], constraints);
  expect(of({ metric: "flops", max: 2 }, { metric: "latency", min: 5 })).toBe(true);
  expect(of({ metric: "flops", max: 2 }, { metric: "latency", max: 5 })).toBe(false);
});
