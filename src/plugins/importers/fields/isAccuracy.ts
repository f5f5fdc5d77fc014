/**
 * Whether a metric is a share of right answers, by its name: `acc`, `acc_norm`, `accuracy`, `exact_match`, `pass@1`, and
 * those that are named after them. Others are scores of their own scales: `f1` is a share in one task and a percentage in
 * another, and `pass@10` is that of ten answers.
 */
export function isAccuracy(metric: string): boolean {
  if (/^pass(?:@|_at_)1$/.test(metric) || /exact_match|^math_verify$/.test(metric)) return true;
  return metric.split(/[^a-z0-9]+/i).some((word) => /^(?:acc|accuracy|em)$/i.test(word));
}
