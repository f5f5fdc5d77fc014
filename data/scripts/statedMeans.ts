import { wilsonInterval } from "../../src/frontier/statistics/intervals.ts";
import type { MeasureSubmission } from "../../src/recording/submitted/submission.ts";

/**
 * The accuracy that a source states in percent, without a standard error. The 95 % interval is Wilson's with each problem
 * as one trial. Repeats make the mean of a problem more certain at best, so the interval is wide enough whatever they are.
 *
 * @param problems the problems, or null where the source does not say how many: then there is no interval.
 * @param count the answers behind the mean, or null where the source does not say how many.
 */
export function statedAccuracy(percent: string, problems: number | null, count: number | null): MeasureSubmission {
  const value = Number((Number(percent) / 100).toPrecision(12));
  return {
    value,
    ...(problems !== null && {
      ...wilsonInterval(value, problems),
      note: `the source states no error: Wilson's interval, with each of the ${problems} problems as one trial`,
    }),
    ...(count !== null && { count }),
  };
}

/** Mean output tokens that a source states; `count` as above. */
export function statedTokens(mean: string, count: number | null): MeasureSubmission {
  return { value: Number(mean), ...(count !== null && { count }) };
}
