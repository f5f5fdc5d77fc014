import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { expect, it } from "vitest";

const ADD_ROWS = `insert into benchmarks (slug, name, version) values ('sums', 'Sums', '1'), ('proofs', 'P', '2');
  insert into models (slug, name, open_weights) values ('acme/small', 'Small', true), ('acme/large', 'Large', false)`;
const READ_VERSION = "select digest::text, catalogue_digest::text from data_version";

/** Copies the migrations before the one whose tag ends so into a folder of their own. */
function migrationsBefore(tag: string): string {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-migrations-"));
  cpSync("migrations", folder, { recursive: true });
  const journal = JSON.parse(readFileSync("migrations/meta/_journal.json", "utf8"));
  const at = journal.entries.findIndex((entry: { tag: string }) => entry.tag.endsWith(tag));
  writeFileSync(
    join(folder, "meta/_journal.json"),
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, at) }),
  );
  return folder;
}

it("a store that is migrated has the data version of a new store that holds the same benchmarks and models", async () => {
  const folder = migrationsBefore("option_count");
  const [old, fresh] = await Promise.all([PGlite.create(), PGlite.create()]);
  try {
    await migrate(drizzle(old!), { migrationsFolder: folder });
    await old!.exec(ADD_ROWS);
    await migrate(drizzle(old!), { migrationsFolder: "migrations" });
    await migrate(drizzle(fresh!), { migrationsFolder: "migrations" });
    await fresh!.exec(ADD_ROWS);
    const versions = await Promise.all([old!, fresh!].map(async (one) => (await one.query(READ_VERSION)).rows));
    expect(versions[0]).toEqual(versions[1]);
  } finally {
    await Promise.all([old!.close(), fresh!.close()]);
    rmSync(folder, { recursive: true });
  }
});
