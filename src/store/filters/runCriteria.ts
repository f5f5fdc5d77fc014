import { type SQL, sql } from "drizzle-orm";

/** A filter in the store's own terms: row ids for slugs, models picked already. An absent field asks nothing. */
export interface RunCriteria {
  benchmarkIds?: number[];
  modelIds?: number[];
  modes?: string[];
  labIds?: number[];
  runners?: string[];
  hardwareIds?: number[];
  provenances?: string[];
  finishedFrom?: string;
  finishedTo?: string;
}

type Field = keyof RunCriteria;

/** Each field's column, of `runs` (or, for the first three, `standings`) under the alias r. */
const COLUMNS: Record<Exclude<Field, "finishedFrom" | "finishedTo">, { column: SQL; type: SQL }> = {
  benchmarkIds: { column: sql`r.benchmark_id`, type: sql`integer[]` },
  modelIds: { column: sql`r.model_id`, type: sql`integer[]` },
  modes: { column: sql`r.mode`, type: sql`text[]` },
  labIds: { column: sql`r.lab_id`, type: sql`integer[]` },
  runners: { column: sql`r.runner`, type: sql`text[]` },
  hardwareIds: { column: sql`r.hardware_id`, type: sql`integer[]` },
  provenances: { column: sql`r.provenance`, type: sql`text[]` },
};

const KEPT_BY_STANDINGS: readonly Field[] = ["benchmarkIds", "modelIds", "modes"];

/** Whether the criteria ask only what standings know, so that runs need not be read. */
export function standingsSuffice(criteria: RunCriteria): boolean {
  return fieldsOf(criteria).every((field) => KEPT_BY_STANDINGS.includes(field));
}

/** What tells one statement from another: the fields asked, and which of them by a single value. */
export function shapeOf(criteria: RunCriteria): string {
  return fieldsOf(criteria)
    .map((field) => (criteria[field]!.length === 1 ? `${field}=` : field))
    .join();
}

/** The criteria as conditions on the alias r. One value is compared by `=`, which an index can keep in order. */
export function conditionsOf(criteria: RunCriteria): SQL[] {
  return fieldsOf(criteria).map((field) => {
    const value = sql.placeholder(field);
    if (field === "finishedFrom") return sql`r.finished_at >= ${value}::timestamptz`;
    if (field === "finishedTo") return sql`r.finished_at <= ${value}::timestamptz`;
    const { column, type } = COLUMNS[field];
    return criteria[field]!.length === 1 ? sql`${column} = ${value}` : sql`${column} = any(${value}::${type})`;
  });
}

/** The values of the conditions' placeholders. */
export function valuesOf(criteria: RunCriteria): Record<string, unknown> {
  const values = fieldsOf(criteria).map((field) => {
    const value = criteria[field]!;
    return [field, Array.isArray(value) && value.length === 1 ? value[0] : value] as const;
  });
  return Object.fromEntries(values);
}

function fieldsOf(criteria: RunCriteria): Field[] {
  return (Object.keys(criteria) as Field[]).filter((field) => criteria[field] !== undefined);
}
