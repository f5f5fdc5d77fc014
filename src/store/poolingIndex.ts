import { getTableName, sql } from "drizzle-orm";
import { COLUMN_METRICS } from "../frontier/metrics.ts";
import type { Drizzle } from "./database/database.ts";
import { RUN_FILTERS } from "./filterTable.ts";
import { runs } from "./tables.ts";

const NAME = "runs_pooling";

/**
 * The columns of the index that pooling reads runs from, without looking into the table: what runs are filtered by, the
 * weight of a run and the built-in metrics. The first one is its key.
 */
export function poolingColumns(): string[] {
  const columns = [...RUN_FILTERS.flatMap((one) => (one.outsideIndex ? [] : runs[one.ofRun])), runs.pool, runs.weight];
  return [...new Set([...columns.map(({ name }) => name), ...COLUMN_METRICS.map(({ name }) => name)])];
}

/** Makes the index anew where the one that is there has other columns. One process at a time may call it. */
export async function keepPoolingIndex(drizzle: Drizzle): Promise<void> {
  const columns = poolingColumns();
  if ((await indexedColumns(drizzle)).join() === columns.join()) return;
  const [key, ...included] = columns.map((name) => sql.identifier(name));
  await drizzle.transaction(async (transaction) => {
    await transaction.execute(sql`drop index if exists ${sql.identifier(NAME)}`);
    await transaction.execute(sql`
      create index ${sql.identifier(NAME)} on ${sql.identifier(getTableName(runs))} (${key})
      include (${sql.join(included, sql`, `)}) where status = 'SUCCEEDED'`);
  });
}

/** The columns of the index that is there, in their order; none where there is no index. */
export async function indexedColumns(drizzle: Drizzle): Promise<string[]> {
  const found = await drizzle
    .select({ name: sql<string>`attname` })
    .from(sql`pg_attribute`)
    .where(sql`attrelid = to_regclass(${NAME})`)
    .orderBy(sql`attnum`);
  return found.map(({ name }) => name);
}
