import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { runStatement } from "../database/statement.ts";
import { conditionsOf, counted, type RunCriteria, shapeOf, valuesOf } from "../filters/runCriteria.ts";

/** How runs that are shown as one came about. A list with several entries mixes what may not be comparable. */
export interface RunWay {
  labIds: number[];
  /** The names of protocols; null stands for runs whose source states none. */
  protocolIds: (string | null)[];
  /** What judged the answers; null where nobody said it. */
  graders: (string | null)[];
  /** How output tokens were counted, where it was not by the engine or the provider itself; null elsewhere. */
  tokenCounters: (string | null)[];
}

/** The way of one run, as `WAY_OF_RUN` reads it. */
export type WayTuple = [labId: number, protocolId: string | null, grader: string | null, tokenCounter: string | null];

/** What counted the tokens of the run r: stated for its samples, or for its mean where that is an estimate. */
export const TOKEN_COUNTER = sql`coalesce(r.submission #>> '{estimated,output_tokens}',
  case when (r.measures #> '{output_tokens,estimated}')::boolean then r.measures #>> '{output_tokens,note}' end)`;

/** The columns of the run r that make its way. */
export const WAY_OF_RUN = sql`r.lab_id, r.protocol_id, r.grader, ${TOKEN_COUNTER}`;

/** The way of several runs together. */
export function wayOf(runs: readonly WayTuple[]): RunWay {
  const distinct = <Value>(read: (run: WayTuple) => Value) => [...new Set(runs.map(read))];
  return {
    labIds: distinct(([labId]) => labId),
    protocolIds: distinct(([, protocolId]) => protocolId),
    graders: distinct(([, , grader]) => grader),
    tokenCounters: distinct(([, , , counter]) => counter),
  };
}

/** How a model in a mode came about on a benchmark, in one experiment. */
export interface PoolWay {
  benchmarkId: number;
  modelId: number;
  mode: string;
  /** The pool as candidates name it: the row id of the benchmark and the key of the pool. */
  pool: string;
  way: RunWay;
}

/** How the given models in a mode came about, over the runs that meet the criteria, by experiment. */
export async function readPoolWays(
  database: Database,
  criteria: RunCriteria,
  shown: readonly { modelId: number; mode: string }[],
): Promise<PoolWay[]> {
  const compose = () => sql`
    select distinct r.benchmark_id, r.model_id, r.mode, r.benchmark_id || ' ' || r.pool, ${WAY_OF_RUN}
    from runs r where ${sql.join([counted(criteria), ...conditionsOf(criteria)], sql` and `)}
      and (r.model_id, r.mode) in (select * from unnest(
        ${sql.placeholder("shownModels")}::integer[], ${sql.placeholder("shownModes")}::text[]))
    order by 1, 2, 3, 4, 5, 6, 7, 8`;
  const rows = await runStatement(database, `ways|${shapeOf(criteria)}`, compose, {
    ...valuesOf(criteria),
    shownModels: shown.map(({ modelId }) => modelId),
    shownModes: shown.map(({ mode }) => mode),
  });
  type Tuple = [benchmarkId: number, modelId: number, mode: string, pool: string, ...way: WayTuple];
  const byPool = Map.groupBy(rows as Tuple[], ([, modelId, mode, pool]) => `${modelId} ${mode} ${pool}`);
  return [...byPool.values()].map((own) => {
    const [benchmarkId, modelId, mode, pool] = own[0]!;
    return { benchmarkId, modelId, mode, pool, way: wayOf(own.map(([, , , , ...way]) => way)) };
  });
}
