import { createHash, type Hash } from "node:crypto";
import { getTableName, is, type SQL, sql } from "drizzle-orm";
import { getTableConfig, type PgColumn, PgTable } from "drizzle-orm/pg-core";
import { z } from "zod";
import * as tables from "./tables.ts";

/**
 * A backup is a gzip'd file of JSON lines: a header, one line `["table",{…}]` for each row, and an end with the number of
 * rows of each table and the SHA-256 of all lines before it. What triggers derive is not in it.
 */
export const backupHeader = z.strictObject({
  format: z.literal("paretograph backup"),
  formatVersion: z.literal(1),
  /** The version of the program that wrote it. */
  program: z.string(),
  /** The instant of the last migration of the store. */
  migration: z.number(),
  createdAt: z.string(),
  /** Both digests of `data_version` as PostgreSQL prints them, with a blank between. */
  dataVersion: z.string(),
});
export type BackupHeader = z.infer<typeof backupHeader>;

export const backupEnd = z.strictObject({ end: z.record(z.string(), z.number()), sha256: z.string() });

/** A table of the backup: its stored columns, and those of its primary key. */
export interface BackupTable {
  name: string;
  columns: PgColumn[];
  key: PgColumn[];
}

const DERIVED: PgTable[] = [tables.pooledResults, tables.dataVersion];

/** All tables whose rows are in a backup, each after those that it refers to. */
export const BACKUP_TABLES: BackupTable[] = inOrderOfReference(
  (Object.values(tables) as PgTable[]).filter((one) => is(one, PgTable) && !DERIVED.includes(one)),
).map((table) => {
  const { name, columns, primaryKeys } = getTableConfig(table);
  return {
    name,
    columns: columns.filter(({ generated }) => !generated),
    key: columns.filter((column) => column.primary || primaryKeys[0]?.columns.some(({ name }) => name === column.name)),
  };
});

function inOrderOfReference(waiting: PgTable[]): PgTable[] {
  const ordered: PgTable[] = [];
  while (ordered.length < waiting.length) {
    const next = waiting.find((table) => {
      if (ordered.includes(table)) return false;
      const needed = getTableConfig(table).foreignKeys.map((key) => key.reference().foreignTable);
      return needed.every((other) => other === table || ordered.includes(other));
    });
    if (!next) throw new Error(`Tables refer to each other: ${waiting.map(getTableName).join(", ")}`);
    ordered.push(next);
  }
  return ordered;
}

/** Columns as a list of SQL. */
export const listOf = (columns: PgColumn[]): SQL =>
  sql.join(
    columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );

/** Folds a line into the digest of a backup. */
export const addLine = (digest: Hash, line: string): Hash => digest.update(line).update("\n");
export const newDigest = (): Hash => createHash("sha256");
