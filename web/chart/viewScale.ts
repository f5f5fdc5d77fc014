import { scaleLinear, scaleLog } from "d3-scale";
import { type AxisScale, axisExtent, tickLabel, ticksWithin } from "../../src/drawing/axisScale.ts";
import type { PictureAxis, PicturePoint } from "../../src/drawing/picture.ts";

/** The values at the ends of an axis. */
export type Ends = [number, number];

/** The part of a picture that is in view; an axis without ends is shown whole. */
export interface View {
  x?: Ends | undefined;
  y?: Ends | undefined;
}

/** An axis of which a part may be in view, in pixels. A place outside of the view is outside of its range. */
export interface ViewScale extends AxisScale {
  isLog: boolean;
  /** The values at the ends of the view. */
  ends: Ends;
  /** The value at a place. */
  valueAt(place: number): number;
}

/** Maps the values of an axis to pixels from one place to another, for the part of it that is in view. */
export function viewScale(
  axis: PictureAxis,
  points: readonly PicturePoint[],
  column: "x" | "y",
  range: [number, number],
  most: number,
  view: Ends | undefined,
): ViewScale {
  const { isLog, extent } = keptExtent(axis, points, column);
  const isUsable = view !== undefined && view[0] < view[1] && (!isLog || view[0] > 0);
  const ends = isUsable ? view : extent;
  const scale = (isLog ? scaleLog() : scaleLinear()).domain(ends).range(range);
  return {
    isLog,
    ends,
    // What has no logarithm is put at the lower end of the whole axis.
    place: (value) => scale(isLog ? Math.max(value, extent[0]) : value),
    valueAt: (place) => scale.invert(place),
    ticks: ticksWithin(ends, isLog, most).map((value) => ({ place: scale(value), label: tickLabel(value, axis.unit) })),
  };
}

/** The ends of a view that is moved by pixels, or stretched around a place by a factor (above 1 shows more). */
export function movedEnds(scale: ViewScale, [from, to]: [number, number], by: number, factor = 1, around = from): Ends {
  const stretched = (place: number) => scale.valueAt(around + (place - around) * factor - by);
  return [stretched(from), stretched(to)].sort((a, b) => a - b) as Ends;
}

type Extent = ReturnType<typeof axisExtent>;
const kept = new WeakMap<readonly PicturePoint[], Partial<Record<"x" | "y", Extent>>>();

/** The extent of an axis, which is computed once for a picture and not in every frame of a movement. */
function keptExtent(axis: PictureAxis, points: readonly PicturePoint[], column: "x" | "y"): Extent {
  const ofPicture = kept.get(points) ?? {};
  kept.set(points, ofPicture);
  ofPicture[column] ??= axisExtent(axis, points, column);
  return ofPicture[column];
}
