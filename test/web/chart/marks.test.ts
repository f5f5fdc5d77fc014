import { describe, expect, it } from "vitest";
import { DARK, LIGHT } from "../../../src/drawing/theme.ts";
import { DOMINATED, FAINTEST, opacityOf, radii } from "../../../web/chart/marks.ts";
import { candidate, point } from "../anyCandidate.ts";

/** The contrast of a mark of some opacity, by the formulas of WCAG 2.2 written out once more. */
function contrast(mark: string, background: string, opacity: number): number {
  const channels = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const linear = (value: number) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([red, green, blue]: number[]) =>
    0.2126 * linear(red!) + 0.7152 * linear(green!) + 0.0722 * linear(blue!);
  const under = channels(background);
  const mixed = channels(mark).map((value, i) => value * opacity + under[i]! * (1 - opacity));
  const [brighter, darker] = [light(mixed), light(under)].sort((a, b) => b - a);
  return (brighter! + 0.05) / (darker! + 0.05);
}

describe("the marks of the page", () => {
  it.each([
    ["light", LIGHT],
    ["dark", DARK],
  ])("keep a contrast of 3 to the background however unsure they are: %s", (_, { accent, muted, background }) => {
    expect(contrast(accent, background, opacityOf({ membership: 0 }))).toBeGreaterThanOrEqual(3);
    expect(contrast(muted, background, DOMINATED)).toBeGreaterThanOrEqual(3);
  });

  it("are no fainter than that needs, and darken with membership", () => {
    const least = [LIGHT, DARK].map(({ accent, background }) => contrast(accent, background, FAINTEST - 0.02));
    expect(Math.min(...least)).toBeLessThan(3);
    expect(opacityOf({ membership: 1 })).toBe(1);
    expect(opacityOf({ membership: 0.8 })).toBeGreaterThan(opacityOf({ membership: 0.4 }));
  });

  it("grow in area with a third metric, and are small without a value of it", () => {
    const points = [1, 4, 9].map((value, i) => point(candidate(`acme/${i}`, value, 0.5), true));
    const radiusOf = radii(points, "flops");
    const [small, middle, large] = points.map(radiusOf);
    expect(small).toBeLessThan(middle!);
    expect(middle).toBeLessThan(large!);
    expect(radii(points, "cost")(points[0]!)).toBe(radii(points, null)(points[0]!));
  });
});
