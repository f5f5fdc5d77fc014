import type { MetricCatalogue } from "../../../frontier/metricCatalogue.ts";
import { quotientOf } from "../../../frontier/metrics.ts";
import type { ExportedRun } from "../source/runsOf.ts";
import { asJson, type Column } from "./column.ts";
import { measureColumns, otherMeasures } from "./measureColumns.ts";

/** The columns that name the run of a row. */
export const RUN_NAMES: Column<ExportedRun>[] = [
  { name: "run", type: "text", of: ({ contentHash }) => contentHash },
  { name: "model", type: "text", of: ({ model }) => model.slug },
  { name: "mode", type: "text", of: ({ mode }) => mode },
  { name: "benchmark", type: "text", of: ({ benchmark }) => benchmark.slug },
  { name: "lab", type: "text", of: ({ lab }) => lab.slug },
];

/** The columns of a table of runs. Those of metrics are the same in every export of a store. */
export function runColumns(catalogue: MetricCatalogue): Column<ExportedRun>[] {
  const metrics = catalogue.list().filter(({ name }) => quotientOf(name) === undefined);
  const measuresOf = ({ measures }: ExportedRun) => measures;
  return [
    ...RUN_NAMES,
    { name: "provenance", type: "text", of: ({ provenance }) => provenance },
    { name: "source_url", type: "text", of: ({ sourceUrl }) => sourceUrl },
    { name: "license", type: "text", of: ({ license }) => license },
    { name: "runner", type: "text", of: ({ runner }) => runner },
    { name: "runner_version", type: "text", of: ({ runnerVersion }) => runnerVersion },
    { name: "hardware", type: "text", of: ({ hardware }) => hardware?.slug },
    { name: "hardware_count", type: "integer", of: ({ hardwareCount }) => hardwareCount },
    { name: "served_as", type: "text", of: ({ servedAs }) => servedAs },
    { name: "deployment", type: "text", of: ({ deployment }) => asJson(deployment) },
    { name: "decoding", type: "text", of: ({ decoding }) => asJson(decoding) },
    { name: "protocol", type: "text", of: ({ protocolId }) => protocolId },
    { name: "grader", type: "text", of: ({ grader }) => grader },
    { name: "started_at", type: "text", of: ({ submission }) => submission.startedAt },
    { name: "finished_at", type: "text", of: ({ submission }) => submission.finishedAt },
    { name: "problem_count", type: "integer", of: ({ problemCount }) => problemCount },
    { name: "sample_count", type: "integer", of: ({ sampleCount }) => sampleCount },
    { name: "notes", type: "text", of: ({ notes }) => notes },
    ...measureColumns(metrics, measuresOf),
    otherMeasures(metrics, measuresOf),
  ];
}
