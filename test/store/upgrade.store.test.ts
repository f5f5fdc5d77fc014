import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { type SQL, sql } from "drizzle-orm";
import { drizzle as drizzleOnPglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import { drizzle as drizzleOnPostgres } from "drizzle-orm/postgres-js";
import { migrate as migratePostgres } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { afterAll, describe, expect, inject, it } from "vitest";
import { exportRun } from "../../src/recording/exportRun.ts";
import { finishRun, readMeasuredRun } from "../../src/recording/measuredRuns.ts";
import { contentHash } from "../../src/recording/submitted/contentHash.ts";
import { type RunSubmission, runSubmission } from "../../src/recording/submitted/submission.ts";
import { packageFolder } from "../../src/store/database/packageFolder.ts";
import { indexedColumns, poolingColumns } from "../../src/store/poolingIndex.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { bundles, pooledResults, runs } from "../../src/store/tables.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";

const temporary = mkdtempSync(join(tmpdir(), "paretograph-upgrade-"));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** The migrations up to 0003, as version 0.2 had them. */
function oldMigrations(): string {
  const folder = join(temporary, "migrations");
  cpSync(packageFolder("migrations"), folder, { recursive: true });
  const file = join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8"));
  journal.entries = journal.entries.filter(({ tag }: { tag: string }) => tag < "0004");
  writeFileSync(file, JSON.stringify(journal));
  return folder;
}

/** Makes a store as version 0.2 did and runs statements in it; opens it as this version does. */
const ENGINES: [string, (statements: SQL[]) => Promise<Store>][] = [
  [
    "PGlite",
    async (statements) => {
      const folder = join(temporary, "store");
      mkdirSync(folder);
      const client = await PGlite.create({ dataDir: join(folder, "pg") });
      const drizzle = drizzleOnPglite(client);
      await migratePglite(drizzle, { migrationsFolder: oldMigrations() });
      for (const statement of statements) await drizzle.execute(statement);
      await client.close();
      return openStore({ folder });
    },
  ],
  [
    "PostgreSQL",
    async (statements) => {
      const url = await createDatabaseOn(inject("postgresUrl"));
      const client = postgres(url, { max: 1, onnotice: () => {} });
      const drizzle = drizzleOnPostgres(client);
      await migratePostgres(drizzle, { migrationsFolder: oldMigrations() });
      for (const statement of statements) await drizzle.execute(statement);
      await client.end();
      return openStore({ url });
    },
  ],
];

/** A run that was measured here, as it was hashed when it ended. */
const MEASURED: RunSubmission = runSubmission.parse({
  ...{ model: "acme/small", mode: "on", benchmark: "sums", lab: "lab-a", runner: "vllm", runnerVersion: "0.32" },
  hardware: { slug: "h100", count: 2 },
  deployment: { concurrency: 4, precision: "bfloat16" },
  provenance: "MEASURED",
  startedAt: "2026-11-27T22:17:41.123Z",
  finishedAt: "2026-11-27T22:18:00.050Z",
  decoding: { temperature: 0.6, stop: ["\n"] },
  recipe: { limit: null, runner: { name: "vllm" } },
  measures: { energy: { value: 12.5 }, throughput: { value: 100 } },
  samples: [
    { problem: "1", repeat: 0, correct: true, outputTokens: 100, latency: 1.5 },
    { problem: "2", repeat: 0, correct: false, error: "cut off" },
  ],
});
const BUNDLED: RunSubmission = runSubmission.parse({
  ...{ model: "acme/small", benchmark: "sums", lab: "lab-a", sourceUrl: "https://lab-a.example/", license: "MIT" },
  problemCount: 7,
  finishedAt: "2025-04-01T00:00:00.000Z",
  measures: { accuracy: { value: 0.5, count: 14 }, output_tokens: { value: 30 } },
});
const UNFINISHED = "unfinished:6d3f9a3e-54c1-4f0f-9d7c-0a2f6b1c2d3e";
const MEASURES = {
  accuracy: { value: 0.5, low: 0.1, high: 0.9, count: 2 },
  ...{ output_tokens: { value: 100, count: 1 }, latency: { value: 1.5, count: 1 }, ...MEASURED.measures },
};

const STATEMENTS = [
  sql`insert into labs (slug, name) values ('lab-a', 'Lab A')`,
  sql`insert into hardware (slug, name) values ('h100', 'H100')`,
  sql`insert into benchmarks (slug, name, version) values ('sums', 'Sums', '1')`,
  sql`insert into models (slug, name, open_weights) values ('acme/small', 'Small', true)`,
  sql`insert into shipments values ('lab-a', 'as it was')`,
  sql`
    insert into runs (content_hash, model_id, mode, benchmark_id, lab_id, status, provenance, source_url, license,
      finished_at, problem_count, sample_count, shipment, measures)
    values (${contentHash(BUNDLED)}, 1, 'default', 1, 1, 'SUCCEEDED', 'IMPORTED', 'https://lab-a.example/', 'MIT',
      '2025-04-01T00:00:00Z', 7, 14, 'lab-a', ${JSON.stringify({
        ...BUNDLED.measures,
        flops: { value: 9, estimated: true, note: "computed from the architecture and the number of tokens" },
      })})`,
  sql`
    insert into runs (content_hash, model_id, mode, benchmark_id, lab_id, runner, runner_version, hardware_id,
      hardware_count, deployment, status, provenance, started_at, finished_at, decoding, problem_count, sample_count,
      recipe, measures)
    values (${contentHash(MEASURED)}, 1, 'on', 1, 1, 'vllm', '0.32', 1, 2, ${JSON.stringify(MEASURED.deployment)},
      'SUCCEEDED', 'MEASURED', '2026-11-27T22:17:41.123999Z', '2026-11-27T22:18:00.050Z',
      ${JSON.stringify(MEASURED.decoding)}, 2, 2, ${JSON.stringify(MEASURED.recipe)}, ${JSON.stringify(MEASURES)})`,
  sql`
    insert into samples (run_id, problem_id, repeat, correct, output_tokens, latency, error)
    values (2, '1', 0, true, 100, 1.5, null), (2, '2', 0, false, null, null, 'cut off')`,
  sql`
    insert into runs (content_hash, model_id, mode, benchmark_id, lab_id, runner, status, provenance, decoding, recipe)
    values (${UNFINISHED}, 1, 'off', 1, 1, 'vllm', 'QUEUED', 'MEASURED', '{"temperature": 0}', '{"repeats": 1}')`,
];

describe.each(ENGINES)("a store of version 0.2 on %s", (_, upgraded) => {
  it("keeps its runs, gains their submissions, and pools on", async () => {
    const store = await upgraded(STATEMENTS);
    try {
      const all = await store.drizzle.select().from(runs).orderBy(runs.id);
      expect(all.map(({ contentHash, status, bundle }) => [contentHash, status, bundle])).toEqual([
        [contentHash(BUNDLED), "SUCCEEDED", "lab-a"],
        [contentHash(MEASURED), "SUCCEEDED", null],
        [UNFINISHED, "QUEUED", null],
      ]);
      // The runs that came with the package come anew, with submissions that are theirs to the letter.
      expect(await store.drizzle.select().from(bundles)).toEqual([{ name: "lab-a", digest: "" }]);
      expect(await indexedColumns(store.drizzle)).toEqual(poolingColumns());

      const [bundled, measured, queued] = all as [(typeof all)[0], (typeof all)[0], (typeof all)[0]];
      expect(await exportRun(store, bundled)).toEqual(BUNDLED);
      const exported = await exportRun(store, measured);
      expect(exported.measures).toEqual(MEASURED.measures);
      expect(contentHash(exported)).toBe(contentHash(MEASURED));

      const pooled = async () => {
        const rows = await store.drizzle.select().from(pooledResults).orderBy(pooledResults.mode);
        return rows.map(({ mode, accuracy, energy }) => [mode, accuracy, energy]);
      };
      expect(await pooled()).toEqual([
        ["default", 0.5, null],
        ["on", 0.5, 12.5],
      ]);

      expect(queued.provisionalHash).toBe(UNFINISHED);
      await finishRun(store, queued, { measures: { energy: { value: 3 } } });
      const finished = (await readMeasuredRun(store, queued.id))!;
      expect(await exportRun(store, finished)).toMatchObject({
        ...{ model: "acme/small", mode: "off", benchmark: "sums", lab: "lab-a", runner: "vllm", samples: [] },
        ...{ provenance: "MEASURED", decoding: { temperature: 0 }, recipe: { repeats: 1 } },
      });
      expect(contentHash(await exportRun(store, finished))).toBe(finished.contentHash);
      expect(await pooled()).toEqual([
        ["default", 0.5, null],
        ["off", null, 3],
        ["on", 0.5, 12.5],
      ]);
      await store.drizzle.delete(runs).where(sql`mode = 'on'`);
      expect((await pooled()).map(([mode]) => mode)).toEqual(["default", "off"]);
    } finally {
      await store.close();
    }
    // An embedded database in a folder is made and opened twice, which takes seconds each time.
  }, 120_000);
});
