import type { BenchmarkRow, Catalogue } from "./catalogue.ts";

/** The accuracy of guessing on a benchmark: as stated, else one of its options, else 0, since a free answer is not guessed. */
export function chanceLevelOf({ chanceLevel, optionCount }: Pick<BenchmarkRow, "chanceLevel" | "optionCount">): number {
  return chanceLevel ?? (optionCount === null ? 0 : 1 / optionCount);
}

/** The accuracy of guessing on several benchmarks that count alike, as a candidate's accuracy is the mean over them. */
export function meanChanceLevel({ benchmarks }: Pick<Catalogue, "benchmarks">, ids: readonly number[]): number {
  const levels = ids.map((id) => benchmarks.byId.get(id)).map((row) => (row ? chanceLevelOf(row) : 0));
  return levels.reduce((sum, level) => sum + level, 0) / levels.length;
}
