import { decoding } from "../../../decoding/decoding.ts";
import { ImportError } from "../../contract/importError.ts";
import type { ImportedRun } from "../../contract/importer.ts";
import { amountAt, countAt, numberAt, shareAt } from "../fields/figures.ts";
import { checkedAt } from "../fields/place.ts";
import { cellOf } from "./cells.ts";
import { DECODING_FIELDS, RUN_FIELDS } from "./mappedFields.ts";
import type { TableMapping } from "./mapping.ts";
import type { Plan, PlannedColumn, PlannedMeasure } from "./plan.ts";

type Values = { -readonly [Name in keyof typeof RUN_FIELDS]?: unknown };

/** What a row says of its run, beside its figures and samples, with the text that is the same for all rows of the run. */
export function runOfRow(
  row: readonly unknown[],
  plan: Plan,
  mapping: TableMapping,
  place: string,
): { key: string; run: () => ImportedRun } {
  const values: Values = {};
  for (const name of Object.keys(RUN_FIELDS) as (keyof Values)[]) {
    const constant = mapping.constants[name];
    if (constant !== undefined) values[name] = checkedCell(name, constant, 1, mapping, `constants.${name}`);
  }
  for (const [name, column] of plan.run) {
    values[name] = checkedCell(name, row[column.at], column.factor, mapping, placeOf(place, column));
  }
  const protocol: Record<string, unknown> = { ...mapping.constants.protocol };
  for (const [name, column] of plan.protocol) {
    const value = cellOf("name", row[column.at], 1, name, mapping, placeOf(place, column));
    // Other formats state numbers such as that of shots as numbers, and the same protocol is to have the same name.
    if (value !== undefined) protocol[name] = /^-?\d{1,15}(?:\.\d{1,15})?$/.test(String(value)) ? Number(value) : value;
  }
  return { key: JSON.stringify([values, protocol]), run: () => runOf(values, protocol, place) };
}

export const placeOf = (place: string, { name }: PlannedColumn) => `${place}, column ${name.slice(0, 100)}`;

const POSITIVE = ["problemCount", "repeats", "acceleratorCount"];

function checkedCell(
  name: keyof Values,
  given: unknown,
  factor: number,
  mapping: TableMapping,
  place: string,
): unknown {
  const value = cellOf(RUN_FIELDS[name].reads, given, factor, name, mapping, place);
  if (value === 0 && POSITIVE.includes(name)) throw new ImportError("OUT_OF_RANGE", place, "it is to be 1 or more.");
  return value;
}

function runOf(values: Values, protocol: Record<string, unknown>, place: string): ImportedRun {
  const { model, benchmark, revision, startedAt, finishedAt, accelerator, acceleratorCount, ...rest } = values;
  if (!model || !benchmark) throw new ImportError("BAD_FILE", place, `it names no ${model ? "benchmark" : "model"}.`);
  if (startedAt && finishedAt && String(startedAt) > String(finishedAt)) {
    throw new ImportError("OUT_OF_RANGE", place, `the run ends at ${finishedAt}, before it begins at ${startedAt}.`);
  }
  const { dataset, subset, split, language, benchmarkVersion: version, benchmarkLicense: license, ...others } = rest;
  const settings = Object.fromEntries(
    Object.keys(DECODING_FIELDS).map((name) => [name, others[name as keyof typeof others]]),
  );
  const fields = Object.entries({ ...others, startedAt, finishedAt }).filter(([name]) => !(name in DECODING_FIELDS));
  return {
    place,
    model: present({ name: model, revision }) as unknown as ImportedRun["model"],
    benchmark: present({
      name: benchmark,
      dataset,
      subset,
      split,
      language,
      version,
      license,
    }) as unknown as ImportedRun["benchmark"],
    ...present(Object.fromEntries(fields)),
    ...(accelerator ? { accelerator: { name: String(accelerator), count: Number(acceleratorCount ?? 1) } } : {}),
    decoding: checkedAt(decoding, present(settings), place),
    ...(Object.keys(protocol).length > 0 && { protocol }),
  };
}

const present = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** The figures of a row that is a run. */
export function measuresOf(
  row: readonly unknown[],
  plan: Plan,
  { missing }: TableMapping,
  place: string,
): ImportedRun["measures"] {
  return Object.fromEntries(
    plan.measures.flatMap((planned) => {
      const cell = (column: PlannedColumn | undefined) => {
        const value = column && row[column.at];
        return typeof value === "string" && missing.includes(value.trim()) ? undefined : value;
      };
      const value = figureOf(cell(planned.value), planned, planned.value, place);
      if (value === undefined) return [];
      const low = planned.low && figureOf(cell(planned.low), planned, planned.low, place);
      const high = planned.high && figureOf(cell(planned.high), planned, planned.high, place);
      const count = planned.count && countAt(cell(planned.count), placeOf(place, planned.count));
      const error =
        planned.standardError &&
        amountAt(plainFigure(cell(planned.standardError), planned), placeOf(place, planned.standardError));
      if ((low ?? value) > value || (high ?? value) < value) {
        throw new ImportError(
          "OUT_OF_RANGE",
          placeOf(place, planned.value),
          "the figure does not lie within its interval.",
        );
      }
      const half = !error ? undefined : 1.96 * error * planned.value.factor;
      const interval =
        low !== undefined || high !== undefined || half === undefined
          ? present({ low, high })
          : {
              low: Math.max(0, value - half),
              high: planned.isShare ? Math.min(1, value + half) : value + half,
              note: "The interval is the stated mean with 1.96 stated standard errors on each side.",
            };
      return [[planned.metric, { value, ...interval, ...(count && { count }) }]];
    }),
  );
}

function figureOf(cell: unknown, measure: PlannedMeasure, column: PlannedColumn, place: string): number | undefined {
  const at = placeOf(place, column);
  const figure = plainFigure(cell, measure);
  if (measure.isShare) return shareAt(figure, at, measure.value.factor === 0.01 ? 100 : 1);
  const amount = amountAt(figure, at);
  return amount === undefined ? undefined : numberAt(amount * measure.value.factor, at);
}

/** A percentage may be written with its sign. */
const plainFigure = (cell: unknown, { isShare, value }: PlannedMeasure) =>
  isShare && value.factor === 0.01 && typeof cell === "string" ? cell.replace(/\s*%\s*$/, "") : cell;
