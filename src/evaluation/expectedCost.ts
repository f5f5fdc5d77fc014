import { eq } from "drizzle-orm";
import { readArchitecture } from "../compute/config/readArchitecture.ts";
import { computeEstimate } from "../recording/answerCompute.ts";
import type { Store } from "../store/store.ts";
import { benchmarks, models } from "../store/tables.ts";
import type { PlannedRun } from "./planRuns.ts";

/** The cost that is expected of a planned run, as far as the store's results tell. */
export interface ExpectedCost {
  /** The number of answers to all problems; null where the number of problems is not known. */
  answers: number | null;
  /** The output tokens of all answers; null where the store has no tokens of the benchmark. */
  outputTokens: number | null;
  /** The FLOP of all answers; null where that holds, or where the model's architecture is not known. */
  flops: number | null;
  /** The results whose tokens were taken; null where there are none. */
  source: string | null;
}

/** The cost that is expected of a planned run, if its answers are as long as those that the store holds. */
export async function readExpectedCost(
  store: Store,
  { model, benchmark, mode, recipe }: PlannedRun,
): Promise<ExpectedCost> {
  const { problemCount = null } = (await store.catalogue()).benchmarks.bySlug.get(benchmark) ?? {};
  const problems = Math.min(problemCount ?? Number.POSITIVE_INFINITY, recipe.limit ?? Number.POSITIVE_INFINITY);
  const answers = Number.isFinite(problems) ? problems * recipe.repeats : null;
  const { outputTokens, source } = await readAnswerLength(store, model, benchmark, mode);
  const flops = outputTokens === null ? null : await flopsOf(store, model, benchmark, outputTokens);
  const ofAll = (value: number | null) => (value === null || answers === null ? null : value * answers);
  return { answers, outputTokens: ofAll(outputTokens), flops: ofAll(flops), source };
}

/**
 * The expected output tokens of one answer: the mean of the model's own results on the benchmark in the mode, else of its
 * results in other modes, else the median over the results of other models.
 */
async function readAnswerLength(store: Store, model: string, benchmark: string, mode: string) {
  const [row] = await store.rows(
    `select avg(s.output_tokens) filter (where m.slug = $2 and s.mode = $3), avg(s.output_tokens) filter (where m.slug = $2),
       percentile_cont(0.5) within group (order by s.output_tokens), count(*)::integer
     from pooled_results s join benchmarks b on b.id = s.benchmark_id join models m on m.id = s.model_id
     where b.slug = $1 and s.output_tokens is not null`,
    [benchmark, model, mode],
  );
  const [inMode, inAnyMode, median, count] = row as [number | null, number | null, number | null, number];
  if (inMode !== null) return { outputTokens: inMode, source: "the model's own runs in this mode" };
  if (inAnyMode !== null) return { outputTokens: inAnyMode, source: "the model's runs in other modes" };
  return { outputTokens: median, source: median === null ? null : `the median of ${count} other results` };
}

async function flopsOf(store: Store, model: string, benchmark: string, outputTokens: number): Promise<number | null> {
  const [modelRow] = await store.drizzle.select({ config: models.config }).from(models).where(eq(models.slug, model));
  const [benchmarkRow] = await store.drizzle.select().from(benchmarks).where(eq(benchmarks.slug, benchmark));
  if (!modelRow?.config || !benchmarkRow) return null;
  return computeEstimate(readArchitecture(modelRow.config), benchmarkRow, { measures: {} }).flops(null, outputTokens);
}
