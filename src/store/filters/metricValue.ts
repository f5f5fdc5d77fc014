import { type SQL, sql } from "drizzle-orm";
import { hasColumn, modelField, quotientOf } from "../../frontier/metrics.ts";
import { models } from "../tables.ts";

/**
 * The value of a metric of the row r, from its column, for a metric without a column (that of a plugin) from the measures,
 * or from its model. A metric that is a quotient of others has none.
 */
export function columnOf(metric: string): SQL {
  const field = modelField(metric);
  if (field) return sql`(select m.${sql.identifier(models[field].name)} from models m where m.id = r.model_id)`;
  return hasColumn(metric)
    ? sql`r.${sql.identifier(metric)}`
    : sql`(r.measures -> ${sql.raw(quoted(metric))} -> 'value')::double precision`;
}

/** The value of any metric of the row r. */
export function valueOfMetric(metric: string): SQL {
  const quotient = quotientOf(metric);
  return quotient ? sql`(${columnOf(quotient.of)} / nullif(${columnOf(quotient.by)}, 0))` : columnOf(metric);
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
