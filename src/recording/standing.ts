import { eq, inArray } from "drizzle-orm";
import type { Drizzle } from "../store/database/database.ts";
import { runs } from "../store/tables.ts";
import { originsOf, shownAssurance } from "./origin.ts";
import { type CountedVerdict, countedVerdicts } from "./verdicts.ts";

/**
 * Brings what the store shows of runs into agreement with what feeds and countersignatures say of them: whether their lab
 * signed them, with which assurance, and whether another lab reproduced or disputes them. Call it after any of these changed.
 *
 * @param hashes content hashes, of which the store may lack some.
 * @returns whether something changed.
 */
export async function settleStanding(
  transaction: Pick<Drizzle, "select" | "update">,
  hashes: readonly string[],
): Promise<boolean> {
  const { contentHash, provenance, verified, assurance, reproduced, disputed } = runs;
  const held = await transaction
    .select({ contentHash, provenance, verified, assurance, reproduced, disputed })
    .from(runs)
    .where(inArray(contentHash, [...hashes]));
  const origins = await originsOf(transaction, hashes);
  const verdicts = await countedVerdicts(transaction, hashes);
  let hasChanged = false;
  for (const { contentHash: hash, ...before } of held) {
    const now = { ...before, ...verdictsOn(hash, verdicts) };
    const origin = origins.get(hash);
    if (origin?.verified) {
      now.verified = true;
      now.assurance = shownAssurance(origin.stated, isShown(hash, origin.reproduces, verdicts));
      // What was measured or imported here stays so.
      if (now.provenance === "MIRRORED") now.provenance = "FEDERATED";
    }
    if (JSON.stringify(now) === JSON.stringify(before)) continue;
    hasChanged = true;
    await transaction.update(runs).set(now).where(eq(contentHash, hash));
  }
  return hasChanged;
}

/** Whether the verdict is here by which a lab's run reproduces the run of another that its record names. */
const isShown = (run: string, reproduces: string | null, verdicts: readonly CountedVerdict[]) =>
  verdicts.some((one) => one.run === run && one.subject === reproduces && one.verdict === "reproduced");

function verdictsOn(hash: string, verdicts: readonly CountedVerdict[]) {
  const has = (wanted: CountedVerdict["verdict"]) =>
    verdicts.some(({ subject, verdict }) => subject === hash && verdict === wanted);
  return { reproduced: has("reproduced"), disputed: has("disputed") };
}
