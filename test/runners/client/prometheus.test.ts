import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meanOf, readMetrics, sumOf } from "../../../src/runners/client/prometheus.ts";

describe("metrics", () => {
  test("are added over engines, but not over the parts of one engine or over longer names", () => {
    const page = [
      "# HELP tokens_total Tokens",
      'tokens_total{engine="0",tp_rank="0"} 10',
      'tokens_total{engine="0",tp_rank="1"} 10',
      'tokens_total{engine="1",tp_rank="0"} 5.5 1700000000000',
      'tokens_created{engine="0"} 1.79e+09',
      'share{engine="0"} 0.25',
      'share{engine="1"} NaN',
      'share{engine="2"} 0.75',
      "plain 3",
      "",
    ].join("\n");
    const metrics = readMetrics(page, ["tokens_total", "share", "plain"]);
    expect(sumOf(metrics, "tokens_total")).toBe(15.5);
    expect(sumOf(metrics, "tokens_total", { engine: "1" })).toBe(5.5);
    expect(meanOf(metrics, "share")).toBe(0.5);
    expect(sumOf(metrics, "plain")).toBe(3);
    expect(sumOf(metrics, "tokens_created")).toBeNull();
    expect(meanOf(metrics, "other")).toBeNull();
  });

  test("are summed over all label sets unless a label is asked for, with negative values as they are", () => {
    const metrics = readMetrics('a{x="1",pp_rank="0"} -2\na{x="1",pp_rank="1"} -2\na{x="2",moe_ep_rank="0"} 5', ["a"]);
    expect(sumOf(metrics, "a")).toBe(3);
    expect(sumOf(metrics, "a", { x: "1" })).toBe(-2);
    expect(sumOf(metrics, "a", { x: "3" })).toBeNull();
    expect(meanOf(metrics, "a")).toBe(1.5);
  });

  test("have any label that the format allows", () => {
    const escaped = (text: string) => text.replace(/\\/g, "\\\\").replace(/\n/g, "\\n").replace(/"/g, '\\"');
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.double({ noNaN: true }), (label, value) => {
        const number = Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : "-Inf";
        const page = `a{x="${escaped(label)}",y="}"} ${number}\na{x="${escaped(`${label}!`)}",y="}"} 1\n`;
        expect(sumOf(readMetrics(page, ["a"]), "a", { x: label })).toBe(value + 0);
      }),
      { numRuns: 50 },
    );
  });
});
