import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadBundledResults } from "../../src/recording/bundled/bundledResults.ts";
import { beginRun, queueRuns, storeSamples } from "../../src/recording/measuredRuns.ts";
import { recordStrata } from "../../src/recording/problemStrata.ts";
import { read, writeBackup } from "../../src/store/backup.ts";
import { BACKUP_TABLES } from "../../src/store/backupFormat.ts";
import { restoreBackup } from "../../src/store/restore.ts";
import type { Store } from "../../src/store/store.ts";
import { addedMetrics, secrets, tokens } from "../../src/store/tables.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-backup-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A store with a row in every table, and with values that a format could spoil. */
async function fill(store: Store): Promise<void> {
  await fillSmallStore(store);
  for (let i = 0; i < 3; i++) {
    await recordRun(store, {
      mode: i === 0 ? "default" : `mode "${i}"`,
      notes: 'tab\t, newline\n, quote ", backslash \\, snowman ☃, emoji 🙂, \u2028',
      finishedAt: "2026-11-27T22:17:41.123Z",
      problemCount: 4,
      measures: { accuracy: { value: 0.1 + 0.2, count: 4 }, latency: { value: 1e-300 } },
      samples: Array.from({ length: 450 }, (_, n) => ({
        problem: `problem ${n % 225}`,
        repeat: Math.floor(n / 225),
        correct: n % 3 === 0 ? undefined : n % 2 === 0,
        outputTokens: n,
        latency: n / 7,
        output: n % 5 === 0 ? '["tokens",{}]\n{"end":{}}' : undefined,
      })),
    });
  }
  const { models, benchmarks, labs } = await store.catalogue();
  const [id] = await queueRuns(store, [
    {
      ...{ modelId: models.all[0]!.id, benchmarkId: benchmarks.all[0]!.id, labId: labs.all[0]!.id },
      ...{ mode: "off", runner: "toy", decoding: { temperature: 0.6 }, recipe: { a: [1, null, "x"] } },
    },
  ]);
  await beginRun(store, id!);
  await storeSamples(store, id!, [{ problem: "1", repeat: 0, correct: true, output: "so far" }], [null]);
  await recordStrata(store, id!, [{ problem: "1", name: "subject", value: "Algebra" }]);
  await store.drizzle.insert(addedMetrics).values({
    ...{ name: "carbon", title: "Carbon", unit: "g/problem", direction: "MINIMIZE", scale: "log" },
    ...{ description: "Grams of CO₂.", provider: "carbon 1.0.0" },
  });
  await store.drizzle.insert(tokens).values({ digest: "d", hint: "pg_a", scope: "measure", lab: "lab-a" });
  await store.drizzle.insert(secrets).values({ name: "tokens", value: "secret" });
  // Row numbers with gaps, and microseconds.
  await store.drizzle.execute(sql`delete from runs where mode = 'mode "1"'`);
  await store.drizzle.execute(sql`update runs set started_at = '2026-11-27T22:17:40.123456Z' where mode = 'off'`);
  await store.refresh();
}

/** All rows of all tables, also those that triggers derive. */
async function contentsOf(store: Store): Promise<Record<string, unknown[]>> {
  const contents: Record<string, unknown[]> = {};
  for (const name of [...BACKUP_TABLES.map((table) => table.name), "pooled_results", "data_version"]) {
    const rows = await read(store.drizzle, sql`select row_to_json(t)::text as row from ${sql.identifier(name)} t`);
    contents[name] = rows.map(({ row }) => row as string).sort();
  }
  return contents;
}

let file: string;
let contents: Record<string, unknown[]>;
beforeAll(async () => {
  const store = await ENGINES[0]![1]();
  await fill(store);
  file = join(folder, "of-pglite.gz");
  await writeBackup(store, file);
  contents = await contentsOf(store);
  await store.close();
});

it("has every table of the store, each after those that it refers to", () => {
  const names = BACKUP_TABLES.map(({ name }) => name);
  expect(names.toSorted()).toEqual([
    "added_metrics",
    "benchmark_problems",
    "benchmarks",
    "bundles",
    "countersignatures",
    "data_versions",
    "feed_records",
    "forgotten",
    "hardware",
    "held_submissions",
    "labs",
    "models",
    "peer_policies",
    "peers",
    "problem_strata",
    "runs",
    "samples",
    "secrets",
    "tokens",
  ]);
  expect(names.indexOf("runs")).toBeLessThan(names.indexOf("samples"));
  expect(names.indexOf("bundles")).toBeLessThan(names.indexOf("runs"));
  const empty =
    /^(?:bundles|benchmark_problems|forgotten|held_submissions|countersignatures|feed_records|peers|peer_policies)$/;
  const filled = Object.fromEntries(Object.entries(contents).filter(([name]) => !empty.test(name)));
  for (const rows of Object.values(filled)) expect(rows.length).toBeGreaterThan(0);
});

