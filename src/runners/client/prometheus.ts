/** One value of a metric with its labels. */
interface Sample {
  labels: Record<string, string>;
  value: number;
}

/** The values of a metrics page, by the full name of each metric. */
export type Metrics = Map<string, Sample[]>;

const LINE = /^([A-Za-z_:][\w:]*)(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})?[ \t]+(\S+)/;
const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/**
 * Reads the metrics of these names from a page in Prometheus' text format; a line of any other form is passed over. Only
 * whole names match, so that the `…_created` time of a counter is not mistaken for its value.
 */
export function readMetrics(page: string, names: string[]): Metrics {
  const metrics: Metrics = new Map();
  for (const line of page.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [, name, labels = "", value] = LINE.exec(line) ?? [];
    if (name === undefined || !names.includes(name)) continue;
    const samples = metrics.get(name) ?? [];
    samples.push({ labels: readLabels(labels), value: readValue(value!) });
    metrics.set(name, samples);
  }
  return metrics;
}

function readLabels(text: string): Record<string, string> {
  const unescaped = (value: string) => value.replace(/\\(.)/g, (_, char) => (char === "n" ? "\n" : char));
  return Object.fromEntries([...text.matchAll(LABEL)].map(([, name, value]) => [name!, unescaped(value!)]));
}

const readValue = (text: string) => (/^[+-]?Inf$/.test(text) ? Number(`${text}inity`) : Number(text));

/** The labels that tell apart the parts of one engine: these work on the same requests, and each reports all of them. */
const PARTS = ["tp_rank", "pp_rank", "moe_ep_rank"];

/** The values of a metric, one for each engine; empty where the metric is not exported or not a number. */
function valuesByEngine(metrics: Metrics, name: string, only: Record<string, string>): number[] {
  const byEngine = new Map<string, number>();
  for (const { labels, value } of metrics.get(name) ?? []) {
    if (Number.isNaN(value) || Object.entries(only).some(([label, wanted]) => labels[label] !== wanted)) continue;
    const engine = JSON.stringify(Object.entries(labels).filter(([label]) => !PARTS.includes(label)));
    byEngine.set(engine, Math.max(byEngine.get(engine) ?? Number.NEGATIVE_INFINITY, value));
  }
  return [...byEngine.values()];
}

/** The sum over all label sets, of which each data-parallel engine exports one; null where there is none. */
export function sumOf(metrics: Metrics, name: string, only: Record<string, string> = {}): number | null {
  const values = valuesByEngine(metrics, name, only);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

/** The mean over all label sets, for metrics that are shares; null where there is none. */
export function meanOf(metrics: Metrics, name: string): number | null {
  const values = valuesByEngine(metrics, name, {});
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
