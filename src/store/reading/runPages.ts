import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { runStatement, selection } from "../database/statement.ts";
import { valueOfMetric } from "../filters/metricValue.ts";
import { conditionsOf, type RunCriteria, shapeOf, valuesOf } from "../filters/runCriteria.ts";
import { runs } from "../tables.ts";
import { type Key, type KeyType, type Page, type PageRequest, pageOf } from "./page.ts";

/** What runs can be ordered by: when they ended, or a metric that the store knows, by its name. */
export type RunOrderField = "finishedAt" | (string & {});
export interface RunOrder {
  field: RunOrderField;
  descending: boolean;
}

export const runSelection = selection(runs, "r", [
  "id",
  "contentHash",
  "modelId",
  "mode",
  "benchmarkId",
  "labId",
  "runner",
  "runnerVersion",
  "hardwareId",
  "hardwareCount",
  "status",
  "provenance",
  "sourceUrl",
  "license",
  "startedAt",
  "finishedAt",
  "problemCount",
  "sampleCount",
]);

/** A run without its measures and decoding, which are read only when they are asked for. */
export type RunRow = ReturnType<typeof runSelection.read>;
export interface ListedRun extends RunRow {
  key: Key;
}

/** The types of the values in the cursor of a list of runs: what it is ordered by, the value of that, and the row id. */
export function runKeyTypes({ field }: RunOrder): KeyType[] {
  return [{ is: field }, field === "finishedAt" ? "instant" : "number", "integer"];
}

/**
 * Reads a page of the runs that meet the criteria. The order is stable: runs without a value come last, and ties are in
 * the order of their row ids.
 */
export async function readRunPage(
  database: Database,
  criteria: RunCriteria,
  order: RunOrder,
  page: PageRequest,
): Promise<Page<ListedRun>> {
  const shape = ["runs", shapeOf(criteria), ...shapeOfPage(order, page)].join("|");
  const compose = () => {
    const conditions = [...conditionsOf(criteria), ...keyConditions(order, page)];
    const where = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;
    return sql`select ${listedRun(order)} from runs r ${where} ${orderAndLimit(order, page)}`;
  };
  const rows = await runStatement(database, shape, compose, { ...valuesOf(criteria), ...keyValues(page) });
  return pageOf(
    rows.map((row) => readListedRun(row, order)),
    page,
  );
}

/** What runs can belong to. */
export type RunParent = "modelIds" | "benchmarkIds" | "labIds";
/** The column of runs that names each. */
export const PARENT_COLUMNS = { modelIds: sql`model_id`, benchmarkIds: sql`benchmark_id`, labIds: sql`lab_id` };

/** Reads the same page of the runs of each of several parents (models, benchmarks or labs) by one statement. */
export async function readRunPagesOf(
  database: Database,
  parent: RunParent,
  parentIds: readonly number[],
  criteria: RunCriteria,
  order: RunOrder,
  page: PageRequest,
): Promise<Page<ListedRun>[]> {
  const shape = ["runs of", parent, shapeOf(criteria), ...shapeOfPage(order, page)].join("|");
  const compose = () => {
    const conditions = [...conditionsOf(criteria), ...keyConditions(order, page)];
    return sql`
      select page.* from unnest(${sql.placeholder("parents")}::integer[]) with ordinality parent (id, place)
      cross join lateral (
        select parent.place, ${listedRun(order)} from runs r
        where ${sql.join([sql`r.${PARENT_COLUMNS[parent]} = parent.id`, ...conditions], sql` and `)}
        ${orderAndLimit(order, page)}
      ) page`;
  };
  const values = { parents: parentIds, ...valuesOf(criteria), ...keyValues(page) };
  const rows = await runStatement(database, shape, compose, values);
  const byPlace = Map.groupBy(rows, ([place]) => Number(place));
  return parentIds.map((_, i) =>
    pageOf(
      (byPlace.get(i + 1) ?? []).map((row) => readListedRun(row.slice(1), order)),
      page,
    ),
  );
}

function listedRun(order: RunOrder): SQL {
  return sql`${runSelection.list}, (${sortKey(order)})::text`;
}

function readListedRun(values: unknown[], { field }: RunOrder): ListedRun {
  const row = runSelection.read(values) as ListedRun;
  row.key = [field, values[runSelection.width] as string, row.id];
  return row;
}

/** The value that runs are ordered by. It is never null, so that a page can start after it; a missing value sorts last. */
function sortKey({ field, descending }: RunOrder): SQL {
  const value = field === "finishedAt" ? sql`r.${sql.identifier(runs.finishedAt.name)}` : valueOfMetric(field);
  return sql`coalesce(${value}, ${sql.raw(descending ? "'-infinity'" : "'infinity'")})`;
}

function keyConditions(order: RunOrder, page: PageRequest): SQL[] {
  const key = sortKey(order);
  const type = order.field === "finishedAt" ? sql`timestamptz` : sql`double precision`;
  const beyond = (name: "after" | "before") => {
    const [value, id] = [sql`${sql.placeholder(`${name}Value`)}::text::${type}`, sql.placeholder(`${name}Id`)];
    const further = order.descending === (name === "after") ? sql`<` : sql`>`;
    const furtherId = name === "after" ? sql`>` : sql`<`;
    return sql`${key} ${further}= ${value} and (${key} ${further} ${value} or r.id ${furtherId} ${id}::integer)`;
  };
  return [...(page.after ? [beyond("after")] : []), ...(page.before ? [beyond("before")] : [])];
}

function keyValues({ after, before }: PageRequest): Record<string, unknown> {
  return {
    ...(after && { afterValue: String(after[1]), afterId: after[2] }),
    ...(before && { beforeValue: String(before[1]), beforeId: before[2] }),
  };
}

/** The limit is a literal: with a parameter PostgreSQL rejects its generic plan and plans each execution anew. */
function orderAndLimit(order: RunOrder, { size, backward }: PageRequest): SQL {
  const direction = sql.raw(order.descending !== backward ? "desc" : "asc");
  const idDirection = sql.raw(backward ? "desc" : "asc");
  return sql`order by ${sortKey(order)} ${direction}, r.id ${idDirection} limit ${sql.raw(String(size + 1))}`;
}

function shapeOfPage(order: RunOrder, { size, backward, after, before }: PageRequest): unknown[] {
  return [order.field, order.descending, size, backward, after !== undefined, before !== undefined];
}
