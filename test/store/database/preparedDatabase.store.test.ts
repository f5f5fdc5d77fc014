import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../../src/store/database/openDatabase.ts";
import { preparedFile, readPrepared } from "../../../src/store/database/preparedDatabase.ts";

/** All that makes a database what it is, but its rows: columns, indexes, checks, triggers, functions and migrations. */
const SHAPE = [
  "select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns where table_schema in ('public', 'drizzle') order by 1, 2",
  "select indexdef from pg_indexes where schemaname = 'public' order by 1",
  "select conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2",
  "select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal order by 1",
  "select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace order by 1",
  "select hash, created_at::text from drizzle.__drizzle_migrations order by created_at",
  "select datname, datcollate, pg_encoding_to_char(encoding) from pg_database order by 1",
];

describe("the prepared empty database", { timeout: 120_000 }, () => {
  it("is what PGlite and the migrations make anew, and opens in a folder and in memory", async () => {
    execFileSync(process.execPath, ["tools/prepareDatabase.ts"]);
    expect(existsSync(preparedFile())).toBe(true);
    expect((await readPrepared())!.size).toBeGreaterThan(10e6);

    const anew = await PGlite.create();
    await migrate(drizzle(anew), { migrationsFolder: "migrations" });
    const wanted = [];
    for (const statement of SHAPE) wanted.push((await anew.query(statement, [], { rowMode: "array" })).rows);
    await anew.close();
    expect(wanted.every((rows) => rows.length > 0)).toBe(true);

    const folder = mkdtempSync(join(tmpdir(), "paretograph-prepared-"));
    for (const location of [{ folder }, {}]) {
      const database = await openDatabase(location, async () => {});
      const found = [];
      for (const statement of SHAPE) found.push(await database.rows(statement, []));
      expect(found).toEqual(wanted);
      await database.close();
    }
    rmSync(folder, { recursive: true });
  });
});
