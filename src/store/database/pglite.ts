import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { RequestError } from "../../errors/requestError.ts";
import type { Database, Drizzle } from "./database.ts";
import { lockFolder } from "./folderLock.ts";
import { refuseNewerStore } from "./knownMigrations.ts";
import { packageFolder } from "./packageFolder.ts";
import { readPrepared } from "./preparedDatabase.ts";
import { requestEnding, untilEnded } from "./requestScope.ts";

const text = (value: string) => value;
/** Dates and instants stay the text that PostgreSQL gives: a JS Date would lose microseconds and break cursors. */
const parsers = { 1082: text, 1114: text, 1184: text };
/** The version of PostgreSQL whose files this PGlite reads. */
const POSTGRES_VERSION = "18";

/**
 * PostgreSQL's own buffers. The memory of WebAssembly never shrinks, and the operating system keeps the files in memory as
 * well, so that the usual 128 MB would be held twice.
 */
const BUFFERS = "16MB";

/** Opens an embedded PostgreSQL in a folder, which is made if it is missing, or in memory. One process at a time can. */
export async function openPglite(folder?: string): Promise<Database> {
  if (folder) mkdirSync(folder, { recursive: true });
  const unlock = folder ? lockFolder(folder) : () => {};
  const client = await openClient(folder).catch((error) => {
    unlock();
    throw error;
  });
  const database = drizzle(client);
  const locks = new Set<number>();
  let turn: Promise<unknown> = Promise.resolve();
  return {
    engine: "pglite",
    drizzle: database as unknown as Drizzle,
    // One statement runs at a time and cannot be interrupted, so a request that is ended leaves the row of those that wait.
    rows: (statement, params) => {
      const ending = requestEnding();
      const rows = turn.then(async () => {
        ending?.throwIfEnded();
        return (await client.query<unknown[]>(statement, params, { rowMode: "array" })).rows;
      });
      turn = rows.catch(() => {});
      return untilEnded(rows, ending);
    },
    listen: async (channel, onNotify) => {
      await client.listen(channel, onNotify);
    },
    // Only one process at a time has the folder open, so a set in memory is enough for locks.
    tryLock: async (key) => {
      if (locks.has(key)) return null;
      locks.add(key);
      return async () => void locks.delete(key);
    },
    connection: { pglite: client },
    migrate: async (thenDo) => {
      await refuseNewerStore(database as unknown as Drizzle);
      await migrate(database, { migrationsFolder: packageFolder("migrations") });
      await thenDo(database as unknown as Drizzle);
    },
    close: async () => {
      await client.close();
      unlock();
    },
  };
}

async function openClient(folder: string | undefined): Promise<PGlite> {
  const options = { parsers, startParams: [...PGlite.defaultStartParams, "-c", `shared_buffers=${BUFFERS}`] };
  if (!folder) return PGlite.create({ ...options, ...(await prepared()) });
  const data = join(folder, "pg");
  refuseForeignFolder(folder, data);
  try {
    return await PGlite.create({ ...options, dataDir: data, ...(isEmpty(data) && (await prepared())) });
  } catch (error) {
    throw damaged(folder, error);
  }
}

async function prepared(): Promise<{ loadDataDir?: Blob }> {
  const archive = await readPrepared();
  return archive ? { loadDataDir: archive } : {};
}

const isEmpty = (folder: string) => !existsSync(folder) || readdirSync(folder).length === 0;

const WHAT_TO_DO =
  "Move the folder away and restore a backup with `paretograph restore FILE`, or set DATA_DIR to another folder.";

function refuseForeignFolder(folder: string, data: string): void {
  if (isEmpty(data)) return;
  const version = existsSync(join(data, "PG_VERSION")) ? readFileSync(join(data, "PG_VERSION"), "utf8").trim() : null;
  if (version === POSTGRES_VERSION) return;
  const found =
    version === null || version === ""
      ? "holds files, but no store: PG_VERSION is missing"
      : `holds files of PostgreSQL ${version}, and this version of Paretograph reads those of ${POSTGRES_VERSION}`;
  throw new RequestError("STORE_DAMAGED", `The folder ${folder}/pg ${found}. ${WHAT_TO_DO}`);
}

/** An embedded database that cannot be opened, in one line. */
export function damaged(folder: string, cause: unknown): RequestError {
  const [reason] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
  return new RequestError("STORE_DAMAGED", `The store in ${folder} is damaged (${reason}). ${WHAT_TO_DO}`, undefined, {
    cause,
  });
}
