import { inArray } from "drizzle-orm";
import type { Drizzle } from "../database/database.ts";
import { runs } from "../tables.ts";

const columns = {
  id: runs.id,
  measures: runs.measures,
  decoding: runs.decoding,
  deployment: runs.deployment,
  notes: runs.notes,
  recipe: runs.recipe,
  error: runs.error,
};

/** What a list of runs leaves out, because it is large and seldom shown. */
export type RunDetails = Pick<typeof runs.$inferSelect, keyof typeof columns>;

/** The details of each run, in the order of the ids, by one statement. */
export async function readRunDetails(drizzle: Drizzle, ids: readonly number[]): Promise<RunDetails[]> {
  const rows = await drizzle
    .select(columns)
    .from(runs)
    .where(inArray(runs.id, [...ids]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id)!);
}
