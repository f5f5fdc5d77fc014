import type { Database } from "./database.ts";
import { openPglite } from "./pglite.ts";
import { openPostgres } from "./postgres.ts";

/** Where the results are: the URL of a PostgreSQL server, or a folder for an embedded one (absent: in memory). */
export interface DatabaseLocation {
  url?: string | undefined;
  folder?: string | undefined;
}

/** Opens the database and brings its tables up to date. */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  const database = location.url ? openPostgres(location.url) : await openPglite(location.folder);
  try {
    await database.migrate();
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
