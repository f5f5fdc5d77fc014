import fc from "fast-check";
import { expect, it } from "vitest";
import { crosses, overlap } from "../../src/drawing/boxes.ts";
import { placeLabels } from "../../src/drawing/placeLabels.ts";

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
        const { leader } = place;
        const labels = places.flatMap((other) => other ?? []);
        expect(leader !== null && labels.some((other) => other !== place && crosses(leader, other))).toBe(false);
        const others = [...clear, ...places.slice(i + 1).flatMap((other) => other ?? [])];
        expect(others.some((other) => overlap(place, other))).toBe(false);
      });
    }),
  );
});

it("puts a lone label close by, and goes round what it should not cross", () => {
  const lone = { x: 400, y: 200, width: 100 };
  const [free] = placeLabels([lone], BOUNDS, [], []);
  expect(free!.leader).toBeNull();
  const [moved] = placeLabels([lone], BOUNDS, [], [free!]);
  expect(moved!.leader).toBeNull();
  expect(overlap(moved!, free!)).toBe(false);
});

it("leaves a label out where there is no room", () => {
  expect(placeLabels([{ x: 400, y: 200, width: 900 }], BOUNDS, [], [])).toEqual([null]);
});

it("knows whether a line runs through a box as walking along the line does", () => {
  const middle = { x: 4, y: 4, width: 4, height: 4 };
  const end = fc.integer({ min: 0, max: 12 });
  fc.assert(
    fc.property(end, end, end, end, (x1, y1, x2, y2) => {
      const steps = Array.from({ length: 1001 }, (_, i) => i / 1000);
      const walked = steps.some((t) => {
        const [x, y] = [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
        return x > 4.001 && x < 7.999 && y > 4.001 && y < 7.999;
      });
      const isPoint = x1 === x2 && y1 === y2;
      if (!isPoint) expect(crosses({ x1, y1, x2, y2 }, middle)).toBe(walked);
    }),
  );
});
