import { sql } from "drizzle-orm";
import { runStatement } from "../store/database/statement.ts";
import { conditionsOf, counted, shapeOf, valuesOf } from "../store/filters/runCriteria.ts";
import type { Store } from "../store/store.ts";
import { type Candidate, type CandidateRequest, modeKey } from "./request/candidate.ts";

/**
 * Tells of a candidate of a request whether its answers are stored one by one. The others are means that a source
 * published, or rest on such means in part.
 */
export async function readHasSamples(
  store: Store,
  { criteria, grain }: CandidateRequest,
): Promise<(candidate: Candidate) => boolean> {
  if (grain === "OPERATING_POINT") return () => true;
  const where = sql.join([counted(criteria), ...conditionsOf(criteria)], sql` and `);
  const compose = () => sql`
    select r.id, r.model_id, r.mode, r.benchmark_id || ' ' || r.pool from runs r
    where ${where} and not exists (select from samples s where s.run_id = r.id)`;
  const rows = await runStatement(store, `without samples|${shapeOf(criteria)}`, compose, valuesOf(criteria));
  const without = rows as [number, number, string, string][];
  if (grain === "RUN") {
    const ids = new Set(without.map(([id]) => id));
    return ({ runId }) => !ids.has(runId!);
  }
  const pools = new Set(without.map(([, modelId, mode, pool]) => `${modeKey({ modelId, mode })} ${pool}`));
  return (one) => !one.pools.some((pool) => pools.has(`${modeKey(one)} ${pool}`));
}
