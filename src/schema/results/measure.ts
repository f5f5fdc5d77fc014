import type { MetricCatalogue } from "../../frontier/metricCatalogue.ts";
import type { Metric as MetricRow } from "../../frontier/metrics.ts";
import type { Measures, StoredMeasure } from "../../store/measures.ts";
import { builder } from "../base/builder.ts";
import { Metric } from "./metric.ts";

export interface MeasureRow extends StoredMeasure {
  metric: MetricRow;
}

export const Measure = builder.objectRef<MeasureRow>("Measure");

Measure.implement({
  description: "A value of a metric, in the metric's unit.",
  fields: (t) => ({
    metric: t.expose("metric", { type: Metric, description: "What was measured, and its unit." }),
    value: t.exposeFloat("value", { description: "The value, in the metric's unit." }),
    low: t.exposeFloat("low", {
      nullable: true,
      description: "Lower end of the 95 % confidence interval; null where samples allow none. Same unit as the value.",
    }),
    high: t.exposeFloat("high", {
      nullable: true,
      description: "Upper end of the 95 % confidence interval; null where samples allow none. Same unit as the value.",
    }),
    count: t.exposeInt("count", { nullable: true, description: "How many samples the value is the mean of." }),
    estimated: t.boolean({
      description: "True where the value was not measured but computed, or counted by another tokenizer.",
      resolve: (measure) => measure.estimated ?? false,
    }),
    note: t.exposeString("note", { nullable: true, description: "How an estimate was made and what it assumed." }),
  }),
});

/** The measures in the order of the catalogue, those named first before all others. A metric no plugin knows is left out. */
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
