import type { Database, Drizzle } from "./database.ts";
import { openPglite } from "./pglite.ts";
import { openPostgres } from "./postgres.ts";

/** Where the results are: at the URL of a PostgreSQL server, or in the folder of an embedded one; without either, in memory. */
export interface DatabaseLocation {
  url?: string | undefined;
  folder?: string | undefined;
  /** The most seconds that a statement of a request may take on a server; 35 unless given. */
  statementSeconds?: number;
}

/** Opens the database, migrates its tables, and then runs `afterMigrating` before another process can migrate. */
export async function openDatabase(
  { url, folder, statementSeconds = 35 }: DatabaseLocation,
  afterMigrating: (drizzle: Drizzle) => Promise<void>,
): Promise<Database> {
  const database = url ? openPostgres(url, statementSeconds) : await openPglite(folder);
  try {
    await database.migrate(afterMigrating);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
