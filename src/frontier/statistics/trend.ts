import { studentQuantile } from "./quantiles.ts";

export interface TrendPoint {
  x: number;
  y: number;
}

/** A straight line through points. */
export interface Trend {
  /** The change of y for each unit of x. */
  slope: number;
  intercept: number;
  /** The 95 % interval of the slope. It is null for two points, since a line always fits them exactly. */
  interval: { low: number; high: number } | null;
  /** The points of the fit. */
  points: TrendPoint[];
}

/**
 * Fits a line by ordinary least squares, with Student's interval of the slope (n - 2 degrees of freedom). The interval
 * assumes independent deviations from a straight line. The points of records and frontiers depend on each other, so
 * that their trends are less certain than it says.
 *
 * @returns null if there are fewer than two different x.
 */
export function linearTrend(points: readonly TrendPoint[]): Trend | null {
  if (new Set(points.map(({ x }) => x)).size < 2) return null;
  const n = points.length;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / n;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / n;
  const xx = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / xx;
  const intercept = meanY - slope * meanX;
  const squares = points.reduce((sum, { x, y }) => sum + (y - intercept - slope * x) ** 2, 0);
  const half = n > 2 ? studentQuantile(n - 2) * Math.sqrt(squares / (n - 2) / xx) : null;
  const interval = half === null ? null : { low: slope - half, high: slope + half };
  return { slope, intercept, interval, points: [...points] };
}

/**
 * The time in which a quantity halves if its log10 falls by a slope a year. An end is null if its slope does not fall.
 */
export interface HalvingTime {
  /** The time in years; null if the quantity does not fall. */
  value: number | null;
  low: number | null;
  high: number | null;
}

/** @param trend the trend of log10 of the quantity over years. */
export function halvingTime({ slope, interval }: Trend): HalvingTime {
  const years = (perYear: number) => (perYear < 0 ? -Math.log10(2) / perYear : null);
  return {
    value: years(slope),
    low: interval && years(interval.low),
    high: interval && years(interval.high),
  };
}

const DAYS_A_YEAR = 365.2425;

/** Converts a day to a number of years. 2025-01-01 is within a day of 2025. */
export function yearOf(date: string): number {
  return 1970 + Date.parse(`${date}T00:00:00Z`) / 86_400_000 / DAYS_A_YEAR;
}
