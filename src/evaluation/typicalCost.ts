import { eq } from "drizzle-orm";
import { readArchitecture } from "../compute/config/readArchitecture.ts";
import { computeEstimate } from "../recording/answerCompute.ts";
import type { Store } from "../store/store.ts";
import { benchmarks, models } from "../store/tables.ts";

/** What an answer is likely to cost, and what that is known from. */
export interface TypicalCost {
  outputTokens: number;
  /** Null where the model's architecture is not known. */
  flops: number | null;
  /** `the model's own runs`, or `n other models`. */
  from: string;
}

/**
 * What an answer of a model in a mode to a problem of a benchmark is likely to cost: the mean of its own runs there, else
 * of its runs in any mode, else the median over other models. Null where the store has no tokens of that benchmark.
 */
export async function readTypicalCost(
  store: Store,
  modelSlug: string,
  benchmarkSlug: string,
  mode: string,
): Promise<TypicalCost | null> {
  const [row] = await store.rows(
    `select avg(s.output_tokens) filter (where m.slug = $2 and s.mode = $3), avg(s.output_tokens) filter (where m.slug = $2),
       percentile_cont(0.5) within group (order by s.output_tokens), count(*)::integer
     from pooled_results s join benchmarks b on b.id = s.benchmark_id join models m on m.id = s.model_id
     where b.slug = $1 and s.output_tokens is not null`,
    [benchmarkSlug, modelSlug, mode],
  );
  const [inMode, inAny, median, count] = row as [number | null, number | null, number | null, number];
  const outputTokens = inMode ?? inAny ?? median;
  if (outputTokens === null) return null;
  const from =
    inMode !== null
      ? `the model's own runs in this mode`
      : inAny !== null
        ? `the model's runs in other modes`
        : `the median of ${count} other results`;
  return { outputTokens, flops: await flopsOf(store, modelSlug, benchmarkSlug, outputTokens), from };
}

async function flopsOf(store: Store, modelSlug: string, benchmarkSlug: string, outputTokens: number) {
  const [model] = await store.drizzle.select({ config: models.config }).from(models).where(eq(models.slug, modelSlug));
  const [benchmark] = await store.drizzle.select().from(benchmarks).where(eq(benchmarks.slug, benchmarkSlug));
  if (!model?.config || !benchmark) return null;
  return computeEstimate(readArchitecture(model.config), benchmark, { measures: {} }).flops(null, outputTokens);
}
