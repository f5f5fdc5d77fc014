import type { Metric } from "../../../frontier/metrics.ts";
import type { Measures } from "../../../store/measures.ts";
import { asJson, type Column } from "./column.ts";

/** Columns for measures: the value of each metric, the ends of its 95 % interval, and whether it is an estimate. */
export function measureColumns<Row>(metrics: readonly Metric[], measuresOf: (row: Row) => Measures): Column<Row>[] {
  return metrics.flatMap(({ name }): Column<Row>[] => [
    { name, type: "number", of: (row) => measuresOf(row)[name]?.value },
    { name: `${name}_low`, type: "number", of: (row) => measuresOf(row)[name]?.low },
    { name: `${name}_high`, type: "number", of: (row) => measuresOf(row)[name]?.high },
    {
      name: `${name}_estimated`,
      type: "boolean",
      of: (row) => {
        const measure = measuresOf(row)[name];
        return measure && (measure.estimated ?? false);
      },
    },
  ]);
}

/** A column with the measures of metrics that nothing describes here, such as those of a plugin that is not loaded. */
export function otherMeasures<Row>(metrics: readonly Metric[], measuresOf: (row: Row) => Measures): Column<Row> {
  const known = new Set(metrics.map(({ name }) => name));
  return {
    name: "other_measures",
    type: "text",
    of: (row) => {
      const others = Object.entries(measuresOf(row)).filter(([name]) => !known.has(name));
      return others.length === 0 ? null : asJson(Object.fromEntries(others));
    },
  };
}
