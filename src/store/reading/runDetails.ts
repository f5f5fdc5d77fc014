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
  errorCode: runs.errorCode,
  errorDetails: runs.errorDetails,
};

/** The columns that a list of runs leaves out, because they are large and seldom asked for. */
export type RunDetails = Pick<typeof runs.$inferSelect, keyof typeof columns>;

/** Reads the details of each run by one statement, in the order of the row ids. */
export async function readRunDetails(drizzle: Drizzle, ids: readonly number[]): Promise<RunDetails[]> {
  const rows = await drizzle
    .select(columns)
    .from(runs)
    .where(inArray(runs.id, [...ids]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id)!);
}
