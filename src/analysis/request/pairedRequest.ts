import { RequestError } from "../../errors/requestError.ts";
import { type BenchmarkRow, type Catalogue, findByName, type ModelRow } from "../../store/catalogue.ts";
import type { RunCriteria } from "../../store/filters/runCriteria.ts";
import { criteriaOf, type RunFilter } from "../../store/filters/runFilter.ts";

/** A model, in a mode, at a setting of its test-time compute, as a caller names it. */
export interface ComparedInput {
  model: string;
  mode?: string | null;
  tokenCap?: number | null;
  votes?: number | null;
}

/** A side of a comparison whose values have been checked as far as they can be without its answers. */
export interface ComparedSide {
  /** The argument, for messages: `a` or `b`. */
  argument: string;
  model: ModelRow;
  /** Null if the caller leaves it to the store. */
  mode: string | null;
  tokenCap: number | null;
  votes: number | null;
}

export interface PairedRequest {
  a: ComparedSide;
  b: ComparedSide;
  benchmark: BenchmarkRow;
  /** What else the runs of both sides must meet. */
  criteria: RunCriteria;
}

const MOST_TOKENS = 10_000_000;
const MOST_VOTES = 1_000;

/** Checks the arguments of a paired comparison. Throws a `RequestError` for each wrong argument. */
export function pairedRequest(
  asked: { a: ComparedInput; b: ComparedInput; benchmark: string; where?: RunFilter | null },
  catalogue: Catalogue,
): PairedRequest {
  const sides = { a: sideOf(asked.a, "a", catalogue), b: sideOf(asked.b, "b", catalogue) };
  const benchmark = findByName(catalogue, "benchmarks", asked.benchmark, "benchmark");
  const criteria = criteriaOf(asked.where ?? {}, catalogue);
  for (const [rows, ids] of [
    [[benchmark], criteria.benchmarkIds],
    [[sides.a.model, sides.b.model], criteria.modelIds],
  ] as const) {
    const missed = ids && rows.find(({ id }) => !ids.includes(id));
    if (!missed) continue;
    throw new RequestError("NOTHING_TO_COMPARE", `where: it leaves out ${missed.slug}, which is compared.`, "where");
  }
  return { ...sides, benchmark, criteria };
}

function sideOf({ model, mode, tokenCap, votes }: ComparedInput, argument: string, catalogue: Catalogue): ComparedSide {
  return {
    argument,
    model: findByName(catalogue, "models", model, `${argument}.model`),
    mode: mode ?? null,
    tokenCap: requireCount(tokenCap, 1, MOST_TOKENS, `${argument}.tokenCap`),
    votes: requireCount(votes, 2, MOST_VOTES, `${argument}.votes`),
  };
}

function requireCount(value: number | null | undefined, least: number, most: number, argument: string) {
  if (value == null || (value >= least && value <= most)) return value ?? null;
  throw new RequestError("BAD_RANGE", `${argument}: ${value} is not between ${least} and ${most}.`, argument);
}
