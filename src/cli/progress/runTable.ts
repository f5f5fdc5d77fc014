import { ANSWER_SHARES } from "../../drawing/picture.ts";
import { type TableColumn, tableOrLists } from "../../drawing/table.ts";
import { writeBare, writeEstimate } from "../../drawing/writeValue.ts";
import { METRICS } from "../../frontier/metrics.ts";
import type { ReportedRun } from "./reportedRun.ts";

const UNKNOWN = "—";

/** The costs of a problem that have a column. Its title is the unit. */
const COSTS = ["output_tokens", "flops", "latency", "energy", "cost"];
const { error_share, judged_share, undecided_share } = ANSWER_SHARES;
const SHARES = { error_share, truncated_share: "truncated", judged_share, undecided_share };
/** Shares that have a column only if a run has any of them. */
const SELDOM = ["judged_share"];

/** The figures of runs as lines of at most a width: as a table or, where that is too wide, as a list for each run. */
export function runTable(runs: readonly ReportedRun[], width: number): string[] {
  const columns: TableColumn<ReportedRun>[] = [
    { title: "run", write: ({ title }) => title.replace(/^Run /, "") },
    { title: "benchmark", write: ({ benchmark }) => benchmark },
    { title: "model", write: ({ model }) => model },
    { title: "mode", write: ({ mode }) => mode },
    ...(runs.every(({ status }) => status === "SUCCEEDED")
      ? []
      : [{ title: "status", write: ({ status }: ReportedRun) => status.toLowerCase() }]),
    { title: "accuracy", write: (run) => write(run, "accuracy") },
    ...COSTS.map((name) => ({ title: unitOf(name), write: (run: ReportedRun) => write(run, name) })),
    ...Object.entries(SHARES)
      .filter(([name]) => !SELDOM.includes(name) || runs.some((run) => (run.measures.get(name)?.value ?? 0) > 0))
      .map(([name, title]) => ({ title, write: (run: ReportedRun) => write(run, name) })),
  ];
  return tableOrLists(columns, runs, width);
}

/** What the columns mean. */
export const LEGEND = `Tokens (output), FLOP, s (latency), J and USD are means for a problem. ~ is estimated, ${UNKNOWN} is unknown.`;

/** `tokens/problem` is `tokens` in a column of which the legend says that it is for a problem. */
const unitOf = (name: string) => METRICS.find((metric) => metric.name === name)!.unit.split("/")[0]!;

function write({ measures }: ReportedRun, name: string): string {
  const measure = measures.get(name);
  if (!measure) return UNKNOWN;
  const { value, low, high, estimated } = measure;
  if (name === "accuracy") return writeEstimate(value, low ?? undefined, high ?? undefined, "1");
  const { unit } = METRICS.find((metric) => metric.name === name)!;
  return `${estimated ? "~" : ""}${writeBare(value, unit)}`;
}
