import { ImportError } from "../../contract/importError.ts";
import { numberAt, shareAt } from "../fields/figures.ts";

/** A figure of a task under one metric and one filter. */
export interface Figure {
  metric: string;
  filter: string;
  /** The key in the file, e.g. `exact_match,strict-match`. */
  key: string;
  value: unknown;
}

/** What a row of results holds beside its metrics. */
const BESIDE = new Set(["alias", "name", "sample_len", "sample_count", "samples", " "]);

/** The metrics of a row of results, and the keys that are none. */
export function figuresOf(row: Readonly<Record<string, unknown>>): { figures: Figure[]; others: string[] } {
  const figures: Figure[] = [];
  const others: string[] = [];
  for (const [key, value] of Object.entries(row)) {
    const comma = key.indexOf(",");
    const metric = key.slice(0, comma);
    if (comma === -1) {
      if (!BESIDE.has(key)) others.push(key);
    } else if (!metric.endsWith("_stderr")) figures.push({ metric, filter: key.slice(comma + 1), key, value });
  }
  return { figures, others };
}

/** The standard error beside a figure; undefined where it is `N/A` or no number. */
export function standardError(row: Readonly<Record<string, unknown>>, { metric, filter }: Figure, place: string) {
  const key = `${metric}_stderr,${filter}`;
  const value = numberAt(row[key], `${place}.${key}`);
  if (value !== undefined && value < 0)
    throw new ImportError("OUT_OF_RANGE", `${place}.${key}`, `${value} is below 0.`);
  return value;
}

/** The verdict of a row of samples under a metric: right, wrong, a part of it, or none. Undefined where it is no verdict. */
export function verdictOf(value: unknown, place: string): { correct: boolean | null; score?: number } | undefined {
  if (value === null) return { correct: null };
  if (typeof value === "boolean") return { correct: value };
  if (typeof value !== "number") return undefined;
  const score = shareAt(value, place);
  if (score === undefined) return { correct: null };
  return score === 0 || score === 1 ? { correct: score === 1 } : { correct: false, score };
}
