import { and, eq } from "drizzle-orm";
import { RequestError } from "../errors/requestError.ts";
import type { Drizzle } from "../store/database/database.ts";
import { runs } from "../store/tables.ts";

/** What a run and the one that it replaces have in common. */
const ALIKE = ["modelId", "mode", "benchmarkId", "labId"] as const;

/**
 * Takes back the run that a new run of the same lab replaces: it leaves every pool and stays in the store, with a reference
 * to the new one.
 *
 * @param superseded the content hash that the new run names.
 * @throws RequestError `BAD_RUN` where there is no such run of this model, mode, benchmark and lab that counts.
 */
export async function retireSuperseded(
  transaction: Pick<Drizzle, "select" | "update">,
  by: Pick<typeof runs.$inferInsert, (typeof ALIKE)[number]>,
  contentHash: string,
  superseded: string,
): Promise<void> {
  const [known] = await transaction.select().from(runs).where(eq(runs.contentHash, superseded)).for("update");
  // A run of another lab is refused like one that there is not: which runs it has is no matter of this lab.
  if (!known || known.labId !== by.labId) throw refused("the lab has no run with this content hash");
  if (ALIKE.some((key) => known[key] !== by[key])) {
    throw refused("it is a run of another model, mode or benchmark, which this one cannot replace");
  }
  if (known.supersededBy !== null) throw refused(`the run is superseded by ${known.supersededBy} already`);
  if (known.status !== "SUCCEEDED") throw refused(`the run is ${known.status} and does not count`);
  await transaction
    .update(runs)
    .set({
      status: "RETRACTED",
      retractionReason: "Its lab submitted a run that replaces it.",
      supersededBy: contentHash,
    })
    .where(and(eq(runs.id, known.id), eq(runs.status, "SUCCEEDED")));
}

const refused = (why: string) => new RequestError("BAD_RUN", `supersedes: ${why}.`, "supersedes");
