import { mkdirSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { Database, Drizzle } from "./database.ts";
import { lockFolder } from "./folderLock.ts";
import { packageFolder } from "./packageFolder.ts";

const text = (value: string) => value;
/** Dates and instants stay the text that PostgreSQL gives: a JS Date would lose microseconds and break cursors. */
const parsers = { 1082: text, 1114: text, 1184: text };

/**
 * PostgreSQL's own cache of pages. The system caches the files as well, and the memory of the embedded database never
 * shrinks: the usual 128 MB would cost 130 MB of memory for as long as the process lives.
 */
const START = [...PGlite.defaultStartParams, "-c", "shared_buffers=32MB"];

/** Opens an embedded PostgreSQL in a folder, which is made if it is missing, or in memory. One process at a time can. */
export async function openPglite(folder?: string): Promise<Database> {
  if (folder) mkdirSync(folder, { recursive: true });
  const unlock = folder ? lockFolder(folder) : () => {};
  const client = await PGlite.create({ dataDir: folder ? `${folder}/pg` : undefined, parsers, startParams: START });
  const database = drizzle(client);
  const locks = new Set<number>();
  return {
    engine: "pglite",
    drizzle: database as unknown as Drizzle,
    rows: async (statement, params) => (await client.query<unknown[]>(statement, params, { rowMode: "array" })).rows,
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
      await migrate(database, { migrationsFolder: packageFolder("migrations") });
      await thenDo(database as unknown as Drizzle);
    },
    close: async () => {
      await client.close();
      unlock();
    },
  };
}
