import { sql } from "drizzle-orm";
import type { Database } from "../../store/database/database.ts";
import { runStatement } from "../../store/database/statement.ts";
import { conditionsOf, counted, pooledResultsSuffice, shapeOf, valuesOf } from "../../store/filters/runCriteria.ts";
import type { Measures } from "../../store/measures.ts";
import type { Store } from "../../store/store.ts";
import { type Candidate, type CandidateRequest, modeKey } from "../request/candidate.ts";
import { meanOverBenchmarks } from "./meanOverBenchmarks.ts";
import { withQuotients } from "./quotients.ts";
import { type PriceJoin, priceJoin } from "./tokenPrices.ts";

/**
 * All measures of the given candidates, in their order, by one statement. They are read only for candidates that are shown.
 * A cost that is not stored follows from tokens and the price of the model.
 */
export async function readPointMeasures(
  store: Store,
  request: CandidateRequest,
  candidates: readonly Candidate[],
): Promise<Measures[]> {
  const withPrice = priceJoin(await store.catalogue());
  const measures =
    request.grain === "RUN"
      ? await readOfRuns(
          store,
          candidates.map(({ runId }) => runId!),
        ).then((own) => own.map((one, i) => withPrice(candidates[i]!.modelId, request.criteria.benchmarkIds[0]!, one)))
      : await readPooled(store, request, candidates, withPrice);
  return measures.map(withQuotients);
}

async function readOfRuns(database: Database, ids: number[]): Promise<Measures[]> {
  const compose = () => sql`select r.id, r.measures from runs r where r.id = any(${sql.placeholder("ids")}::integer[])`;
  const rows = await runStatement(database, "measures of runs", compose, { ids });
  const byId = new Map(rows as [number, Measures][]);
  return ids.map((id) => byId.get(id) ?? {});
}

async function readPooled(
  database: Database,
  { criteria }: CandidateRequest,
  candidates: readonly Candidate[],
  withPrice: PriceJoin,
): Promise<Measures[]> {
  const fromPooledResults = pooledResultsSuffice(criteria);
  const compose = () => {
    const shown = sql`(select * from unnest(
      ${sql.placeholder("shownModels")}::integer[], ${sql.placeholder("shownModes")}::text[]))`;
    const where = sql.join([...conditionsOf(criteria), sql`(r.model_id, r.mode) in ${shown}`], sql` and `);
    return fromPooledResults
      ? sql`select r.model_id, r.mode, r.benchmark_id || ' ' || r.pool, r.measures from pooled_results r where ${where}`
      : sql`select p.model_id, p.mode, p.benchmark_id || ' ' || p.pool, p.measures from pool_runs(array(
          select r.id from runs r where ${counted(criteria)} and ${where})) p`;
  };
  const rows = await runStatement(database, `measures of points|${shapeOf(criteria)}`, compose, {
    ...valuesOf(criteria),
    shownModels: candidates.map(({ modelId }) => modelId),
    shownModes: candidates.map(({ mode }) => mode),
  });
  const pooled = Map.groupBy(rows as [number, string, string, Measures][], ([modelId, mode]) =>
    modeKey({ modelId, mode }),
  );
  return candidates.map((candidate) => {
    const own = (pooled.get(modeKey(candidate)) ?? []).filter(([, , pool]) => candidate.pools.includes(pool));
    return meanOverBenchmarks(
      own.map(([modelId, , pool, measures]) => withPrice(modelId, Number(pool.split(" ")[0]), measures)),
    );
  });
}
