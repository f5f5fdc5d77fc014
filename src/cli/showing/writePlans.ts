import { plainText } from "../../drawing/escape.ts";
import { fitTable, type TableColumn } from "../../drawing/table.ts";
import { writeNumber, writePercent } from "../../drawing/writeValue.ts";
import type { PlannedRow } from "./plansQuery.ts";

const rounded = (value: number) => writeNumber(Number(value.toPrecision(3)));
const seconds = (value: number) => (value < 1 ? `${rounded(1000 * value)} ms` : `${rounded(value)} s`);
const dollars = (value: number) => `$${Math.round(value).toLocaleString("en")}`;

const COLUMNS: TableColumn<PlannedRow>[] = [
  { title: "on", write: ({ deployment }) => deployment },
  {
    title: "model",
    write: ({ model, mode }) => (mode === "default" ? model : `${model} (${mode})`),
    cuttable: true,
  },
  { title: "accuracy", write: ({ accuracy }) => (accuracy === null ? "?" : writePercent(accuracy)) },
  { title: "weights", write: ({ plan }) => plan.precision },
  { title: "split", write: ({ plan }) => split(plan), droppable: 2 },
  { title: "batch", write: ({ plan }) => String(plan.batch) },
  { title: "machines", write: ({ plan }) => String(plan.machines) },
  { title: "replicas", write: ({ plan }) => String(plan.replicas), droppable: 3 },
  { title: "taken", write: ({ plan }) => writePercent(plan.utilisation), droppable: 1 },
  { title: "TTFT p95", write: ({ plan }) => seconds(plan.ttftP95) },
  { title: "ITL p95", write: ({ plan }) => seconds(plan.itlP95) },
  { title: "tokens", write: ({ plan }) => rounded(plan.lengths.mean) },
  { title: "J/answer", write: ({ plan }) => (plan.joulesPerAnswer === null ? "?" : rounded(plan.joulesPerAnswer)) },
  { title: "a month", write: ({ plan }) => monthly(plan.dollarsPerMonth) },
];

function split(plan: Record<string, number>): string {
  const parts = [
    ["tensor", plan.tensorParallel],
    ["attention", plan.attentionParallel],
    ["pipeline", plan.pipelineParallel],
  ] as const;
  return parts.flatMap(([name, part]) => (part! > 1 ? [`${name} ${part}`] : [])).join(", ") || "none";
}

function monthly(given: { value: number; low: number | null; high: number | null } | null): string {
  if (given === null) return "?";
  const { value, low, high } = given;
  const end = (one: number | null) => (one === null ? "?" : dollars(one));
  return low === high && low === null ? dollars(value) : `${dollars(value)} (${end(low)} to ${end(high)})`;
}

/** What carries the load for the least, by what it is counted in. */
const CHEAPEST: [by: string, amount: (row: PlannedRow) => number | null, write: (amount: number) => string][] = [
  ["tokens", ({ plan }) => plan.lengths.mean, (amount) => `${rounded(amount)} an answer`],
  ["joules", ({ plan }) => plan.joulesPerAnswer, (amount) => `${rounded(amount)} J an answer`],
  ["dollars", ({ plan }) => plan.dollarsPerMonth?.value ?? null, (amount) => `${dollars(amount)} a month`],
];

/** Plans as a table, what is the cheapest with what was chosen for it, and why others have no plan. */
export function writePlans(rows: readonly PlannedRow[], columns: number): string {
  const planned = rows.filter(({ plan }) => plan !== null);
  const refused = rows.flatMap(({ refusal }) => (refusal ? [refusal.message] : []));
  if (planned.length === 0) {
    return plainText(["No model of the frontier carries the load there.", ...new Set(refused)].join("\n"));
  }
  const least = CHEAPEST.map(([by, amount, write]): { text: string; row?: PlannedRow } => {
    const known = planned.filter((row) => amount(row) !== null);
    if (known.length === 0)
      return {
        text: `Cheapest by ${by}: nobody knows (no ${by === "dollars" ? "price of the accelerator" : "power"}).`,
      };
    const row = known.reduce((best, other) => (amount(other)! < amount(best)! ? other : best));
    const text = `Cheapest by ${by}: ${nameOf(row)} on ${row.deployment}, ${write(amount(row)!)}.`;
    return { text, row };
  });
  const chosen = [...new Set(least.flatMap(({ row }) => row ?? []))];
  return [
    ...fitTable(COLUMNS, planned, columns),
    "",
    ...least.map(({ text }) => text),
    "",
    ...chosen.map((row) => `${nameOf(row)} on ${row.deployment}: ${[row.plan.reason, ...row.plan.warnings].join(" ")}`),
    ...(refused.length > 0 ? ["", ...new Set(refused)] : []),
  ]
    .map(plainText)
    .join("\n");
}

const nameOf = ({ model, mode }: PlannedRow) => (mode === "default" ? model : `${model} (${mode})`);
