import type { PGlite } from "@electric-sql/pglite";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

export type Drizzle = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** A PostgreSQL that holds the results: embedded (PGlite) or a server. Both answer the same SQL. */
export interface Database {
  engine: "pglite" | "postgres";
  /** The interface for typed queries and transactions. */
  drizzle: Drizzle;
  /**
   * Runs a statement, which is prepared once a connection. Each row is an array in the order of the select list. It ends
   * with the request that it works for (`requestScope.ts`).
   */
  rows(text: string, params: unknown[]): Promise<unknown[][]>;
  /**
   * Calls `onNotify` with the payload of every notification on the channel, whichever process sends it, and `onMissed`
   * when some may have been missed: the connection was lost and is back.
   */
  listen(channel: string, onNotify: (payload: string) => void, onMissed?: () => void): Promise<void>;
  /**
   * Takes a lock, which lasts until it is released or this process ends, even if it crashes. Returns the function that
   * releases it, or null where another process holds it. `onLost` is called if the lock is lost before that.
   */
  tryLock(key: number, onLost?: () => void): Promise<(() => Promise<void>) | null>;
  /** The way for a queue to connect to the same database: its URL, or the embedded database itself. */
  connection: { url: string } | { pglite: PGlite };
  /** Migrates the tables and then runs `thenDo`. One process at a time does so. */
  migrate(thenDo: (drizzle: Drizzle) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}
