import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { drawFrontier } from "../../src/drawing/drawFrontier.ts";
import { drawTerminal } from "../../src/drawing/drawTerminal.ts";
import type { FrontierPicture } from "../../src/drawing/picture.ts";
import { ACCURACY, COMPUTE, picture, point } from "./pictures.ts";

const interval = { xLow: 0.9e12, xHigh: 1.2e12, yLow: 0.45, yHigh: 0.55 };

const usual = picture(
  [
    point("small", 1e12, 0.5, { ...interval, membership: 1, release: "2025-01-31" }),
    point("small · on", 3e12, 0.62, { mode: "on", membership: 0.4, marginalGain: 0.25 }),
    point("middle · best of 4", 2e13, 0.81, { estimated: true, marginalGain: 0.2306, xLow: 1e13, xHigh: 3e13 }),
    point("large", 1e14, 0.9, { yLow: 0.88, yHigh: 0.91, marginalGain: 0.129 }),
    point("poor", 1e14, 0.4, { onFrontier: false }),
    point("guessed", 4e13, 0.3, { onFrontier: false, estimated: true, membership: 0.02 }),
  ],
  { sources: ["Lab A (MIT)", "Lab B (Apache-2.0, example.org)"], note: "2 lack a value and do not compete." },
);

const banded = picture(usual.points, {
  band: [
    { cost: 1e12, value: 0.5, corrected: 0.5, low: null, high: 0.55 },
    { cost: 3e12, value: 0.62, corrected: 0.6, low: 0.5, high: 0.66 },
    { cost: 2e13, value: 0.81, corrected: 0.8, low: 0.74, high: 0.86 },
    { cost: 1e14, value: 0.9, corrected: 0.89, low: 0.85, high: 0.92 },
  ],
});

/** More of x and less of y is better, and both axes are linear. */
const turned = picture(
  [
    point("slow and cheap", 5, 0.001, { membership: 0.9, estimated: true }),
    point("quick", 40, 0.002, { membership: 0.75, yLow: 0.0015, yHigh: 0.0025 }),
    point("quickest", 95, 0.01),
    point("poor", 20, 0.008, { onFrontier: false, estimated: true }),
  ],
  {
    title: "Cost against throughput",
    x: {
      ...COMPUTE,
      name: "throughput",
      title: "Throughput",
      unit: "tokens/s",
      scale: "linear",
      direction: "MAXIMIZE",
    },
    y: { ...ACCURACY, name: "cost", title: "Cost", unit: "USD/problem", direction: "MINIMIZE" },
    sources: [],
  },
);

/** Many points close to each other, with long names: not every label finds room. */
const crowded = picture(
  Array.from({ length: 24 }, (_, i) =>
    point(`model-${i}-with-a-name-that-goes-on-and-on-${"x".repeat(i)}`, 1e12 * 1.1 ** i, 0.5 + 0.01 * i, {
      membership: i / 24,
    }),
  ),
  {
    title: `Accuracy against compute on ${"a benchmark with a long name, ".repeat(5)}and another`,
    sources: Array.from({ length: 6 }, (_, i) => `Laboratory number ${i} (CC-BY-4.0, example.org/results/${i})`),
  },
);

const both = (other: Partial<FrontierPicture>, name: string) =>
  picture(
    usual.points.map((one) => ({ ...one, onFrontier: one.onFrontier !== (one.label === "large") })),
    { ...other, title: name },
  );

it.each<[string, string]>([
  ["usual.svg", drawFrontier(usual)],
  ["usual-small.svg", drawFrontier(usual, { width: 400, height: 300 })],
  ["banded.svg", drawFrontier(banded)],
  ["turned.svg", drawFrontier(turned)],
  ["crowded.svg", drawFrontier(crowded, { width: 700, height: 360 })],
  ["empty.svg", drawFrontier(picture([], { sources: [] }))],
  ["costs.svg", drawFrontier(both({ y: { ...ACCURACY, direction: "MINIMIZE" } }, "Two costs"))],
  ["usual-100.txt", drawTerminal(usual, 100)],
  ["usual-60.txt", drawTerminal(usual, 60)],
  ["turned-80.txt", drawTerminal(turned, 80)],
  ["crowded-90.txt", drawTerminal(crowded, 90)],
  ["crowded-40.txt", drawTerminal(crowded, 30)],
  ["empty.txt", drawTerminal(picture([], { sources: [] }), 70)],
  ["costs-70.txt", drawTerminal(both({ y: { ...ACCURACY, direction: "MINIMIZE" } }, "Two costs"), 70)],
])("draws the picture of %s as it is kept", (name, drawn) => {
  const kept = new URL(`fixtures/${name}`, import.meta.url);
  // To renew the kept pictures set UPDATE_PICTURES, then look at each.
  if (process.env.UPDATE_PICTURES) writeFileSync(kept, drawn);
  expect(drawn).toBe(readFileSync(kept, "utf8"));
});
