import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { RequestError } from "../../errors/requestError.ts";
import type { Drizzle } from "./database.ts";
import { packageFolder } from "./packageFolder.ts";

/** The migrations of this program, from the first to the last, by the instants at which they were made. */
export function knownMigrations(): number[] {
  const { entries } = JSON.parse(readFileSync(packageFolder("migrations/meta/_journal.json"), "utf8"));
  return entries.map(({ when }: { when: number }) => when);
}

/** Throws `STORE_NEWER` where a later version of this program has changed the tables in a way that this one does not know. */
export async function refuseNewerStore(drizzle: Drizzle): Promise<void> {
  const [table] = await rowsOf(drizzle, sql`select to_regclass('drizzle.__drizzle_migrations') is not null as known`);
  if (!table!.known) return;
  const known = knownMigrations();
  const applied = await rowsOf(drizzle, sql`select created_at from drizzle.__drizzle_migrations`);
  const unknown = applied.map(({ created_at }) => Number(created_at)).filter((when) => !known.includes(when));
  if (unknown.length === 0) return;
  const { version } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
  throw new RequestError(
    "STORE_NEWER",
    `The store was written by a newer Paretograph than this ${version}. Use that version or a later one, or set DATA_DIR or DATABASE_URL to another store.`,
  );
}

/** The rows of a statement, which the drivers wrap in different ways. */
async function rowsOf(drizzle: Drizzle, statement: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> {
  const result = (await drizzle.execute(statement)) as unknown;
  return Array.isArray(result) ? result : (result as { rows: Record<string, unknown>[] }).rows;
}
