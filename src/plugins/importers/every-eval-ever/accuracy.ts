import type { MetricConfig } from "./layout.ts";

const ACCURACY =
  /accura|\bacc\b|exact.?match|\bem\b|correctness|\bresol(?:ved|ution|ve)\b|(?:success|solve|resolve).?rate|pass.?(?:@|at).?1\b/i;
/** What is no accuracy, although its name may hold the word. */
const ANOTHER =
  /\bf1|rouge|bleu|perplex|\belo\b|calibration|\berror\b|\bloss\b|latency|\bcosts?\b|\bprice|tokens|throughput|\brank\b|\bindex\b|win.?rate|rating|\bmae\b|\brmse\b|\bauroc\b|std|deviation|macro|pass.?(?:\^|hat)|pass.?(?:@|at).?(?!1\b)[\dk]/i;

/**
 * Whether a metric is an accuracy, by what the file says of it, the most exact statement first: its kind, its id, its name,
 * its description. Null where nothing says what it is, such as a bare `score`.
 */
export function isAccuracy({
  metric_kind,
  metric_id,
  metric_name,
  metric_parameters,
  evaluation_description,
}: MetricConfig): boolean | null {
  const k = metric_parameters?.k;
  const names = [metric_kind, metric_id, metric_name].map((name) => name?.replaceAll("_", " "));
  if (k !== undefined && k !== null && names.some((name) => /pass/i.test(name ?? ""))) {
    return Number(k) === 1 && !names.some((name) => /\^|hat/i.test(name ?? ""));
  }
  for (const name of names) {
    if (!name) continue;
    if (ANOTHER.test(name)) return false;
    if (ACCURACY.test(name)) return true;
  }
  if (!evaluation_description) return null;
  const description = evaluation_description.replaceAll("_", " ");
  if (/\bf1|rouge|bleu|perplex|calibration|win.?rate/i.test(description)) return false;
  return ACCURACY.test(description) ? true : null;
}
