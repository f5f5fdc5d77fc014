import type { PGlite } from "@electric-sql/pglite";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

export type Drizzle = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** A PostgreSQL that holds the results: embedded (PGlite) or a server. Both answer the same SQL. */
export interface Database {
  engine: "pglite" | "postgres";
  /** Typed queries and transactions. */
  drizzle: Drizzle;
  /** Runs a statement prepared once a connection; each row is an array in the order of the select list. */
  rows(text: string, params: unknown[]): Promise<unknown[][]>;
  /** Calls back with the payload of every notification on the channel, from whichever process sends it. */
  listen(channel: string, onNotify: (payload: string) => void): Promise<void>;
  /**
   * Takes a lock that lasts until it is released or this process is gone, however it goes; null where another holds it.
   */
  tryLock(key: number): Promise<(() => Promise<void>) | null>;
  /** What a queue on the same database connects by: its URL, or the embedded database itself. */
  connection: { url: string } | { pglite: PGlite };
  /** Brings the tables up to date, then does what follows from them; one process at a time. */
  migrate(thenDo: (drizzle: Drizzle) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}
