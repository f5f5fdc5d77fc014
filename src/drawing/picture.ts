import type { ServedAs } from "../analysis/request/candidate.ts";
import type { CorrectedGain } from "../analysis/resampling/frontierUncertainty.ts";
import type { BandPoint } from "../frontier/choice/frontierBand.ts";
import type { Direction, Metric } from "../frontier/metrics.ts";

/** An axis of a picture: a metric and the direction in which it is better. */
export type PictureAxis = Pick<Metric, "name" | "title" | "unit" | "scale" | "direction">;

/** The shares of answers that say how far an accuracy can be trusted, each with its title. */
export const ANSWER_SHARES = {
  parsed_share: "by parse",
  judged_share: "by judge",
  undecided_share: "undecided",
  error_share: "errors",
} as const;
export type AnswerShare = keyof typeof ANSWER_SHARES;

/** A candidate as it is drawn, with values in the units of the axes. */
export interface PicturePoint {
  /** The full name of the model, and the settings that distinguish it from others of the same model. */
  model: string;
  mode: string;
  /** The short name that is written beside the point. */
  label: string;
  /** What the operating points of one model in one mode have in common; absent for other candidates. */
  series?: string | undefined;
  x: number;
  y: number;
  /** The ends of the 95 % intervals, if there are samples. */
  xLow?: number | undefined;
  xHigh?: number | undefined;
  yLow?: number | undefined;
  yHigh?: number | undefined;
  onFrontier: boolean;
  /** The share of resamples in which it is on the frontier, 0 to 1; null if there are no samples. */
  membership: number | null;
  /** The y that is left when it is corrected for the choice among several candidates; null where it is not known. */
  corrected?: CorrectedGain | null | undefined;
  /** The gain in y for each factor of ten in x since the point before; null if there is none. */
  marginalGain: number | null;
  /** The shares of its answers that have a column in a table, by the names of their metrics; those that are not known are absent. */
  shares?: Partial<Record<AnswerShare, number>> | undefined;
  /** Whether x or y was computed and not measured. */
  estimated: boolean;
  /** True if its accuracy is not better than guessing. */
  atChance?: boolean | undefined;
  /** How it is served on the deployment that was asked for, if one was. */
  servedAs?: ServedAs | undefined;
  /** The day of the model's release. */
  release?: string | undefined;
}

/** Everything that a drawing of a frontier shows. */
export interface FrontierPicture {
  title: string;
  x: PictureAxis;
  y: PictureAxis;
  points: PicturePoint[];
  /** The knee of the frontier, which is one of the points. */
  knee: PicturePoint | null;
  /** The uncertainty of the frontier as a whole; absent where nothing is known to vary or the axes show another trade. */
  band?: readonly BandPoint[] | undefined;
  /** The sources of the results, one line for each. */
  sources: string[];
  dataVersion: string;
  /** Further facts that a reader must know. */
  note?: string | undefined;
}

/**
 * Chooses the axes of a picture by the directions of its objectives, of which there are two or more: the first minimised one
 * is x and the first maximised one is y. If there is none of a kind, another objective takes its axis.
 *
 * @returns the places of both among the objectives.
 */
export function columnsBy(directions: readonly Direction[]): [x: number, y: number] {
  const minimised = directions.indexOf("MINIMIZE");
  const maximised = directions.indexOf("MAXIMIZE");
  if (minimised === -1) return [1, 0];
  if (maximised === -1) return [0, 1];
  return [minimised, maximised];
}
