import fc from "fast-check";
import { expect, it } from "vitest";
import { overlap, placeLabels } from "../../src/drawing/placeLabels.ts";

const BOUNDS = { x: 0, y: 0, width: 800, height: 400 };
const box = fc.record({
  x: fc.integer({ min: 0, max: 790 }),
  y: fc.integer({ min: 0, max: 390 }),
  width: fc.constant(11),
  height: fc.constant(11),
});
const label = fc.record({
  x: fc.integer({ min: 0, max: 800 }),
  y: fc.integer({ min: 0, max: 400 }),
  width: fc.integer({ min: 20, max: 250 }),
});

it("never puts a label on another, on what is to be kept clear, or out of bounds", () => {
  fc.assert(
    fc.property(fc.array(label, { maxLength: 25 }), fc.array(box), fc.array(box), (wanted, clear, crossable) => {
      const places = placeLabels(wanted, BOUNDS, clear, crossable);
      expect(places).toHaveLength(wanted.length);
      places.forEach((place, i) => {
        if (!place) return;
        expect(place.x >= 0 && place.y >= 0 && place.x + place.width <= 800 && place.y + place.height <= 400).toBe(
          true,
        );
        const others = [...clear, ...places.slice(i + 1).flatMap((other) => other ?? [])];
        expect(others.some((other) => overlap(place, other))).toBe(false);
      });
    }),
  );
});

it("puts a lone label close by, and goes round what it should not cross", () => {
  const lone = { x: 400, y: 200, width: 100 };
  const [free] = placeLabels([lone], BOUNDS, [], []);
  expect(free!.steps).toBe(0);
  const [moved] = placeLabels([lone], BOUNDS, [], [free!]);
  expect(moved!.steps).toBe(0);
  expect(overlap(moved!, free!)).toBe(false);
});

it("leaves a label out where there is no room", () => {
  expect(placeLabels([{ x: 400, y: 200, width: 900 }], BOUNDS, [], [])).toEqual([null]);
});
