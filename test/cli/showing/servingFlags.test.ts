import { describe, expect, it } from "vitest";
import { readLatency, readMachine, readRate } from "../../../src/cli/showing/servingFlags.ts";

describe("the flags of serving", () => {
  it("name machines, with a number and a price", () => {
    expect(readMachine("--on", "RTX-4090")).toMatchObject({ hardware: "RTX-4090", count: undefined });
    expect(readMachine("--on", "2xRTX-4090")).toMatchObject({ hardware: "RTX-4090", count: "2" });
    expect(readMachine("--on", "2 × rtx4090")).toMatchObject({ hardware: "rtx4090", count: "2" });
    expect(readMachine("--on", "8xH100-SXM@2.5")).toEqual({ hardware: "H100-SXM", count: "8", dollarsPerHour: "2.5" });
    for (const wrong of ["", "@2", "8xH100@", "8xH100@two", "x".repeat(200)])
      expect(() => readMachine("--beside", wrong)).toThrow(/^--beside ".*" is not written as an accelerator/);
  });

  it("limit times", () => {
    expect(readLatency("p95 ITL < 50ms")).toEqual({ itlP95: 0.05 });
    expect(readLatency("p95 TTFT < 2s, p95 itl <= 40 ms")).toEqual({ ttftP95: 2, itlP95: 0.04 });
    expect(readLatency("p95 TTFT ≤ 1.5 s and p95 ITL < 1s")).toEqual({ ttftP95: 1.5, itlP95: 1 });
    for (const wrong of [
      "p99 ITL < 50ms",
      "p95 ITL < 0ms",
      "p95 ITL < 50",
      "p95 ITL > 50ms",
      "",
      "50ms",
      "p95 ITL < -1s",
    ])
      expect(() => readLatency(wrong), wrong).toThrow(/^--latency .* is not written as/);
    expect(() => readLatency("p95 ITL < 1s, p95 ITL < 2s")).toThrow(/twice/);
  });

  it("state a rate", () => {
    expect(readRate("2 req/s")).toBe(2);
    expect(readRate("90 requests per minute")).toBe(1.5);
    expect(readRate("0.5req/s")).toBe(0.5);
    for (const wrong of ["2", "two req/s", "-2 req/s", "2 tokens/s", "1e9 req/s"])
      expect(() => readRate(wrong), wrong).toThrow(/^--load .* is not written as/);
  });
});
