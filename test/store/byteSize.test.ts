import { expect, it } from "vitest";
import { byteSize } from "../../src/store/byteSize.ts";

it("is a whole number of the right magnitude, whatever the value", () => {
  expect(byteSize("x".repeat(1000))).toBe(2024);
  expect(byteSize(new Float64Array(1000))).toBe(8064);
  expect(byteSize(() => 1)).toBe(16);
  const row = { slug: "a model's slug", value: 1.5, list: [1, 2, 3] };
  const one = byteSize(row);
  const many = byteSize(Array.from({ length: 1001 }, () => structuredClone(row)));
  expect(Number.isInteger(many)).toBe(true);
  expect(many / 1001).toBeGreaterThan(one * 0.9);
  expect(many / 1001).toBeLessThan(one * 1.3);
  const entries = byteSize(new Map(Array.from({ length: 99 }, (_, i) => [i, "x".repeat(100)])));
  expect(entries).toBeGreaterThan(99 * 200);
  const circle: { self?: unknown; text: string } = { text: "x".repeat(50) };
  circle.self = circle;
  expect(byteSize(circle)).toBeLessThan(500);
});
