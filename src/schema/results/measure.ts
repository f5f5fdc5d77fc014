import type { KnownMetric, MetricCatalogue } from "../../frontier/metricCatalogue.ts";
import type { Measures, StoredMeasure } from "../../store/measures.ts";
import { builder } from "../base/builder.ts";
import { Metric } from "./metric.ts";

export interface MeasureRow extends StoredMeasure {
  metric: KnownMetric;
}

export const Measure = builder.objectRef<MeasureRow>("Measure");

Measure.implement({
  description: "A value of a metric, in the metric's unit.",
  fields: (t) => ({
    metric: t.expose("metric", { type: Metric, description: "The metric that was measured." }),
    value: t.exposeFloat("value", { description: "The value, in the metric's unit." }),
    low: t.exposeFloat("low", {
      nullable: true,
      description:
        "The lower end of the 95 % confidence interval, in the unit of the value. Null if the samples allow none.",
    }),
    high: t.exposeFloat("high", {
      nullable: true,
      description:
        "The upper end of the 95 % confidence interval, in the unit of the value. Null if the samples allow none.",
    }),
    count: t.exposeInt("count", {
      nullable: true,
      description: "The number of samples that the value is the mean of.",
    }),
    estimated: t.boolean({
      description: "True if the value was computed, or counted by another tokenizer, and not measured.",
      resolve: (measure) => measure.estimated ?? false,
    }),
    note: t.exposeString("note", {
      nullable: true,
      description: "How the estimate was made and which assumptions it rests on.",
    }),
  }),
});

/** The measures in the order of the catalogue, but those named in `first` come first. A measure whose metric is not in the catalogue is left out. */
export function listMeasures(
  metrics: MetricCatalogue,
  measures: Measures,
  first: readonly string[] = [],
): MeasureRow[] {
  const order = [
    ...first.map((name) => metrics.find(name)!),
    ...metrics.list().filter(({ name }) => !first.includes(name)),
  ];
  return order.flatMap((metric) => {
    const measure = measures[metric.name];
    return measure ? [{ ...measure, metric }] : [];
  });
}
