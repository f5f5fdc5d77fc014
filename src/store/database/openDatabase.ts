import type { Database, Drizzle } from "./database.ts";
import { openPglite } from "./pglite.ts";
import { openPostgres } from "./postgres.ts";

/** Where the results are: the URL of a PostgreSQL server, or a folder for an embedded one (absent: in memory). */
export interface DatabaseLocation {
  url?: string | undefined;
  folder?: string | undefined;
}

/** Opens the database, brings its tables up to date and does what is to follow, before any other process can. */
export async function openDatabase(
  location: DatabaseLocation,
  afterMigrating: (drizzle: Drizzle) => Promise<void>,
): Promise<Database> {
  const database = location.url ? openPostgres(location.url) : await openPglite(location.folder);
  try {
    await database.migrate(afterMigrating);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
