import { numberAt } from "../fields/figures.ts";
import type { MetricConfig } from "./layout.ts";

/** How a score is written: as a share of 1 or in percent, with the bounds that the file states; or why nobody can say. */
export type Scale = { whole: 1 | 100; low: number; high: number } | { unknown: string };

const SHARES = /^(?:proportion|fraction|share|ratio|probability|0-1)$/i;
const PERCENT = /^(?:percent(?:age)?(?: points?)?|pct|%)$/i;

/**
 * The scale of a metric by its unit, else by its bounds, else by its type: the mean of a binary metric is a share. The
 * figure itself never decides.
 */
export function scaleOf(metric: MetricConfig, place: string): Scale {
  const unit = metric.metric_unit?.trim();
  const low = boundAt(metric.min_score, `${place}.min_score`);
  const high = boundAt(metric.max_score, `${place}.max_score`);
  if (low === "unbounded" || high === "unbounded") return { unknown: "it is unbounded, so that it is no share" };
  const ofBounds = high === 1 ? 1 : high === 100 ? 100 : null;
  const ofUnit = unit && SHARES.test(unit) ? 1 : unit && PERCENT.test(unit) ? 100 : null;
  if (ofUnit !== null && ofBounds !== null && ofUnit !== ofBounds) {
    return { unknown: `its unit is ${unit}, and its largest score is ${high}, which contradict each other` };
  }
  const isBinary = metric.score_type === "binary" && high === undefined;
  const whole = ofUnit ?? ofBounds ?? (isBinary ? 1 : null);
  if (metric.score_type === "levels") return { unknown: "it is a mean of levels" };
  if (whole === null) {
    const stated = high === undefined ? "states neither its unit nor its bounds" : `has scores up to ${high}`;
    return { unknown: `it ${stated}, so that nobody can tell a share from a percentage` };
  }
  if (low !== undefined && low < 0) return { unknown: `it has scores down to ${low}, so that it is no share` };
  return { whole, low: low ?? 0, high: high ?? whole };
}

/** A bound; the texts `Infinity` and `-Infinity`, and their numbers, say that there is none. */
function boundAt(value: unknown, place: string): number | "unbounded" | undefined {
  const isUnbounded =
    typeof value === "number" ? Math.abs(value) === Infinity : /^[+-]?inf(?:inity)?$/i.test(String(value));
  return isUnbounded ? "unbounded" : numberAt(value, place);
}
