import { fillPlaceholders, type SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { LRUCache } from "lru-cache";
import type { Database } from "./database.ts";

const dialect = new PgDialect();

/**
 * Statements by their shape. Composing one from its parts costs as much as running it, and a shape (which filters are
 * set, which order, which page size) comes again and again with other values.
 */
const composed = new LRUCache<string, { sql: string; params: unknown[] }>({ max: 2_000 });

/** Composes the statement of this shape, once, and runs it with the values of its placeholders. */
export function runStatement(
  database: Pick<Database, "rows">,
  shape: string,
  compose: () => SQL,
  values: Record<string, unknown>,
): Promise<unknown[][]> {
  let statement = composed.get(shape);
  if (!statement) {
    statement = dialect.sqlToQuery(compose());
    composed.set(shape, statement);
  }
  return database.rows(statement.sql, fillPlaceholders(statement.params, values));
}
