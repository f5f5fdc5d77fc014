import type { Metric } from "../frontier/metrics.ts";

/** One axis of a picture: what is traded, and which way is better. */
export type PictureAxis = Pick<Metric, "name" | "title" | "unit" | "scale" | "direction">;

/** A candidate as it is drawn; values in the units of the axes. */
export interface PicturePoint {
  /** The model's whole name, and what sets it apart from others of the same model. */
  model: string;
  mode: string;
  /** The short name that is written beside it. */
  label: string;
  x: number;
  y: number;
  /** Ends of the 95 % intervals, where samples allow any. */
  xLow?: number | undefined;
  xHigh?: number | undefined;
  yLow?: number | undefined;
  yHigh?: number | undefined;
  onFrontier: boolean;
  /** The share of resamples in which it stands on the frontier, 0 to 1; null where samples can't tell. */
  membership: number | null;
  /** Gained on y for each tenfold of x since the point before; null where there is none. */
  marginalGain: number | null;
  /** True where x or y was not measured but computed. */
  estimated: boolean;
  /** The day of the model's release. */
  release?: string | undefined;
}

/** All that a drawing of a frontier shows. */
export interface FrontierPicture {
  title: string;
  x: PictureAxis;
  y: PictureAxis;
  points: PicturePoint[];
  /** The frontier's knee, one of the points. */
  knee: PicturePoint | null;
  /** Who published the results behind it, one line each. */
  sources: string[];
  dataVersion: string;
  /** What a reader must know besides. */
  note?: string | undefined;
}
