import { sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  conditionsOf,
  pooledResultsSuffice,
  type RunCriteria,
  shapeOf,
  valuesOf,
} from "../../../src/store/filters/runCriteria.ts";
import { readRunPage } from "../../../src/store/reading/runPages.ts";
import type { Store } from "../../../src/store/store.ts";
import { runs } from "../../../src/store/tables.ts";
import { fillSmallStore } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

const textOf = (criteria: RunCriteria) => new PgDialect().sqlToQuery(sql.join(conditionsOf(criteria), sql` and `)).sql;

describe("criteria as SQL", () => {
  it("compare a single value by =, several by any, and the ends of a range by their order", () => {
    const criteria: RunCriteria = {
      ...{ benchmarkIds: [7], labIds: [1, 2], modes: [] },
      ...{ finishedAtFrom: "2026-01-01T00:00:00Z", finishedAtTo: "2026-01-02T00:00:00Z" },
    };
    expect(textOf(criteria)).toBe(
      'r."benchmark_id" = $1 and r."lab_id" = any($2::integer[]) and r."mode" = any($3::text[])' +
        ' and r."finished_at" >= $4::timestamp with time zone and r."finished_at" <= $5::timestamp with time zone',
    );
    expect(valuesOf(criteria)).toEqual({ ...criteria, benchmarkIds: 7 });
    expect(shapeOf(criteria)).toBe("benchmarkIds=,labIds,modes,finishedAtFrom,finishedAtTo");
  });

  it("have one shape for one statement, whatever the values are", () => {
    expect(shapeOf({ labIds: [1, 2] })).toBe(shapeOf({ labIds: [3, 4, 5] }));
    expect(shapeOf({ labIds: [1] })).not.toBe(shapeOf({ labIds: [1, 2] }));
    expect(shapeOf({ labIds: [1] })).not.toBe(shapeOf({ hardwareIds: [1] }));
  });

  it("can be answered by pooled results where they ask only of benchmark, model and mode", () => {
    expect(pooledResultsSuffice({ benchmarkIds: [1], modelIds: [1], modes: ["on"] })).toBe(true);
    const others: RunCriteria[] = [
      { labIds: [1] },
      { runners: ["vllm"] },
      { hardwareIds: [1] },
      { provenances: ["MEASURED"] },
      { finishedAtFrom: "2026-01-01T00:00:00Z" },
      { finishedAtTo: "2026-01-01T00:00:00Z" },
    ];
    for (const other of others) expect(pooledResultsSuffice({ benchmarkIds: [1], ...other })).toBe(false);
  });
});

const DAYS = ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.001Z", "2026-01-02T00:00:00.000Z"];
const stored = fc.record({
  benchmarkId: fc.constantFrom(1, 2),
  modelId: fc.constantFrom(1, 2, 3),
  mode: fc.constantFrom("default", "on"),
  labId: fc.constantFrom(1, 2),
  runner: fc.constantFrom(null, "vllm", "sglang"),
  hardwareId: fc.constantFrom(null, 1),
  provenance: fc.constantFrom("MEASURED", "IMPORTED"),
  finishedAt: fc.constantFrom(null, ...DAYS),
});
const some = <T>(...values: T[]) => fc.subarray(values);
const criteria = fc.record(
  {
    benchmarkIds: some(1, 2),
    modelIds: some(1, 2, 3),
    modes: some("default", "on"),
    labIds: some(1, 2),
    runners: some("vllm", "sglang"),
    hardwareIds: some(1),
    provenances: some("MEASURED", "IMPORTED"),
    finishedAtFrom: fc.constantFrom(...DAYS),
    finishedAtTo: fc.constantFrom(...DAYS),
  },
  { requiredKeys: [] },
);

describe.each(ENGINES)("criteria on %s", (_, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
  });
  afterAll(() => store.close());

  it("hold for the same runs as by hand", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stored, { minLength: 1, maxLength: 20 }), fc.array(criteria), async (all, askedFor) => {
        await store.drizzle.delete(runs);
        const rows = all.map((run, i) => ({ ...run, contentHash: `run ${i}`, status: "SUCCEEDED" }));
        await store.drizzle.insert(runs).values(rows as (typeof runs.$inferInsert)[]);
        for (const asked of askedFor) {
          const order = { field: "accuracy", descending: true } as const;
          const { rows: found } = await readRunPage(store, asked, order, { size: 100, backward: false });
          const expected = rows.filter((run) => {
            const isOne = (values: unknown[] | undefined, value: unknown) => !values || values.includes(value);
            const { finishedAtFrom: from, finishedAtTo: to } = asked;
            return (
              isOne(asked.benchmarkIds, run.benchmarkId) &&
              isOne(asked.modelIds, run.modelId) &&
              isOne(asked.modes, run.mode) &&
              isOne(asked.labIds, run.labId) &&
              isOne(asked.runners, run.runner) &&
              isOne(asked.hardwareIds, run.hardwareId) &&
              isOne(asked.provenances, run.provenance) &&
              (!from || (run.finishedAt ?? "") >= from) &&
              (!to || (run.finishedAt ?? "9") <= to)
            );
          });
          expect(found.map(({ contentHash }) => contentHash)).toEqual(expected.map(({ contentHash }) => contentHash));
        }
      }),
      { numRuns: 20 },
    );
  });
});
