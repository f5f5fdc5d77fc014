import { randomUUID } from "node:crypto";
import { createWriteStream, readFileSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type SQL, sql } from "drizzle-orm";
import { addLine, BACKUP_TABLES, type BackupHeader, type BackupTable, listOf, newDigest } from "./backupFormat.ts";
import type { Drizzle } from "./database/database.ts";
import { knownMigrations } from "./database/knownMigrations.ts";
import { packageFolder } from "./database/packageFolder.ts";
import type { Store } from "./store.ts";

/** The rows that are read at once. */
const BATCH = 200;

/**
 * Writes all that a store holds into a file, as one instant saw it, as a whole or not at all. The file holds the digests of
 * tokens and the store's secrets, so that only its owner may read it.
 *
 * @returns the number of rows of each table.
 */
export async function writeBackup(store: Store, file: string): Promise<Record<string, number>> {
  const unfinished = `${file}.${randomUUID()}`;
  const counts: Record<string, number> = {};
  try {
    await store.drizzle.transaction(
      (transaction) =>
        pipeline(
          Readable.from(linesOf(transaction, counts)),
          createGzip(),
          createWriteStream(unfinished, { mode: 0o600, flags: "wx", flush: true }),
        ),
      { isolationLevel: "repeatable read", accessMode: "read only" },
    );
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return counts;
}

type Transaction = Pick<Drizzle, "execute">;

async function* linesOf(transaction: Transaction, counts: Record<string, number>): AsyncGenerator<string> {
  const digest = newDigest();
  const header = JSON.stringify(await headerOf(transaction));
  addLine(digest, header);
  yield `${header}\n`;
  for (const table of BACKUP_TABLES) {
    counts[table.name] = 0;
    for await (const row of rowsOf(transaction, table)) {
      const line = `["${table.name}",${row}]`;
      addLine(digest, line);
      counts[table.name]!++;
      yield `${line}\n`;
    }
  }
  yield `${JSON.stringify({ end: counts, sha256: digest.digest("hex") })}\n`;
}

async function headerOf(transaction: Transaction): Promise<BackupHeader> {
  const [version] = await read(transaction, sql`select digest || ' ' || catalogue_digest as digests from data_version`);
  return {
    format: "paretograph backup",
    formatVersion: 1,
    program: JSON.parse(readFileSync(packageFolder("package.json"), "utf8")).version,
    migration: knownMigrations().at(-1)!,
    createdAt: new Date().toISOString(),
    dataVersion: version!.digests as string,
  };
}

/** The rows of a table as JSON texts that PostgreSQL writes, so that no value passes through a type of JavaScript. */
async function* rowsOf(transaction: Transaction, { name, columns, key }: BackupTable): AsyncGenerator<string> {
  const keyList = listOf(key);
  let after: SQL | undefined;
  for (;;) {
    const where = after ? sql` where (${keyList}) > (${after})` : sql``;
    const rows = await read(
      transaction,
      sql`select row_to_json(t)::text as line, ${keyList}
          from (select ${listOf(columns)} from ${sql.identifier(name)}${where} order by ${keyList} limit ${BATCH}) t
          order by ${keyList}`,
    );
    for (const { line } of rows) yield line as string;
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = sql.join(
      key.map((column) => sql`${String(last[column.name])}::text::${sql.raw(column.getSQLType())}`),
      sql`, `,
    );
  }
}

/** The rows of a statement, which the drivers wrap in different ways. */
export async function read(transaction: Transaction, statement: SQL): Promise<Record<string, unknown>[]> {
  const result = (await transaction.execute(statement)) as unknown;
  return Array.isArray(result) ? result : (result as { rows: Record<string, unknown>[] }).rows;
}
