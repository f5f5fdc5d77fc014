import { isAccuracyName } from "../fields/accuracyName.ts";
import type { MetricConfig } from "./layout.ts";

/**
 * Whether a metric is an accuracy, by what the file says of it, the most exact statement first: its kind, its id, its name,
 * its description. Null where nothing says what it is, such as a bare `score`.
 */
export function isAccuracy(metric: MetricConfig): boolean | null {
  const names = [metric.metric_kind, metric.metric_id, metric.metric_name];
  const k = metric.metric_parameters?.k;
  if (k !== undefined && k !== null && names.some((name) => /pass/i.test(name ?? ""))) {
    return Number(k) === 1 && !names.some((name) => /\^|hat/i.test(name ?? ""));
  }
  const said = names.map(isAccuracyName).find((one) => one !== null);
  if (said !== undefined) return said;
  const description = metric.evaluation_description ?? "";
  // A description is a sentence, in which words such as cost can stand for the subject of the problems.
  if (/\bf1|rouge|bleu|perplex|calibration|win.?rate/i.test(description)) return false;
  return /accura|exact.?match/i.test(description) || isAccuracyName(description);
}
