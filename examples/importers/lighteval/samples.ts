import { type Fields, type SampleSubmission, shortened, textOf } from "paretograph/plugin";

/** The metrics of lighteval that are a share of right answers. `pass@k` of a k above 1 is none. */
export const ACCURACY =
  /^(?:acc(?:uracy)?(?:_norm\w*)?|p?q?em|[\w:]*exact_match[\w:]*|extractive_match|\w*_gold_metric|\w*pass@(?:k:k=)?1(?:[:&_].*)?|avg@\S+|maj@\S+|\w+_level_\w+_acc|simpleqa_\w*accuracy)$/;

/**
 * The answers of a row by a metric. A metric that is a list has a verdict for each answer. The tokens are lists of ids, and
 * an empty list says that none were counted.
 */
export function sampleOf(row: Fields, metric: string): SampleSubmission[] {
  const doc = row.within("doc");
  const values = row.within(row.has("metric") ? "metric" : "metrics");
  const response = row.within("model_response");
  const raw = values?.value(metric);
  const verdicts = Array.isArray(raw) ? raw : [raw];
  const texts =
    listOf(response?.value("text_post_processed")) ??
    listOf(response?.value("text")) ??
    listOf(row.value("predictions"));
  const inputs = lengthsOf(response?.value("input_tokens") ?? row.value("input_tokens"));
  const outputs = lengthsOf(response?.value("output_tokens") ?? row.value("cont_tokens"));
  const problem = shortened(doc?.label("id") ?? row.label("id") ?? row.place(), 1000);
  return verdicts.map((_, repeat) => ({
    problem,
    repeat,
    ...verdictOf(values, metric, verdicts, repeat),
    ...(inputs.length > 0 && { promptTokens: inputs[repeat] ?? inputs[0] }),
    ...(outputs.length > 0 && verdicts.length <= outputs.length && { outputTokens: outputs[repeat] }),
    ...(texts && texts.length > 0 && verdicts.length <= texts.length && { output: textOf(texts[repeat]) }),
  }));
}

function verdictOf(
  values: Fields | undefined,
  metric: string,
  verdicts: unknown[],
  at: number,
): Pick<SampleSubmission, "correct" | "score"> {
  const value = verdicts[at];
  if (typeof value === "boolean") return { correct: value };
  const score = verdicts.length === 1 ? values?.share(metric) : undefined;
  const one = score ?? (typeof value === "number" && value >= 0 && value <= 1 ? value : undefined);
  if (one === undefined) return {};
  return one === 0 || one === 1 ? { correct: one === 1 } : { score: one };
}

const listOf = (value: unknown): unknown[] | undefined =>
  Array.isArray(value) && value.length > 0 ? value : undefined;

/** The lengths of lists of token ids: of one list, or of one for each answer. */
function lengthsOf(value: unknown): number[] {
  if (!Array.isArray(value) || value.length === 0) return [];
  if (!Array.isArray(value[0])) return [value.length];
  return value.map((one) => (Array.isArray(one) ? one.length : 0)).map((length) => length);
}
