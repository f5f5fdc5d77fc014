import { createHash } from "node:crypto";
import type { Problem } from "../../plugins/contract/benchmark.ts";

/** The details of a problem that say to which part of its benchmark it belongs. */
const STRATA = ["stratum", "subset", "domain", "category", "subject", "subjects", "level", "difficulty"];

/**
 * Draws problems at random and gives them in the order of the benchmark. Where problems say to which part of the benchmark
 * they belong, each part has its share of the draw. The same seed always draws the same problems of the same benchmark.
 *
 * @param count how many problems to draw; all of them where it is left out or larger than their number.
 * @param seed null for the first problems instead of a draw: what the limit of older runs means.
 */
export function drawProblems(problems: Problem[], count: number | undefined, seed: number | null): Problem[] {
  if (count === undefined || count >= problems.length) return problems;
  if (seed === null) return problems.slice(0, count);
  const strata = [...Map.groupBy(problems, stratumOf).values()];
  const rank = (text: string) => createHash("sha256").update(`${seed} ${text}`).digest("hex");
  const drawn = new Set(
    sharesOf(strata, count, rank).flatMap((share, i) =>
      strata[i]!.map((problem) => ({ problem, rank: rank(problem.id) }))
        .sort((a, b) => (a.rank < b.rank ? -1 : 1))
        .slice(0, share)
        .map(({ problem }) => problem),
    ),
  );
  return problems.filter((problem) => drawn.has(problem));
}

function stratumOf({ details = {}, tags, difficulty }: Problem): string {
  const stated = tags === undefined && difficulty === undefined ? [] : [tags ?? null, difficulty ?? null];
  return JSON.stringify([...STRATA.map((name) => details[name] ?? null), ...stated]);
}

/** How many are drawn of each stratum: its proportion, rounded so that the sum is right (largest remainders). */
function sharesOf(strata: Problem[][], count: number, rank: (text: string) => string): number[] {
  const total = strata.reduce((sum, { length }) => sum + length, 0);
  const exact = strata.map(({ length }) => (count * length) / total);
  const shares = exact.map(Math.floor);
  const left = count - shares.reduce((sum, share) => sum + share, 0);
  // Among equal remainders chance decides, or small strata at the end would never be drawn.
  const order = exact
    .map((share, i) => ({ i, remainder: share - shares[i]!, rank: rank(strata[i]![0]!.id) }))
    .sort((a, b) => b.remainder - a.remainder || (a.rank < b.rank ? -1 : 1));
  for (const { i } of order.slice(0, left)) shares[i]!++;
  return shares;
}
