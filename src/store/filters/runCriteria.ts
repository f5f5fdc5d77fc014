import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { hasColumn } from "../../frontier/metrics.ts";
import { type DeclaredRunFilter, RUN_FILTERS } from "../filterTable.ts";
import { pooledResults, runs } from "../tables.ts";
import { valueOfMetric } from "./metricValue.ts";

type RangeType = "FloatRange" | "DateRange" | "DateTimeRange";
type ListFilter = Exclude<DeclaredRunFilter, { type: RangeType }>;
type RangeFilter = Extract<DeclaredRunFilter, { type: RangeType }>;

/**
 * A filter in the store's own terms: row ids for slugs, models picked already. Each list has the name of its column in
 * the plural (`labIds`), as has a choice of true or false, each end of a range that of its column with `From` or `To`. An absent field asks nothing.
 */
export type RunCriteria = RunConditions & {
  /** Runs that meet all of these criteria are left out. */
  not?: RunConditions;
  /** The digest of an earlier version of the data, as PostgreSQL writes it: the runs that counted then count. */
  asOfDigest?: string;
  /** Metrics that a run must have, of those that keep no runs apart when runs are pooled (`keepsRunsApart`). */
  measured?: string[];
  /** The ends between which the values of metrics must lie, both included. */
  measures?: { metric: string; min: number | null; max: number | null }[];
};

type RunConditions = {
  [Filter in ListFilter as `${Filter["ofRun"]}s`]?: ValueOf<Filter>[];
} & {
  [Filter in RangeFilter as `${Filter["ofRun"]}${"From" | "To"}`]?: Filter["type"] extends "FloatRange"
    ? number
    : string;
};

type ValueOf<Filter extends ListFilter> = Filter extends { slugsOf: string }
  ? number
  : Filter["type"] extends "Boolean"
    ? boolean
    : string;

type Field = keyof RunConditions;

interface Condition {
  /** The column of the alias r. */
  column: SQL;
  type: SQL;
  operator: "=" | ">=" | "<=";
  /** Whether pooled results have the column too. */
  pooled: boolean;
}

/** The columns of pooled results that are those of every run in them: their measures are not. */
const pooledColumns = Object.values(getTableColumns(pooledResults))
  .map(({ name }) => name)
  .filter((name) => !hasColumn(name));

/** Whether pooled results have this column of runs too. */
export const isPooled = (column: DeclaredRunFilter["ofRun"]) => pooledColumns.includes(runs[column].name);

const CONDITIONS = Object.fromEntries(
  RUN_FILTERS.flatMap(({ ofRun, type }): [string, Condition][] => {
    const about = {
      column: sql`r.${sql.identifier(runs[ofRun].name)}`,
      type: sql.raw(runs[ofRun].getSQLType()),
      pooled: isPooled(ofRun),
    };
    return type.startsWith("[") || type === "Boolean"
      ? [[`${ofRun}s`, { ...about, operator: "=" }]]
      : [
          [`${ofRun}From`, { ...about, operator: ">=" }],
          [`${ofRun}To`, { ...about, operator: "<=" }],
        ];
  }),
) as Record<Field, Condition>;

/** Whether the criteria ask only what pooled results know, so that runs need not be read. */
export function pooledResultsSuffice(criteria: RunCriteria): boolean {
  const fields = [...fieldsOf(criteria), ...fieldsOf(criteria.not ?? {})];
  const { asOfDigest, measured, measures } = criteria;
  return (
    asOfDigest === undefined &&
    measured === undefined &&
    measures === undefined &&
    fields.every((field) => CONDITIONS[field].pooled)
  );
}

/** The condition that the run r counts: now, or in the version of the data that the criteria name. */
export function counted({ asOfDigest }: RunCriteria): SQL {
  if (asOfDigest === undefined) return sql`r.status = 'SUCCEEDED'`;
  const then = sql`(select max(v.revision) from data_versions v where v.kept and v.digest = ${sql.placeholder("asOfDigest")}::text::bigint)`;
  return sql`r.status in ('SUCCEEDED', 'RETRACTED') and r.added_revision <= ${then}
    and (r.retired_revision is null or r.retired_revision > ${then})`;
}

/** The shape of the statement: the fields asked, and which of them by a single value. */
export function shapeOf(criteria: RunCriteria): string {
  const shape = fieldsOf(criteria).map((field) => (isSingle(criteria[field]) ? `${field}=` : field));
  if (criteria.asOfDigest !== undefined) shape.push("as of");
  if (criteria.measured !== undefined) shape.push("measured");
  for (const { metric, min, max } of criteria.measures ?? []) shape.push(`${min !== null}<=${metric}<=${max !== null}`);
  return criteria.not ? `${shape.join()} not(${shapeOf(criteria.not)})` : shape.join();
}

/** The criteria as conditions on the alias r. One value is compared by `=`, which an index can keep in order. */
export function conditionsOf(criteria: RunCriteria): SQL[] {
  const conditions = conditionsOn(criteria, "");
  if (criteria.measured) conditions.push(hasMeasured());
  for (const [i, { metric, min, max }] of (criteria.measures ?? []).entries()) {
    const end = (name: string) => sql`${sql.placeholder(`measure ${i} ${name}`)}::double precision`;
    if (min !== null) conditions.push(sql`${valueOfMetric(metric)} >= ${end("min")}`);
    if (max !== null) conditions.push(sql`${valueOfMetric(metric)} <= ${end("max")}`);
  }
  if (criteria.asOfDigest !== undefined) conditions.push(counted(criteria));
  const excluded = conditionsOn(criteria.not ?? {}, "not ");
  return excluded.length > 0 ? [...conditions, sql`(${sql.join(excluded, sql` and `)}) is not true`] : conditions;
}

/** The condition that the run r has every metric of the criteria's `measured`. */
export const hasMeasured = (): SQL => sql`r.measures ?& ${sql.placeholder("measured")}::text[]`;

function conditionsOn(criteria: RunConditions, prefix: string): SQL[] {
  return fieldsOf(criteria).map((field) => {
    const { column, type, operator } = CONDITIONS[field];
    const value = sql.placeholder(prefix + field);
    if (operator !== "=") return sql`${column} ${sql.raw(operator)} ${value}::${type}`;
    return isSingle(criteria[field]) ? sql`${column} = ${value}` : sql`${column} = any(${value}::${type}[])`;
  });
}

/** The values of the conditions' placeholders. */
export function valuesOf(criteria: RunCriteria): Record<string, unknown> {
  const { not, asOfDigest, measured, measures = [] } = criteria;
  const ends = measures.flatMap(({ min, max }, i) => [
    ...(min === null ? [] : [[`measure ${i} min`, min] as const]),
    ...(max === null ? [] : [[`measure ${i} max`, max] as const]),
  ]);
  return {
    ...valuesOn(criteria, ""),
    ...valuesOn(not ?? {}, "not "),
    ...(asOfDigest !== undefined && { asOfDigest }),
    ...(measured !== undefined && { measured }),
    ...Object.fromEntries(ends),
  };
}

function valuesOn(criteria: RunConditions, prefix: string): Record<string, unknown> {
  const values = fieldsOf(criteria).map((field) => {
    const value = criteria[field];
    return [prefix + field, isSingle(value) ? value[0] : value] as const;
  });
  return Object.fromEntries(values);
}

function isSingle(value: unknown): value is [unknown] {
  return Array.isArray(value) && value.length === 1;
}

function fieldsOf(criteria: RunConditions): Field[] {
  return (Object.keys(criteria) as Field[]).filter((field) => field in CONDITIONS && criteria[field] !== undefined);
}
