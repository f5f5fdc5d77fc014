import { ImportError } from "../../contract/importError.ts";
import type { ImportedRun } from "../../contract/importer.ts";
import { amountAt, countAt, numberAt, shareAt } from "../fields/figures.ts";
import type { TableMapping } from "./mapping.ts";
import { type Plan, type PlannedColumn, type PlannedMeasure, placeOf } from "./plan.ts";
import { present } from "./present.ts";

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
