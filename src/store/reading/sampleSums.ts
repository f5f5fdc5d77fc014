import { type SQL, sql } from "drizzle-orm";
import { SAMPLE_METRICS, type SampleMetricName } from "../../frontier/metrics.ts";
import { runStatement } from "../database/statement.ts";
import type { RunCriteria } from "../filters/runCriteria.ts";
import type { Store } from "../store.ts";
import { samples } from "../tables.ts";
import { SCORE, SPENT_TOKENS } from "./graded/sampleValues.ts";
import { dollarsOfTokens, PRICES, priceValues } from "./joinedPrices.ts";
import { readRunPortions } from "./runPortions.ts";

/** What a sample cost, or what its tokens cost at the price of the model where its run states no cost. */
const DOLLARS = sql`coalesce(cost, case when r.cost is null then ${dollarsOfTokens(sql`coalesce(prompt_tokens, r.prompt_tokens)`, SPENT_TOKENS)} end)`;

/** The value that a sample has of each metric, as SQL, beside `r`, its run. */
const SAMPLE_VALUES = Object.fromEntries(
  SAMPLE_METRICS.map(({ name, sampleField }) => [name, valueOfField(sampleField)]),
) as Record<SampleMetricName, SQL>;

function valueOfField(field: (typeof SAMPLE_METRICS)[number]["sampleField"]): SQL {
  if (field === "score") return SCORE;
  if (field === "cost") return DOLLARS;
  return field === "outputTokens" ? SPENT_TOKENS : sql`${sql.identifier(samples[field].name)}`;
}

/** The samples of one run, summed by problem. */
export interface RunSums {
  runId: number;
  benchmarkId: number;
  modelId: number;
  mode: string;
  /** What it has in common with the runs that it is pooled with. */
  pool: string;
  /** The weight of the run when runs are pooled. */
  weight: number;
  /** For each problem and each metric asked, the sum over the samples and the number of samples that have a value. */
  problems: { problem: string; sums: number[]; counts: number[] }[];
}

/**
 * Sums the samples of every run that meets the criteria; a run without samples has no problems. A sample of a run without
 * costs costs what its tokens cost at the price of the model, if that is known.
 */
export async function readSampleSums(
  store: Store,
  criteria: RunCriteria,
  metrics: readonly SampleMetricName[],
): Promise<RunSums[]> {
  const shape = `sample sums|${metrics.join()}`;
  const prices = metrics.includes("cost") ? priceValues(await store.catalogue()) : {};
  const rows: unknown[][] = [];
  for (const ids of await readRunPortions(store, criteria)) {
    rows.push(...(await runStatement(store, shape, () => sumsStatement(metrics), { ids, ...prices })));
  }
  return rows.map(([runId, benchmarkId, modelId, mode, pool, weight, problems]) => ({
    runId: runId as number,
    benchmarkId: benchmarkId as number,
    modelId: modelId as number,
    mode: mode as string,
    pool: pool as string,
    weight: weight as number,
    problems: ((problems ?? []) as [string, ...number[]][]).map(([problem, ...figures]) => ({
      problem,
      sums: metrics.map((_, i) => figures[2 * i] ?? 0),
      counts: metrics.map((_, i) => figures[2 * i + 1]!),
    })),
  }));
}

/** Gives one row a run, with its problems as one JSON value: one row a problem takes ten times as long. */
function sumsStatement(metrics: readonly SampleMetricName[]): SQL {
  const sums = metrics.map((metric) => sql`sum(${SAMPLE_VALUES[metric]}), count(${SAMPLE_VALUES[metric]})`);
  return sql`
    select r.id, r.benchmark_id, r.model_id, r.mode, r.pool, r.weight, (
      select json_agg(p.figures) from (
        select json_build_array(problem_id, ${sql.join(sums, sql`, `)}) as figures
        from samples where run_id = r.id group by problem_id order by problem_id
      ) p
    )
    from runs r${metrics.includes("cost") ? PRICES : sql``} where r.id = any(${sql.placeholder("ids")}::integer[]) order by r.id`;
}
