import { fitTable, type TableColumn } from "../../drawing/table.ts";
import type { ExpectedCost } from "../../evaluation/expectedCost.ts";
import type { Figure } from "../../evaluation/setup/expectedLength.ts";
import type { SettingSource } from "../../evaluation/setup/resolveDecoding.ts";
import type { CostedRun } from "./costedRun.ts";

/** The figures of the table: how they are called, how they are written, and which are summed. */
const FIGURES: { name: keyof ExpectedCost; title: string; write(value: number): string }[] = [
  { name: "problems", title: "problems", write: (value) => value.toLocaleString("en") },
  { name: "answers", title: "answers", write: (value) => value.toLocaleString("en") },
  { name: "outputTokens", title: "tokens", write: short },
  { name: "flops", title: "FLOP", write: (value) => value.toExponential(1) },
  { name: "gpuHours", title: "GPU h", write: (value) => threeDigits(value) },
  { name: "energy", title: "kWh", write: (value) => threeDigits(value / 3.6e6) },
  { name: "dollars", title: "$", write: (value) => threeDigits(value) },
];

type Line = { cells: [string, string, string]; figures: (name: keyof ExpectedCost) => string };

/**
 * The expected costs as lines: a table with a row for each run and one for their sum, then where the figures come from, why
 * others are unknown, and how the runs will sample. A sum without all of its parts is called the least.
 */
export function planTable(runs: readonly CostedRun[], width: number): string[] {
  const open = runs.filter(({ isDone }) => !isDone);
  const rows: Line[] = runs.map(({ planned: { model, benchmark, mode }, cost, isDone }) => ({
    cells: [model, benchmark, mode],
    figures: (name) => (isDone ? "done" : write(name, cost[name])),
  }));
  const sum: Line = { cells: [`${open.length} to measure`, "", ""], figures: (name) => sumOf(name, open) };
  const columns: TableColumn<Line>[] = [
    { title: "model", write: ({ cells }) => cells[0], cuttable: true },
    { title: "benchmark", write: ({ cells }) => cells[1], cuttable: true },
    { title: "mode", write: ({ cells }) => cells[2] },
    ...FIGURES.map(({ name, title }) => ({ title, write: ({ figures }: Line) => figures(name) })),
  ];
  return [...fitTable(columns, [...rows, sum], width), "", ...sources(open), ...reasons(open), ...samplings(open)];
}

function write(name: keyof ExpectedCost, { value }: Figure): string {
  return value === null ? "unknown" : FIGURES.find((figure) => figure.name === name)!.write(value);
}

function sumOf(name: keyof ExpectedCost, runs: readonly CostedRun[]): string {
  const known = runs.flatMap(({ cost }) => cost[name].value ?? []);
  if (known.length === 0) return runs.length === 0 ? "" : "unknown";
  const sum = write(name, { value: known.reduce((total, value) => total + value, 0), note: "" });
  return known.length < runs.length ? `≥ ${sum}` : sum;
}

function sources(runs: readonly CostedRun[]): string[] {
  const known = runs.filter(({ cost }) => cost.outputTokens.value !== null);
  const served = runs.filter(({ cost }) => cost.gpuHours.value !== null);
  const paid = runs.filter(({ cost: { dollars } }) => dollars.value !== null && dollars.note !== "");
  return [
    ...counted(known.map(({ cost }) => cost.outputTokens.note)).map((text) => `Tokens: ${text}.`),
    ...counted(served.map(({ cost }) => cost.gpuHours.note)).map((text) => `GPU hours: ${text}.`),
    ...counted(paid.map(({ cost }) => cost.dollars.note)).map((text) => `Dollars: ${text}.`),
  ];
}

/** The reasons for unknown figures, each once with the figures that it leaves unknown and the number of runs. */
function reasons(runs: readonly CostedRun[]): string[] {
  const unknown = runs.flatMap((run) =>
    FIGURES.flatMap(({ name, title }) => {
      const { value, note } = run.cost[name];
      return value === null ? [{ run, title, note: note.replace(/\.$/, "") }] : [];
    }),
  );
  return [...Map.groupBy(unknown, ({ note }) => note)].map(([note, all]) => {
    const titles = new Set(all.map(({ title }) => title));
    const { size } = new Set(all.map(({ run }) => run));
    return `Unknown ${[...titles].join(", ")}: ${note} (${runsText(size)}).`;
  });
}

const SOURCES: Record<SettingSource, string> = {
  ASKED: "asked",
  ENGINE: "the engine",
  MODEL: "the model's makers",
  OURS: "our default",
};

/** How the runs of each model will sample, each setting with its source. */
function samplings(runs: readonly CostedRun[]): string[] {
  const texts = runs.map(({ planned: { model }, sampling: { decoding, sources } }) => {
    const settings = Object.entries(decoding).map(
      ([name, value]) => `${name} ${JSON.stringify(value)} (${SOURCES[sources[name as keyof typeof sources]!]})`,
    );
    return `Sampling of ${model}: ${settings.join(", ") || "nothing is sent"}, unless the engine states other defaults`;
  });
  return counted(texts).map((text) => `${text}.`);
}

/** Each text once, with the number of runs that have it. */
function counted(texts: readonly string[]): string[] {
  const counts = Map.groupBy(texts, (text) => text);
  return [...counts].map(([text, { length }]) => `${text} (${runsText(length)})`);
}

const runsText = (count: number) => `${count} ${count === 1 ? "run" : "runs"}`;

const threeDigits = (value: number) =>
  value !== 0 && (value < 0.001 || value >= 1e6) ? value.toExponential(1) : String(Number(value.toPrecision(3)));

const UNITS = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** A number with a prefix, such as `12.3 M`. */
function short(value: number): string {
  const [size, unit] = UNITS.find(([size]) => value >= size) ?? [1, ""];
  return `${Number((value / size).toPrecision(3))}${unit && ` ${unit}`}`;
}
