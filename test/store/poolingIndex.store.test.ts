import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COLUMN_METRICS } from "../../src/frontier/metrics.ts";
import { indexedColumns, keepPoolingIndex, poolingColumns } from "../../src/store/poolingIndex.ts";
import type { Store } from "../../src/store/store.ts";
import { ENGINES } from "../support/stores.ts";

describe.each(ENGINES)("the index that runs are pooled from, on %s", (_, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  it("has every metric of the metric table and every column of runs that the filter table names", async () => {
    const columns = await indexedColumns(store.drizzle);
    expect(columns).toEqual(poolingColumns());
    expect(columns[0]).toBe("benchmark_id");
    expect(columns).toEqual(expect.arrayContaining(COLUMN_METRICS.map(({ name }) => name)));
    expect(columns).toEqual(expect.arrayContaining(["model_id", "mode", "lab_id", "finished_at", "weight"]));
  });

  it("is left alone where it is right, and made anew where it has other columns or is gone", async () => {
    const { drizzle } = store;
    const oid = async () => {
      const [row] = await store.rows("select to_regclass('runs_pooling')::oid::text", []);
      return row![0];
    };
    const before = await oid();
    await keepPoolingIndex(drizzle);
    expect(await oid()).toBe(before);

    await drizzle.execute(sql`drop index runs_pooling`);
    await drizzle.execute(
      sql`create index runs_pooling on runs (benchmark_id) include (mode) where status = 'SUCCEEDED'`,
    );
    await keepPoolingIndex(drizzle);
    expect(await indexedColumns(drizzle)).toEqual(poolingColumns());

    await drizzle.execute(sql`drop index runs_pooling`);
    await keepPoolingIndex(drizzle);
    expect(await indexedColumns(drizzle)).toEqual(poolingColumns());
    const [row] = await store.rows("select indexdef from pg_indexes where indexname = 'runs_pooling'", []);
    expect(row![0]).toContain("(benchmark_id) INCLUDE (");
    expect(row![0]).toContain("WHERE (status = 'SUCCEEDED'::text)");
  });
});
