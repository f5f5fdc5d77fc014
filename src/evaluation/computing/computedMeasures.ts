import { SAMPLE_METRICS } from "../../frontier/metrics.ts";
import { bootstrapMeanInterval } from "../../frontier/statistics/bootstrapInterval.ts";
import type { MeasuredRunFacts, MetricPlugin } from "../../plugins/contract/metric.ts";
import type { SampleSubmission } from "../../recording/submitted/submission.ts";
import type { Measures, StoredMeasure } from "../../store/measures.ts";
import type { OpenMetric } from "./openMetrics.ts";

/** A run for which metrics are computed, with its measures and, when they are asked for, its samples. */
export interface RunToCompute {
  about: MeasuredRunFacts;
  measures: Measures;
  /** The samples, with the FLOPs of each. */
  samples(): Promise<(SampleSubmission & { flops?: number | null })[]>;
}

/** What the metrics of plugins are for a run, and those that failed with their error. */
export interface Computed {
  measures: Measures;
  failures: { metric: string; error: unknown }[];
}

/** So many answers cross to the process of a plugin at once. */
const BATCH = 1000;

/**
 * Computes the metrics of plugins for a run, those that require others after these. A metric that the run states by another
 * way, such as by its runner, is left as it is.
 */
export async function computedMeasures(metrics: readonly OpenMetric[], run: RunToCompute): Promise<Computed> {
  const known: Measures = { ...run.measures };
  const computed: Computed = { measures: {}, failures: [] };
  for (const metric of metrics) {
    const { name } = metric.plugin;
    if (known[name] && known[name].computedBy === undefined) continue;
    try {
      const measure = metric.plugin.of === "run" ? await ofRun(metric, known, run) : await ofSamples(metric, run);
      if (measure === null) continue;
      known[name] = measure;
      computed.measures[name] = measure;
    } catch (error) {
      computed.failures.push({ metric: name, error });
    }
  }
  return computed;
}

async function ofRun({ plugin, code, options }: OpenMetric, known: Measures, run: RunToCompute) {
  const required = plugin.requires.map((name): [string, StoredMeasure | undefined] => [name, known[name]]);
  if (required.some(([, measure]) => measure === undefined)) return null;
  const rowOf = (end: (name: string, measure: StoredMeasure) => number) =>
    Object.fromEntries(required.map(([name, measure]) => [name, end(name, measure!)]));
  const ends = endsOf(plugin, required as [string, StoredMeasure][]);
  const rows = [rowOf((_, { value }) => value), ...(ends ? [rowOf(ends.low), rowOf(ends.high)] : [])];
  const [value, low, high] = await code.compute(rows, options, run.about);
  if (value == null) return null;
  const isInterval = low != null && high != null && low <= value && value <= high;
  return { value, ...(isInterval && { low, high }), ...madeBy(plugin) };
}

/** The ends of the required intervals at which the value is least and most; null where they are not all known. */
function endsOf({ monotonic = {} }: MetricPlugin, required: [string, StoredMeasure][]) {
  if (!required.every(([name, { low, high }]) => name in monotonic && low !== undefined && high !== undefined))
    return null;
  const end = (rising: "low" | "high", falling: "low" | "high") => (name: string, measure: StoredMeasure) =>
    measure[monotonic[name] === "RISES" ? rising : falling]!;
  return { low: end("low", "high"), high: end("high", "low") };
}

async function ofSamples({ plugin, code, options }: OpenMetric, { about, samples }: RunToCompute) {
  const rows = (await samples()).flatMap((sample) => {
    const row = plugin.requires.map((name): [string, number | null] => [name, valueOfSample(sample, name)]);
    return row.some(([, value]) => value === null)
      ? []
      : [{ problem: sample.problem, row: Object.fromEntries(row) as Record<string, number> }];
  });
  const known: { value: number; problem: string }[] = [];
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = rows.slice(at, at + BATCH);
    const values = await code.compute(
      batch.map(({ row }) => row),
      options,
      about,
    );
    for (const [i, value] of values.entries()) if (value !== null) known.push({ value, problem: batch[i]!.problem });
  }
  const mean = bootstrapMeanInterval(
    known.map(({ value }) => value),
    known.map(({ problem }) => problem),
  );
  return mean && { ...mean, ...madeBy(plugin) };
}

const FIELDS = new Map<string, (typeof SAMPLE_METRICS)[number]["sampleField"]>(
  SAMPLE_METRICS.map(({ name, sampleField }) => [name, sampleField]),
);

function valueOfSample(sample: SampleSubmission & { flops?: number | null }, name: string): number | null {
  if (name === "accuracy") return sample.score ?? (sample.correct == null ? null : Number(sample.correct));
  const field = FIELDS.get(name);
  return (field === undefined ? sample.measures?.[name] : sample[field]) ?? null;
}

const madeBy = ({ name, version, requires }: MetricPlugin) => ({
  estimated: true,
  note: `computed by ${name} ${version} from ${requires.join(", ")}`,
  computedBy: `${name}@${version}`,
});
