import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { runStatement } from "../database/statement.ts";
import { conditionsOf, counted, type RunCriteria, shapeOf, valuesOf } from "../filters/runCriteria.ts";

/** The runs that are pooled into one result: how the model was asked, and how it was served. */
export interface ExperimentRow {
  benchmarkId: number;
  modelId: number;
  mode: string;
  /** The pool as candidates name it: the row id of the benchmark and the key of the pool. */
  pool: string;
  /** Null where nobody stated it. */
  protocolId: string | null;
  servedAs: string | null;
  runCount: number;
}

/** The experiments of all runs that meet the criteria, in the order of their benchmarks, those with most runs first. */
export async function readExperiments(database: Database, criteria: RunCriteria): Promise<ExperimentRow[]> {
  const compose = () => sql`
    select r.benchmark_id, r.model_id, r.mode, r.benchmark_id || ' ' || r.pool, min(r.protocol_id), min(r.served_as),
      count(*)::integer
    from runs r where ${sql.join([counted(criteria), ...conditionsOf(criteria)], sql` and `)}
    group by r.benchmark_id, r.model_id, r.mode, r.pool order by 1, 7 desc, 5, 6`;
  const rows = await runStatement(database, `experiments|${shapeOf(criteria)}`, compose, valuesOf(criteria));
  type Tuple = [number, number, string, string, string | null, string | null, number];
  return (rows as Tuple[]).map(([benchmarkId, modelId, mode, pool, protocolId, servedAs, runCount]) => ({
    ...{ benchmarkId, modelId, mode, pool, protocolId, servedAs, runCount },
  }));
}

/** The runs of one experiment, and how many of them have all metrics that are asked. */
export interface RunCounts {
  benchmarkId: number;
  modelId: number;
  mode: string;
  /** The pool as candidates name it. */
  pool: string;
  runs: number;
  complete: number;
}

/**
 * Counts the runs of every experiment that meet the criteria, and those among them that have all of the metrics.
 *
 * @param priced the models whose tokens have a price: a run of theirs that has output tokens has a cost.
 */
export async function readRunCounts(
  database: Database,
  criteria: RunCriteria,
  metrics: readonly string[],
  priced: readonly number[],
): Promise<RunCounts[]> {
  const compose = () => sql`
    select r.benchmark_id, r.model_id, r.mode, r.benchmark_id || ' ' || r.pool, count(*)::integer,
      (count(*) filter (where r.measures ?& ${sql.placeholder("metrics")}::text[]
        or r.model_id = any(${sql.placeholder("priced")}::integer[]) and r.measures ?& ${sql.placeholder("withPrice")}::text[]))::integer
    from runs r where ${sql.join([counted(criteria), ...conditionsOf(criteria)], sql` and `)}
    group by r.benchmark_id, r.model_id, r.mode, r.pool order by 1, 2, 3, 4`;
  const withPrice = metrics.map((metric) => (metric === "cost" ? "output_tokens" : metric));
  const shape = `run counts|${shapeOf(criteria)}`;
  const rows = await runStatement(database, shape, compose, { ...valuesOf(criteria), metrics, priced, withPrice });
  type Tuple = [number, number, string, string, number, number];
  return (rows as Tuple[]).map(([benchmarkId, modelId, mode, pool, runs, complete]) => ({
    ...{ benchmarkId, modelId, mode, pool, runs, complete },
  }));
}
