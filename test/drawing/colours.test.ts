import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawFrontier } from "../../src/drawing/drawFrontier.ts";
import { DARK, LIGHT, type Theme } from "../../src/drawing/theme.ts";
import { runs } from "../support/runs.ts";
import { findAll, parseXml } from "./parseXml.ts";
import { anyPicture, picture, point } from "./pictures.ts";

const THEMES: [string, Theme][] = [
  ["light", LIGHT],
  ["dark", DARK],
];

/**
 * How people see linear sRGB who lack one kind of cones: the matrices of severity 1 of Machado, Oliveira and Fernandes, "A
 * Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (6), 2009.
 */
const SIGHTS: Record<string, number[][]> = {
  "all cones": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** The least difference in CIELAB (CIE 1976) between a mark of the frontier and a dominated one; 2.3 is just noticed. */
const APART = 15;

describe.each(THEMES)("in the %s theme", (_, theme) => {
  const { background, ink, muted, accent } = theme;

  it("text has a contrast of 4.5", () => {
    for (const colour of [ink, muted, accent]) expect(contrast(rgb(colour), rgb(background))).toBeGreaterThan(4.5);
  });

  it("every drawn mark keeps a contrast of 3, also a dominated one and the least sure", () => {
    fc.assert(
      fc.property(anyPicture, (any) => {
        const root = parseXml(drawFrontier(any));
        for (const { attributes } of [...findAll(root, "circle", "point"), ...findAll(root, "line", "whisker")]) {
          const colour = attributes.class!.includes("dominated") ? muted : accent;
          const seen = blend(rgb(colour), rgb(background), Number(attributes.opacity ?? 1));
          expect(contrast(seen, rgb(background))).toBeGreaterThanOrEqual(3);
        }
      }),
      runs(6, 300),
    );
  });

  it.each(Object.entries(SIGHTS))("marks of the frontier and dominated ones can be told apart with %s", (_, sight) => {
    // The faintest and the strongest mark of each kind.
    const points = [true, false].flatMap((onFrontier) =>
      [0, 1].map((membership) => point(`${onFrontier}${membership}`, 1 + membership, 0.5, { onFrontier, membership })),
    );
    const circles = findAll(parseXml(drawFrontier(picture(points))), "circle").filter(
      ({ children }) => children.length > 0,
    );
    const seenOf = (kind: string, colour: string) =>
      circles
        .filter(({ attributes }) => attributes.class!.includes(kind))
        .map(({ attributes }) => lab(sight, blend(rgb(colour), rgb(background), Number(attributes.opacity))));
    const [frontier, dominated] = [seenOf("frontier", accent), seenOf("dominated", muted)];
    expect([frontier.length, dominated.length]).toEqual([2, 2]);
    for (const one of frontier) {
      for (const other of dominated) {
        expect(Math.hypot(...one.map((value, i) => value - other[i]!))).toBeGreaterThan(APART);
      }
    }
  });
});

it("the style has a dark theme for readers whose system asks for it", () => {
  expect(drawFrontier(picture([]))).toContain("@media (prefers-color-scheme:dark)");
});

const rgb = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
const blend = (mark: number[], back: number[], opacity: number) =>
  mark.map((value, i) => opacity * value + (1 - opacity) * back[i]!);
const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const product = (rows: number[][], vector: number[]) =>
  rows.map((row) => row.reduce((sum, factor, i) => sum + factor * vector[i]!, 0));

/** The contrast of two colours by WCAG 2.2. */
function contrast(a: number[], b: number[]): number {
  const [low, high] = [a, b]
    .map((colour) => product([[0.2126, 0.7152, 0.0722]], colour.map(linear))[0]!)
    .sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** A colour in CIELAB under D65, as somebody with such a sight sees it. */
function lab(sight: number[][], colour: number[]): number[] {
  const seen = product(sight, colour.map(linear)).map((value) => Math.min(1, Math.max(0, value)));
  const xyz = product(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    seen,
  );
  const [x, y, z] = xyz.map((value, i) => {
    const share = value / [0.95047, 1, 1.08883][i]!;
    return share > 216 / 24389 ? Math.cbrt(share) : ((24389 / 27) * share + 16) / 116;
  });
  return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
}
