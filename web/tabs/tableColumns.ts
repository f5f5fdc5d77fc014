import { axisTitle, writeBare, writeEstimate, writePercent } from "../../src/drawing/writeValue.ts";
import type { PagePoint } from "../data/pagePicture.ts";
import type { MetricFacts } from "../data/startFacts.ts";

/** A column of the table of candidates. */
export interface Column {
  name: string;
  title: string;
  isNumber: boolean;
  /** What it is sorted by and what CSV holds; null sorts last. */
  read(point: PagePoint): string | number | null;
  write(point: PagePoint): string;
  /** The ends of the interval, which CSV holds too. */
  ends?(point: PagePoint): [number | null, number | null];
}

const text = (name: string, title: string, read: (point: PagePoint) => string | null): Column => ({
  ...{ name, title, read, isNumber: false },
  write: (point) => read(point) ?? "",
});

/** The columns: names, place on the frontier, the metrics that a candidate has, and facts of the model. */
export function columnsOf(
  points: readonly PagePoint[],
  metrics: readonly MetricFacts[],
  first: readonly string[],
): Column[] {
  const known = metrics.filter(({ name }) => points.some(({ candidate }) => candidate.figures[name]));
  const sorted = known.toSorted((a, b) => rank(first, a.name) - rank(first, b.name));
  return [
    text("model", "Model", ({ model }) => model),
    text("mode", "Mode", ({ mode }) => mode),
    {
      ...{ name: "membership", title: "On the frontier", isNumber: true },
      read: ({ membership, onFrontier }) => membership ?? (onFrontier ? 1 : 0),
      write: ({ membership, onFrontier }) =>
        membership === null ? (onFrontier ? "yes" : "no") : `${onFrontier ? "yes" : "no"}, ${writePercent(membership)}`,
    },
    ...sorted.map((metric): Column => {
      const figureOf = ({ candidate }: PagePoint) => candidate.figures[metric.name];
      return {
        ...{ name: metric.name, title: axisTitle(metric), isNumber: true },
        read: (point) => figureOf(point)?.value ?? null,
        ends: (point) => [figureOf(point)?.low ?? null, figureOf(point)?.high ?? null],
        write: (point) => {
          const figure = figureOf(point);
          if (!figure) return "";
          const { value, low, high } = figure;
          return first.includes(metric.name)
            ? writeEstimate(value, low ?? undefined, high ?? undefined, metric.unit)
            : writeBare(value, metric.unit);
        },
      };
    }),
    text("releasedOn", "Released", ({ candidate }) => candidate.model.releasedOn),
    text("license", "Licence", ({ candidate }) => candidate.model.license),
  ];
}

const rank = (first: readonly string[], name: string) => {
  const at = first.indexOf(name);
  return at === -1 ? first.length : at;
};

/** Sorts points by a column. Those without a value come last in either direction. */
export function sortedBy(points: readonly PagePoint[], column: Column, isDown: boolean): PagePoint[] {
  return points.toSorted((one, other) => {
    const [a, b] = [column.read(one), column.read(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : Number(a !== b);
    return isDown ? -order : order;
  });
}

/** The rows of the table for CSV: a column of numbers with an interval is followed by its ends. */
export function csvRows(points: readonly PagePoint[], columns: readonly Column[]): (string | number | null)[][] {
  const header = columns.flatMap(({ name, ends }) => (ends ? [name, `${name}_low`, `${name}_high`] : [name]));
  const rows = points.map((point) =>
    columns.flatMap((column) => [column.read(point), ...(column.ends?.(point) ?? [])]),
  );
  return [header, ...rows];
}
