import { fillPlaceholders, getTableColumns, type SQL, sql } from "drizzle-orm";
import { PgDialect, type PgTable } from "drizzle-orm/pg-core";
import { LRUCache } from "lru-cache";
import type { Database } from "./database.ts";

const dialect = new PgDialect();

/** The bytes that composed statements may take. */
const COMPOSED_BYTES = 8 * 1024 * 1024;

/**
 * Statements by their shape: which filters are set, which order, which page size. Composing a statement from its parts
 * takes as long as running it, and the same shape comes again and again with other values..
 */
const composed = new LRUCache<string, { sql: string; params: unknown[] }>({
  maxSize: COMPOSED_BYTES,
  sizeCalculation: ({ sql, params }, shape) => 2 * (shape.length + sql.length) + 100 * params.length,
});

/** Runs the statement of this shape with the values of its placeholders. It is composed once. */
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

/** Some columns of a table: the select list, and the function that reads a row by position. */
export interface Selection<Row> {
  list: SQL;
  width: number;
  read(values: unknown[], offset?: number): Row;
}

/** Selects these columns of a table that has the given alias in the statement. */
export function selection<Table extends PgTable, Name extends keyof Table["$inferSelect"] & string>(
  table: Table,
  alias: string,
  names: readonly Name[],
): Selection<Pick<Table["$inferSelect"], Name>> {
  const columns = getTableColumns(table);
  // Objects that get many properties one by one are slow; a copy has them all at once.
  const empty = Object.fromEntries(names.map((name) => [name, null as unknown]));
  return {
    list: sql.raw(names.map((name) => `${alias}.${columns[name]!.name}`).join(", ")),
    width: names.length,
    read(values, offset = 0) {
      const row = { ...empty };
      for (let i = 0; i < names.length; i++) row[names[i]!] = values[offset + i];
      return row as Pick<Table["$inferSelect"], Name>;
    },
  };
}
