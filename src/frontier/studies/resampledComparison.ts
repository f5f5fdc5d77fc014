import type { Bounds } from "../hypervolume/scaling.ts";
import type { Axis } from "../objective.ts";
import { type PercentileInterval, percentileInterval } from "../statistics/percentileInterval.ts";
import { type ResamplingInput, resample } from "../statistics/resampling.ts";
import { comparisonFigures, FIGURES } from "./comparisonFigures.ts";

export interface ComparisonInput {
  candidates: ResamplingInput;
  /** The group of each candidate, from 0. */
  groups: Uint16Array;
  groupCount: number;
  axes: Axis[];
  /** The bounds of all candidates. */
  bounds: Bounds[];
}

/** The intervals of each group's figures. An interval is null if no resample has a value. */
export interface GroupIntervals {
  hypervolume: PercentileInterval | null;
  frontierShare: PercentileInterval | null;
  gap: PercentileInterval | null;
}

/** Returns percentile intervals of the figures of groups, by a bootstrap over problems that all candidates share. */
export function resampledComparison(input: ComparisonInput): GroupIntervals[] {
  const { candidates, groups, groupCount, axes, bounds } = input;
  const values = resample(candidates);
  const stride = candidates.values.length;
  const resamples = stride === 0 ? 0 : values.length / stride;
  const drawn = Array.from({ length: groupCount * FIGURES.length }, () => new Float64Array(resamples));
  for (let at = 0; at < resamples; at++) {
    const moved = values.subarray(at * stride, (at + 1) * stride);
    comparisonFigures(moved, groups, groupCount, axes, bounds).forEach((value, figure) => {
      drawn[figure]![at] = value;
    });
  }
  return Array.from({ length: groupCount }, (_, group) => {
    const ofGroup = drawn.slice(group * FIGURES.length, (group + 1) * FIGURES.length);
    const [hypervolume, frontierShare, gap] = ofGroup.map((figures) => percentileInterval(figures));
    return { hypervolume: hypervolume!, frontierShare: frontierShare!, gap: gap! };
  });
}
