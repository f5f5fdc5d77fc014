import type { Database, Drizzle } from "./database.ts";
import { openPglite } from "./pglite.ts";
import { openPostgres } from "./postgres.ts";

/** Where the results are: at the URL of a PostgreSQL server, or in the folder of an embedded one; without either, in memory. */
export interface DatabaseLocation {
  url?: string | undefined;
  folder?: string | undefined;
}

/** Opens the database, migrates its tables, and then runs `afterMigrating` before another process can migrate. */
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
