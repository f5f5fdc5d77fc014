import { sql } from "drizzle-orm";
import type { Store } from "../store/store.ts";
import { asStorableText } from "./submitted/storable.ts";

/** A problem of a benchmark and the part that it belongs to. */
export interface StratumOfProblem {
  problem: string;
  name: string;
  value: string;
}

/** Remembers the strata of problems for the benchmark of a run. Those that the store holds already stay as they are. */
export async function recordStrata(store: Store, runId: number, strata: readonly StratumOfProblem[]): Promise<void> {
  if (strata.length === 0) return;
  const rows = strata.map(({ problem, name, value }) => ({ problem, name, value: asStorableText(value) }));
  await store.drizzle.execute(sql`
    insert into problem_strata (benchmark, problem_id, name, value)
    select b.slug, s.problem, s.name, s.value
    from runs r join benchmarks b on b.id = r.benchmark_id,
      json_to_recordset(${JSON.stringify(rows)}::text::json) s (problem text, name text, value text)
    where r.id = ${runId}::integer
    on conflict do nothing`);
  await store.refresh();
}
