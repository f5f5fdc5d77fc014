import { describe, expect, it } from "vitest";
import { layOut } from "../../../web/chart/layout.ts";
import { nearest, stepFrom } from "../../../web/chart/nearest.ts";
import { candidate, pictureWith, point } from "../anyCandidate.ts";

const picture = pictureWith([
  point(candidate("acme/a", 1e12, 0.2), true),
  point(candidate("acme/b", 1e13, 0.5), true),
  point(candidate("acme/c", 1e14, 0.9), true),
  point(candidate("acme/d", 5e13, 0.4), false),
]);
const { placed } = layOut(picture, 800, 500, {}, null);
const [a, b, c, d] = placed;

describe("the points that keys and pointer reach", () => {
  it("follow the frontier to the right and left, and stay at its ends", () => {
    expect(stepFrom(placed, null, "nextOnFrontier")).toBe(a);
    expect(stepFrom(placed, null, "last")).toBe(c);
    expect(stepFrom(placed, a!, "nextOnFrontier")).toBe(b);
    expect(stepFrom(placed, c!, "nextOnFrontier")).toBe(c);
    expect(stepFrom(placed, b!, "previousOnFrontier")).toBe(a);
    expect(stepFrom(placed, a!, "previousOnFrontier")).toBe(a);
    expect(stepFrom(placed, d!, "nextOnFrontier")).toBe(c);
    expect(stepFrom(placed, d!, "last")).toBe(c);
  });

  it("are all within reach by going up and down", () => {
    const reached = [a!];
    for (let i = 0; i < 3; i++) reached.push(stepFrom(placed, reached.at(-1)!, "nextBetter")!);
    expect(new Set(reached)).toEqual(new Set(placed));
    expect(stepFrom(placed, c!, "nextBetter")).toBe(c);
    expect(stepFrom(placed, c!, "nextWorse")).toBe(b);
  });

  it("are those near the pointer, and none far from it", () => {
    expect(nearest(placed, b!.x + 3, b!.y - 3)).toBe(b);
    expect(nearest(placed, b!.x + 40, b!.y - 40)).toBe(null);
    expect(nearest([], 10, 10)).toBe(null);
    expect(stepFrom([], null, "last")).toBe(null);
  });
});
