import fc from "fast-check";
import type { FrontierPicture, PictureAxis, PicturePoint } from "../../src/drawing/picture.ts";
import { paretoFrontier } from "../../src/frontier/dominance/dominance.ts";

export const ACCURACY: PictureAxis = {
  name: "accuracy",
  title: "Accuracy",
  unit: "1",
  scale: "linear",
  direction: "MAXIMIZE",
};
export const COMPUTE: PictureAxis = {
  name: "flops",
  title: "Compute",
  unit: "FLOP/problem",
  scale: "log",
  direction: "MINIMIZE",
};

export function point(model: string, x: number, y: number, more: Partial<PicturePoint> = {}): PicturePoint {
  const rest = { mode: "default", onFrontier: true, membership: null, marginalGain: null, estimated: false };
  return { model, label: model, x, y, ...rest, ...more };
}

export function picture(points: PicturePoint[], more: Partial<FrontierPicture> = {}): FrontierPicture {
  const rest = { title: "Accuracy against compute", x: COMPUTE, y: ACCURACY, knee: null };
  return { points, sources: ["Lab A (MIT)"], dataVersion: "0123456789abcdef", ...rest, ...more };
}

/** Text that tries to break out of whatever it is put into. */
const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "</text><script>alert(1)</script>",
    '" onload="alert(1)',
    "]]>",
    "&#x0;",
    "\u001b[2J",
    "\u0000\uFFFE",
    "\uD800",
  ),
);

/** Pictures of any directions and scales, with hostile text everywhere. */
export const anyPicture: fc.Arbitrary<FrontierPicture> = fc
  .record({
    title: hostile,
    directions: fc.tuple(fc.constantFrom("MINIMIZE", "MAXIMIZE"), fc.constantFrom("MINIMIZE", "MAXIMIZE")),
    scale: fc.constantFrom("log", "linear"),
    unit: hostile,
    sources: fc.array(hostile, { maxLength: 3 }),
    note: fc.option(hostile, { nil: undefined }),
    rows: fc.array(
      fc.record({
        label: hostile,
        mode: hostile,
        x: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.double({ min: 0, max: 1e18, noNaN: true })),
        y: fc.integer({ min: 0, max: 20 }).map((part) => part / 20),
        spread: fc.option(fc.double({ min: 0, max: 2, noNaN: true }), { nil: undefined }),
        membership: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        estimated: fc.boolean(),
      }),
      { maxLength: 40 },
    ),
  })
  .map(({ title, directions, scale, unit, sources, note, rows }) => {
    const shown = new Set(
      paretoFrontier(
        rows.map(({ x, y }) => [x, y]),
        directions as ["MINIMIZE", "MINIMIZE"],
      ),
    );
    const points = rows.map(({ label, mode, x, y, spread, ...rest }, i) =>
      point(label, x, y, {
        ...rest,
        mode,
        onFrontier: shown.has(i),
        ...(spread !== undefined && { xLow: x * (1 - spread), xHigh: x * (1 + spread), yLow: y, yHigh: 1 }),
      }),
    );
    const x = { ...COMPUTE, unit, scale, direction: directions[0] } as PictureAxis;
    const y = { ...ACCURACY, direction: directions[1] } as PictureAxis;
    return picture(points, { title, x, y, sources, note, knee: points[0] ?? null });
  });
