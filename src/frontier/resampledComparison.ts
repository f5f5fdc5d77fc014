import { groupFigures } from "./comparison.ts";
import type { Axis } from "./objective.ts";
import { type ResamplingInput, resample } from "./resampling.ts";
import type { Bounds } from "./scaling.ts";

export interface ComparisonInput {
  candidates: ResamplingInput;
  /** The group of each candidate, from 0. */
  groups: Uint16Array;
  groupCount: number;
  axes: Axis[];
  /** Of all candidates. */
  bounds: Bounds[];
}

/** The middle 95 % of what resamples give; null where none has a value. */
export type Percentiles = { low: number; high: number } | null;

/** The intervals of each group's figures. */
export interface GroupIntervals {
  hypervolume: Percentiles;
  frontierShare: Percentiles;
  gap: Percentiles;
}

/** Percentile intervals of how groups compare, by a bootstrap over problems that moves all candidates together. */
export function resampledComparison(input: ComparisonInput): GroupIntervals[] {
  const { candidates, groups, groupCount, axes, bounds } = input;
  const values = resample(candidates);
  const stride = candidates.values.length;
  const found = Array.from({ length: groupCount }, () => ({
    hypervolume: [] as number[],
    frontierShare: [] as number[],
    gap: [] as number[],
  }));
  for (let from = 0; from < values.length; from += stride) {
    groupFigures(values.subarray(from, from + stride), groups, groupCount, axes, bounds).forEach((figures, group) => {
      found[group]!.hypervolume.push(figures.hypervolume);
      found[group]!.frontierShare.push(figures.frontierShare);
      found[group]!.gap.push(figures.gap);
    });
  }
  return found.map(({ hypervolume, frontierShare, gap }) => ({
    hypervolume: middle(hypervolume),
    frontierShare: middle(frontierShare),
    gap: middle(gap),
  }));
}

function middle(values: number[]): Percentiles {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  if (sorted.length === 0) return null;
  return { low: percentile(sorted, 0.025), high: percentile(sorted, 0.975) };
}

function percentile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (at - Math.floor(at)) * (above - below);
}
