const ACCURACY =
  /accura|\bacc\b|exact.?match|\bem\b|correctness|\bresol(?:ved|ution|ve)\b|(?:success|solve|resolve).?rate|pass.?(?:@|at).?1\b/i;
/** What is no accuracy, although its name may hold the word. */
const ANOTHER =
  /\bf1|rouge|bleu|perplex|\belo\b|calibration|\berror\b|\bloss\b|latency|\bcosts?\b|\bprice|tokens|throughput|\brank\b|\bindex\b|win.?rate|rating|\bmae\b|\brmse\b|\bauroc\b|\bstd|deviation|pass.?(?:\^|hat)|pass.?(?:@|at).?(?!1\b)[\dk]/i;

/** Whether the name of a metric is that of an accuracy; null where it says nothing, as a bare `score` does. */
export function isAccuracyName(name: string | null | undefined): boolean | null {
  if (!name) return null;
  const words = name.replaceAll("_", " ");
  if (ANOTHER.test(words)) return false;
  return ACCURACY.test(words) ? true : null;
}
