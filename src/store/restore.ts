import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { sql } from "drizzle-orm";
import { RequestError } from "../errors/requestError.ts";
import { read } from "./backup.ts";
import {
  addLine,
  BACKUP_TABLES,
  type BackupTable,
  backupEnd,
  backupHeader,
  listOf,
  newDigest,
} from "./backupFormat.ts";
import type { Drizzle } from "./database/database.ts";
import { knownMigrations } from "./database/knownMigrations.ts";
import type { Store } from "./store.ts";

/** Rows are stored together up to these bounds, so that a run with long outputs does not need the memory of many. */
const BATCH_ROWS = 500;
const BATCH_CHARACTERS = 4_000_000;

type Transaction = Pick<Drizzle, "execute">;

/**
 * Puts what a backup holds in place of all that a store holds, in one transaction: as a whole or not at all.
 *
 * @param replace whether runs of the store's own, which did not come with the package, may go.
 * @returns the number of rows of each table.
 * @throws RequestError `BAD_RUN` if the store holds runs of its own and may not lose them, `STORE_DAMAGED` if the file is
 *   no whole backup, `STORE_NEWER` if its tables are those of another version.
 */
export async function restoreBackup(store: Store, file: string, replace: boolean): Promise<Record<string, number>> {
  const counts = await store.drizzle.transaction(async (transaction) => {
    await transaction.execute(sql`lock table runs in access exclusive mode`);
    if (!replace) await refuseToLoseRuns(transaction);
    // The triggers count no versions meanwhile: the backup brings those that there were.
    await transaction.execute(sql`select set_config('paretograph.restoring', 'on', true)`);
    await empty(transaction);
    return fill(transaction, file);
  });
  await store.refresh();
  return counts;
}

async function refuseToLoseRuns(transaction: Transaction): Promise<void> {
  const [own] = await read(transaction, sql`select count(*)::integer as runs from runs where bundle is null`);
  if (own!.runs === 0) return;
  throw new RequestError(
    "BAD_RUN",
    `The store holds ${own!.runs} runs of its own, which would be lost. Add --replace.`,
  );
}

async function empty(transaction: Transaction): Promise<void> {
  const names = [...BACKUP_TABLES.map(({ name }) => name), "pooled_results"];
  await transaction.execute(
    sql`truncate ${sql.join(
      names.map((name) => sql.identifier(name)),
      sql`, `,
    )}`,
  );
  await transaction.execute(sql`update data_version set digest = 0, catalogue_digest = 0`);
}

async function fill(transaction: Transaction, file: string): Promise<Record<string, number>> {
  const digest = newDigest();
  const counts: Record<string, number> = Object.fromEntries(BACKUP_TABLES.map(({ name }) => [name, 0]));
  let header: ReturnType<typeof readHeader> | undefined;
  let end: { end: Record<string, number>; sha256: string } | undefined;
  let table: BackupTable | undefined;
  let rows: string[] = [];
  let characters = 0;
  const flush = async () => {
    if (table && rows.length > 0) await insert(transaction, table, rows);
    rows = [];
    characters = 0;
  };

  for await (const line of linesIn(file)) {
    if (end) throw notWhole(file, "there is more after its end");
    if (!header) {
      header = readHeader(file, line);
    } else if (line.startsWith('["')) {
      const name = line.slice(2, line.indexOf('"', 2));
      if (name !== table?.name) {
        await flush();
        table = BACKUP_TABLES.find((one) => one.name === name);
        if (!table) throw notWhole(file, `it has an unknown table "${name.slice(0, 80)}"`);
      }
      rows.push(line.slice(name.length + 4, -1));
      characters += line.length;
      counts[name]!++;
      // A benchmark may refer to any other, so that all of them are stored by one statement.
      const isFull = rows.length >= BATCH_ROWS || characters >= BATCH_CHARACTERS;
      if (isFull && name !== "benchmarks") await flush();
    } else {
      await flush();
      end = parsed(file, line, backupEnd);
      continue;
    }
    addLine(digest, line);
  }
  if (!header || !end) throw notWhole(file, "it is cut off");
  if (digest.digest("hex") !== end.sha256) throw notWhole(file, "its digest differs");
  if (BACKUP_TABLES.some(({ name }) => counts[name] !== (end.end[name] ?? 0))) throw notWhole(file, "rows are missing");
  await countOn(transaction);
  await transaction.execute(
    sql`update data_version set revision = (select coalesce(max(revision), 0) from data_versions)`,
  );
  const version = sql`select digest || ' ' || catalogue_digest as digests from data_version`;
  const [restored] = await read(transaction, version);
  if (restored!.digests !== header.dataVersion) throw notWhole(file, "its data has another version than it states");
  await transaction.execute(sql`select pg_notify('paretograph_data', ${header.dataVersion})`);
  return counts;
}

async function insert(transaction: Transaction, { name, columns }: BackupTable, rows: string[]): Promise<void> {
  const list = listOf(columns);
  await transaction.execute(
    sql`insert into ${sql.identifier(name)} (${list}) overriding system value
        select ${list} from json_populate_recordset(null::${sql.identifier(name)}, ${`[${rows.join(",")}]`}::text::json)`,
  );
}

/** Lets the identities of new rows begin after those that were restored. */
async function countOn(transaction: Transaction): Promise<void> {
  for (const { name, columns } of BACKUP_TABLES) {
    const identity = columns.find(({ generatedIdentity }) => generatedIdentity);
    if (!identity) continue;
    const column = sql.identifier(identity.name);
    await transaction.execute(
      sql`select setval(pg_get_serial_sequence(${name}, ${identity.name}), coalesce(max(${column}), 1), max(${column}) is not null)
          from ${sql.identifier(name)}`,
    );
  }
}

function readHeader(file: string, line: string) {
  const header = parsed(file, line, backupHeader);
  if (header.migration === knownMigrations().at(-1)) return header;
  throw new RequestError(
    "STORE_NEWER",
    `The backup ${file} was written by Paretograph ${header.program}, whose tables are others. Restore it with that version; a newer version then brings the store up to date when it opens it.`,
  );
}

function parsed<T>(file: string, line: string, shape: { parse(value: unknown): T }): T {
  try {
    return shape.parse(JSON.parse(line));
  } catch {
    throw notWhole(file, "it has a line of another form");
  }
}

const notWhole = (file: string, reason: string) =>
  new RequestError("STORE_DAMAGED", `The file ${file} is no whole backup: ${reason}. Nothing was restored.`);

/** No row is longer: a longer line is no backup, and would take the memory that there is. */
const LONGEST_LINE = 256 * 1024 * 1024;

async function* linesIn(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const text = source.pipe(createGunzip()).setEncoding("utf8");
  source.on("error", (error) => text.destroy(error));
  let rest = "";
  try {
    for await (const chunk of text) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop()!;
      if (rest.length > LONGEST_LINE) throw notWhole(file, "it has a line that is too long");
      yield* lines;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code?.startsWith("Z_") ? notWhole(file, "it cannot be unpacked") : error;
  } finally {
    source.destroy();
  }
  if (rest !== "") throw notWhole(file, "it is cut off");
}
