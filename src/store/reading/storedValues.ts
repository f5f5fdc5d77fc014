import { sql } from "drizzle-orm";
import { unknownValue } from "../../errors/unknownValue.ts";
import { runStatement } from "../database/statement.ts";
import type { RunConditions, RunFilter } from "../filters/runFilter.ts";
import type { Store } from "../store.ts";
import { oncePerVersion } from "../versionedCache.ts";
import { requireVersion } from "./storedVersions.ts";

/** The filters whose values are texts that runs have, and no table holds. */
const FIELDS = {
  protocol: { column: sql`r.protocol_id`, noun: "protocol" },
  servedAs: { column: sql`r.served_as`, noun: "way of serving" },
  provider: { column: sql`r.provider`, noun: "provider" },
  engine: { column: sql`r.engine`, noun: "engine" },
  precision: { column: sql`r.precision`, noun: "precision" },
  effort: { column: sql`r.effort`, noun: "effort" },
  grader: { column: sql`r.grader`, noun: "grader" },
} as const;

type Field = keyof typeof FIELDS;
const NAMES = Object.keys(FIELDS) as Field[];

/** Whether a filter has values that only the runs of the store can say whether they exist. */
export function needsStoredValues(filter: RunFilter): boolean {
  return (
    filter.dataVersion != null || [filter, filter.not ?? {}].some((own) => NAMES.some((name) => own[name] != null))
  );
}

/**
 * Checks the values of a filter that only the runs can say whether they exist: an answer from no runs would look like one
 * that nothing matches. Throws `UNKNOWN_VALUE` with the values that are known, or `VERSION_NOT_KEPT`.
 */
export async function requireStoredValues(store: Store, filter: RunFilter, argument = "where"): Promise<void> {
  const asked = [
    [filter, argument],
    [filter.not ?? {}, `${argument}.not`],
  ] as [RunConditions, string][];
  for (const [conditions, path] of asked) {
    for (const name of NAMES) await requireField(store, name, conditions[name] ?? [], `${path}.${name}`);
  }
  if (filter.dataVersion != null) await requireVersion(store, filter.dataVersion, `${argument}.dataVersion`);
}

async function requireField(store: Store, name: Field, values: readonly string[], argument: string): Promise<void> {
  if (values.length === 0) return;
  const known = await oncePerVersion(store, "stored values", name, () => readDistinct(store, name));
  const value = values.find((one) => !known.includes(one));
  if (value !== undefined) throw unknownValue("UNKNOWN_VALUE", { argument, noun: FIELDS[name].noun, value, known });
}

/** Runs that were taken back count in earlier versions. */
async function readDistinct(store: Store, name: Field): Promise<string[]> {
  const { column } = FIELDS[name];
  const compose = () => sql`
    select distinct ${column} from runs r where ${column} is not null and r.status in ('SUCCEEDED', 'RETRACTED') order by 1`;
  return (await runStatement(store, `stored values|${name}`, compose, {})).map(([value]) => value as string);
}
