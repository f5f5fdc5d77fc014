import { z } from "zod";
import type { ImportFile } from "../../contract/importer.ts";
import { countAt } from "../fields/figures.ts";
import { nameOf } from "../fields/givenTogether.ts";
import { checkedAt } from "../fields/place.ts";

/** Benchmark, then way of counting repeats (`pass@1[avg-of-4]`, `majority@4` …), then metric. */
const metricsFile = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())));

export type Ways = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface MetricsFile {
  path: string;
  /** The most tokens of an answer, where longer ones were counted as wrong afterwards: `metrics-ms8192.json`. */
  longest?: number;
  benchmarks: Readonly<Record<string, Ways>>;
}

export const isMetrics = (file: ImportFile, head: string): boolean =>
  /^metrics(?:-ms\d+)?\.json$/.test(nameOf(file)) && /"(?:pass|majority)@\d+(?:\[avg-of-\d+\])?"\s*:\s*\{/.test(head);

export async function readMetrics(file: ImportFile): Promise<MetricsFile> {
  const benchmarks = checkedAt(metricsFile, await file.json(), file.path);
  const longest = countAt(/-ms(\d+)\.json$/.exec(file.path)?.[1], file.path);
  return { path: file.path, benchmarks, ...(longest && { longest }) };
}

/** A way of counting that is the mean over single answers, with the number of repeats that it is the mean of. */
export interface MeanWay {
  name: string;
  repeats: number;
}

/**
 * The ways that are means over single answers, by their repeats. `pass@1` is that of one repeat where there is only one;
 * else it is the first repeat in some versions and the mean in others, and `pass@1[avg-of-k]` says what it is.
 */
export function meanWays(ways: Ways): MeanWay[] {
  const averages = Object.keys(ways).flatMap((name) => {
    const repeats = Number(/^pass@1\[avg-of-(\d{1,6})\]$/.exec(name)?.[1] ?? 0);
    return repeats > 0 ? [{ name, repeats }] : [];
  });
  if (averages.length > 0) return averages.toSorted((a, b) => a.repeats - b.repeats);
  return ways["pass@1"] ? [{ name: "pass@1", repeats: 1 }] : [];
}

/** The number of problems of a benchmark. */
export const entriesOf = (ways: Ways, place: string): number | undefined => {
  const way = Object.values(ways).find((one) => one.num_entries !== undefined);
  return countAt(way?.num_entries, `${place}.num_entries`);
};

/**
 * The parts of a benchmark among the others of a file: they are named after it, and have all of its problems together.
 *
 * @param named the parts that its outputs name.
 */
export function partsOf({ path, benchmarks }: MetricsFile, benchmark: string, named?: ReadonlySet<string>): string[] {
  const parts = Object.keys(benchmarks).filter((name) => name.startsWith(`${benchmark}-`));
  if (named) return parts.filter((name) => named.has(name.slice(benchmark.length + 1)));
  const entries = (name: string) => entriesOf(benchmarks[name]!, `${path}: ${name}`) ?? Number.NaN;
  const together = parts.reduce((sum, name) => sum + entries(name), 0);
  return parts.length > 0 && together === entries(benchmark) ? parts : [];
}
