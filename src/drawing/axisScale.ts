import { scaleLinear, scaleLog } from "d3-scale";
import type { PictureAxis, PicturePoint } from "./picture.ts";
import { writeNumber } from "./writeValue.ts";

/** An axis in pixels or characters. */
export interface AxisScale {
  /** Returns the place of a value. A value outside of the axis is put at its end. */
  place(value: number): number;
  ticks: { place: number; label: string }[];
}

/** The share of the axis that stays free at each end. */
const MARGIN = 0.06;

/**
 * Maps the values of a picture's points to an axis from one place to another. It is logarithmic if the objective
 * is and a value has a logarithm. Values without one, which do not compete, are put at its end. It includes the whole intervals of the frontier's points.
 *
 * @param most about the largest number of ticks.
 */
export function axisScale(
  axis: PictureAxis,
  points: readonly PicturePoint[],
  column: "x" | "y",
  [from, to]: [number, number],
  most: number,
): AxisScale {
  const { isLog, extent } = axisExtent(axis, points, column);
  const scale = (isLog ? scaleLog() : scaleLinear()).domain(extent).range([from, to]).clamp(true);
  return {
    place: (value) => scale(isLog ? Math.max(value, extent[0]) : value),
    ticks: ticksWithin(extent, isLog, most).map((value) => ({
      place: scale(value),
      label: tickLabel(value, axis.unit),
    })),
  };
}

/** Returns whether an axis is logarithmic, and the values at its ends. */
export function axisExtent(
  axis: PictureAxis,
  points: readonly PicturePoint[],
  column: "x" | "y",
): { isLog: boolean; extent: [number, number] } {
  const values = points.flatMap((point) => [
    point[column],
    ...(point.onFrontier ? [point[`${column}Low`] ?? point[column], point[`${column}High`] ?? point[column]] : []),
  ]);
  const isLog = axis.scale === "log" && points.some((point) => hasLog(point[column]));
  return { isLog, extent: isLog ? logExtent(values.filter(hasLog)) : linearExtent(values, axis.unit) };
}

/** Returns the values between two that are worth a tick, about `most` of them. */
export const ticksWithin = (extent: [number, number], isLog: boolean, most: number): number[] =>
  isLog ? logTicks(extent, most) : scaleLinear().domain(extent).ticks(most);

/** No metric has values outside these bounds, which would leave no room at the ends of an axis. */
const hasLog = (value: number) => value > 1e-100 && value < 1e100;

function logExtent(values: number[]): [number, number] {
  const logs = values.map(Math.log10);
  const [low, high] = [least(logs), greatest(logs)];
  const margin = high > low ? MARGIN * (high - low) : 0.5;
  return [10 ** (low - margin), 10 ** (high + margin)];
}

/** A share stays between 0 and 1. */
function linearExtent(values: number[], unit: string): [number, number] {
  if (values.length === 0) return [0, 1];
  const [low, high] = [least(values), greatest(values)];
  const size = Math.max(Math.abs(low), Math.abs(high));
  const spread = high - low > 1e-9 * size ? high - low : size;
  // Values that are practically equal are put in the middle.
  const margin = MARGIN * (hasLog(size) ? spread : 10);
  const padded: [number, number] = [low - margin, high + margin];
  return unit === "1" && low >= 0 && high <= 1 ? [Math.max(0, padded[0]), Math.min(1, padded[1])] : padded;
}

/** Chooses powers of ten, over few decades also 2 and 5 times them, and evenly spaced values if those are too few. */
function logTicks(extent: [number, number], most: number): number[] {
  const all = scaleLog().domain(extent).ticks(10);
  const powers = all.filter((value) => leadingDigit(value) === 1);
  const step = Math.ceil(powers.length / most);
  if (powers.length >= 3) return powers.filter((_, i) => i % step === 0);
  const few = all.filter((value) => [1, 2, 5].includes(leadingDigit(value) ?? 0));
  if (few.length >= 2 && few.length <= most) return few;
  return powers.length === 2 ? powers : scaleLinear().domain(extent).ticks(Math.min(most, 5));
}

/** Returns the only digit of a number that is not zero, such as 2 of 2,000; undefined if it has several. */
function leadingDigit(value: number): number | undefined {
  const [digit, rest] = [value.toExponential(6).charAt(0), value.toExponential(6).slice(2, 8)];
  return rest === "000000" ? Number(digit) : undefined;
}

const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const greatest = (values: number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);

export function tickLabel(value: number, unit: string): string {
  return unit === "1" ? `${Number((100 * value).toFixed(3))} %` : writeNumber(value);
}
