import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithin, overlap } from "../../../src/drawing/boxes.ts";
import { layOut, movedLayout, nameLayout } from "../../../web/chart/layout.ts";
import { movedEnds } from "../../../web/chart/viewScale.ts";
import { pictureOf } from "../../../web/data/pagePicture.ts";
import type { Question } from "../../../web/data/question.ts";
import { runs } from "../../support/runs.ts";
import { candidate, X, Y } from "../anyCandidate.ts";

const question: Question = { args: {}, loaded: {}, isDecidedHere: true, axes: [Y, X], x: X, y: Y };
const pictureFrom = (values: readonly (readonly [number, number])[]) =>
  pictureOf(
    question,
    values.map(([x, y], i) => candidate(`acme/model-number-${i}`, x, y)),
    null,
    ["Sums"],
    "v",
  );

const values = fc.array(
  fc.tuple(
    fc.double({ min: 10, max: 20, noNaN: true }).map((power) => 10 ** power),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ),
  { minLength: 1, maxLength: 60 },
);
const sizes = fc.constantFrom([320, 320], [700, 430], [1200, 560]);

describe("the layout of the picture", () => {
  it("puts every point into the plot, better ones further left and up", () => {
    fc.assert(
      fc.property(values, sizes, (given, [width, height]) => {
        const { placed, plot } = layOut(pictureFrom(given), width!, height!, {}, null);
        for (const { x, y, point } of placed) {
          expect(isWithin({ x, y, width: 0, height: 0 }, plot)).toBe(true);
          for (const other of placed) {
            if (point.x < other.point.x) expect(x).toBeLessThanOrEqual(other.x);
            if (point.y > other.point.y) expect(y).toBeLessThanOrEqual(other.y);
          }
        }
      }),
      runs(40, 1000),
    );
  });

  it("puts all points of a view that is only moved where a layout of its own would", () => {
    const way = fc.double({ min: -900, max: 900, noNaN: true });
    fc.assert(
      fc.property(values, sizes, way, way, (given, [width, height], right, down) => {
        const picture = pictureFrom(given);
        const settled = layOut(picture, width!, height!, {}, null);
        const { across, up, plot } = settled;
        const view = {
          x: movedEnds(across, [plot.x, plot.x + plot.width], right),
          y: movedEnds(up, [plot.y, plot.y + plot.height], down),
        };
        const wanted = layOut(picture, width!, height!, view, null);
        const moved = movedLayout(settled, picture, view);
        expect(moved.placed.map(({ point }) => point)).toEqual(wanted.placed.map(({ point }) => point));
        moved.placed.forEach((one, i) => {
          expect(one.x).toBeCloseTo(wanted.placed[i]!.x, 6);
          expect(one.y).toBeCloseTo(wanted.placed[i]!.y, 6);
          expect(one.radius).toBe(wanted.placed[i]!.radius);
        });
        expect(moved.stairs).toEqual(wanted.stairs);
        expect(moved.across.ticks).toEqual(wanted.across.ticks);
        expect(moved.up.ticks).toEqual(wanted.up.ticks);
      }),
      runs(40, 1000),
    );
  });

  it("lets no name cover another one, a point of the frontier or the edge, at any width", () => {
    fc.assert(
      fc.property(values, sizes, (given, [width, height]) => {
        const layout = layOut(pictureFrom(given), width!, height!, {}, null);
        const names = nameLayout(layout);
        const points = layout.placed.slice(0, layout.frontierCount);
        names.forEach((name, i) => {
          expect(isWithin(name, layout.plot)).toBe(true);
          for (const other of names.slice(i + 1)) expect(overlap(name, other)).toBe(false);
          for (const { x, y, radius } of points) {
            const box = { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
            expect(overlap(name, box)).toBe(false);
          }
        });
      }),
      runs(40, 1000),
    );
  });

  it("shows the part of the axes that is in view, and names only what is in it", () => {
    const picture = pictureFrom([
      [1e12, 0.2],
      [1e13, 0.5],
      [1e15, 0.9],
    ]);
    const view = { x: [5e12, 2e13] as [number, number], y: [0.4, 0.6] as [number, number] };
    const layout = layOut(picture, 800, 500, view, null);
    expect(layout.across.valueAt(layout.plot.x)).toBeCloseTo(5e12, -6);
    expect(layout.across.valueAt(layout.plot.x + layout.plot.width)).toBeCloseTo(2e13, -6);
    expect(nameLayout(layout).map(({ text }) => text)).toEqual(["model-number-1"]);
    expect(layout.placed[0]!.x).toBeLessThan(layout.plot.x);
  });

  it("moves and stretches a view in the units of the axis", () => {
    const { across, plot } = layOut(
      pictureFrom([
        [1e12, 0.2],
        [1e14, 0.9],
      ]),
      800,
      500,
      { x: [1e12, 1e14], y: [0, 1] },
      null,
    );
    const range: [number, number] = [plot.x, plot.x + plot.width];
    const [from, to] = movedEnds(across, range, plot.width / 2);
    expect([Math.log10(from), Math.log10(to)]).toEqual([expect.closeTo(11, 6), expect.closeTo(13, 6)]);
    const [low, high] = movedEnds(across, range, 0, 0.5, plot.x + plot.width / 2);
    expect([Math.log10(low), Math.log10(high)]).toEqual([expect.closeTo(12.5, 6), expect.closeTo(13.5, 6)]);
  });

  it("has a place for a picture of one point, and for one of none", () => {
    expect(layOut(pictureFrom([[1e12, 0.5]]), 360, 320, {}, null).placed).toHaveLength(1);
    expect(layOut(pictureFrom([]), 360, 320, {}, null)).toMatchObject({ placed: [], stairs: [] });
  });
});
