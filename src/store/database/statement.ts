import { fillPlaceholders, getTableColumns, type SQL, sql } from "drizzle-orm";
import { PgDialect, type PgTable } from "drizzle-orm/pg-core";
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

/** Some columns of a table, as a select list and as what reads a row of it by position. */
export interface Selection<Row> {
  list: SQL;
  width: number;
  read(values: unknown[], offset?: number): Row;
}

/** Selects these columns of a table that stands in the statement under the given alias. */
export function selection<Table extends PgTable, Name extends keyof Table["$inferSelect"] & string>(
  table: Table,
  alias: string,
  names: readonly Name[],
): Selection<Pick<Table["$inferSelect"], Name>> {
  const columns = getTableColumns(table);
  return {
    list: sql.raw(names.map((name) => `${alias}.${columns[name]!.name}`).join(", ")),
    width: names.length,
    read(values, offset = 0) {
      const row: Record<string, unknown> = {};
      for (let i = 0; i < names.length; i++) row[names[i]!] = values[offset + i];
      return row as Pick<Table["$inferSelect"], Name>;
    },
  };
}