it("can be read by its owner alone", () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["of-pglite.gz"]);
});

describe.each(ENGINES)("a backup restored on %s", (_, open) => {
  it("is the same store: rows, pooled results and the version of the data; and again from there", async () => {
    const store = await open();
    const counts = await restoreBackup(store, file, false);
    expect(counts).toMatchObject({ runs: 3, samples: 901 });
    expect(await contentsOf(store)).toEqual(contents);
    const again = join(folder, `again-${store.engine}.gz`);
    await writeBackup(store, again);
    const without = (path: string) => gunzipSync(readFileSync(path)).toString().split("\n").slice(1, -2);
    expect(without(again)).toEqual(without(file));
    expect((await store.catalogue()).models.all).toHaveLength(3);
    // New rows get numbers of their own.
    await recordRun(store, { mode: "new", measures: { accuracy: { value: 1 } } });
    await store.close();
  });

  it("does not take the place of a store's own runs, unless it is told to", async () => {
    const store = await open();
    await fillSmallStore(store);
    await recordRun(store, { mode: "own", measures: { accuracy: { value: 1 } } });
    const before = await contentsOf(store);
    await expect(restoreBackup(store, file, false)).rejects.toThrow(/holds 1 runs of its own.* Add --replace/);
    expect(await contentsOf(store)).toEqual(before);
    await restoreBackup(store, file, true);
    expect(await contentsOf(store)).toEqual(contents);
    await store.close();
  });

  it("that is not whole changes nothing", async () => {
    const store = await open();
    await fillSmallStore(store);
    const before = await contentsOf(store);
    const packed = readFileSync(file);
    const lines = gunzipSync(packed).toString().trimEnd().split("\n");
    const broken = join(folder, `broken-${store.engine}.gz`);
    const text = (some: string[]) => gzipSync(`${some.join("\n")}\n`);
    const swapped = lines.with(20, lines[21]!).with(21, lines[20]!);
    for (const [bytes, message] of [
      [packed.subarray(0, packed.length / 2), /is no whole backup: it cannot be unpacked/],
      [text(lines.slice(0, -1)), /cut off/],
      [text(lines.slice(0, 30)), /cut off/],
      [text([...lines, lines[1]!]), /more after its end/],
      [text(lines.toSpliced(40, 1)), /digest differs/],
      [text(swapped), /digest differs/],
      [
        text(lines.with(0, lines[0]!.replace(/"migration":\d+/, '"migration":1'))),
        /written by Paretograph 0\..*whose tables are others/,
      ],
      [text(lines.with(0, "{}")), /another form/],
      [text(lines.toSpliced(1, 0, '["pg_authid",{}]')), /unknown table/],
      [gzipSync("hello"), /cut off|another form/],
      [Buffer.from("hello"), /cannot be unpacked/],
      [Buffer.alloc(0), /cut off|cannot be unpacked/],
    ] as [Buffer, RegExp][]) {
      writeFileSync(broken, bytes);
      await expect(restoreBackup(store, broken, true)).rejects.toThrow(message);
    }
    await expect(restoreBackup(store, join(folder, "absent.gz"), true)).rejects.toThrow(/ENOENT/);
    expect(await contentsOf(store)).toEqual(before);
    await store.close();
  });

  it("that cannot be written leaves no file", async () => {
    const store = await open();
    const target = join(folder, "none", "x.gz");
    await expect(writeBackup(store, target)).rejects.toThrow(/ENOENT/);
    expect(existsSync(target)).toBe(false);
    await store.close();
  });

  it("holds the bundled results, which then are not loaded anew", { timeout: 120_000 }, async () => {
    const store = await open();
    await loadBundledResults(store);
    const version = store.version();
    const bundled = join(folder, `bundled-${store.engine}.gz`);
    await writeBackup(store, bundled);
    await restoreBackup(store, bundled, false);
    expect(store.version()).toBe(version);
    let loaded = 0;
    await loadBundledResults(store, () => loaded++);
    expect(loaded).toBe(0);
    await store.close();
  });
});
