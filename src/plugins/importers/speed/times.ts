import type { ImportedTimes } from "../../contract/importer.ts";
import type { Fields } from "../fields/fields.ts";

/** The statistics of a distribution and the names that the tools give them. */
const NAMES = {
  mean: ["mean", "avg", "average"],
  median: ["median", "p50"],
  p90: ["p90"],
  p95: ["p95"],
  p99: ["p99"],
} as const;
const STATISTICS = Object.keys(NAMES) as (keyof typeof NAMES)[];

/**
 * The statistics of an object such as `{"mean": 1.5, "p99": 2}`, whose percentiles may be an object within. Undefined where
 * there is none.
 *
 * @param toSeconds what to multiply by: the unit of the file in seconds.
 */
export function timesWithin(fields: Fields | undefined, toSeconds: number): ImportedTimes | undefined {
  if (!fields) return undefined;
  const places = [fields, fields.within("percentiles")];
  return timesBy((statistic) => {
    for (const place of places) {
      const key = NAMES[statistic].find((name) => place?.has(name));
      if (key !== undefined) return inSeconds(place?.amount(key), toSeconds);
    }
    return undefined;
  });
}

/** The statistics of a metric whose keys are like `p99_ttft_ms`, or `p99_ttft` in another unit. */
export function timesInKeys(row: Fields, metric: string, toSecondsWithout: number): ImportedTimes | undefined {
  return timesBy((statistic) => {
    for (const name of NAMES[statistic]) {
      const key = `${name}_${metric}`;
      if (row.has(`${key}_ms`)) return inSeconds(row.amount(`${key}_ms`), MILLISECONDS);
      if (row.has(key)) return inSeconds(row.amount(key), toSecondsWithout);
    }
    return undefined;
  });
}

export const MILLISECONDS = 1e-3;

/** Statistics that are all 0 are those of an empty list, as where an engine does not stream: nothing was measured. */
function timesBy(read: (statistic: keyof typeof NAMES) => number | undefined): ImportedTimes | undefined {
  const times: ImportedTimes = {};
  for (const statistic of STATISTICS) {
    const value = read(statistic);
    if (value !== undefined) times[statistic] = value;
  }
  return Object.values(times).some((value) => value > 0) ? times : undefined;
}

/** A division is exact where a multiplication by 0.001 is not. */
function inSeconds(value: number | undefined, toSeconds: number): number | undefined {
  if (value === undefined) return undefined;
  return toSeconds < 1 ? value / Math.round(1 / toSeconds) : value * toSeconds;
}
