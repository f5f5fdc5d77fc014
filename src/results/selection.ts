import { getTableColumns, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";

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
