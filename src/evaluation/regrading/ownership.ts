import { mayDo, type Principal } from "../../access/principal.ts";
import { RequestError } from "../../errors/requestError.ts";
import { findOrAddLab } from "../../recording/additions.ts";
import type { MeasuredRun } from "../../recording/measuredRuns.ts";
import type { Store } from "../../store/store.ts";

/** The lab of an instance that has no other. */
const LOCAL = "local";

/**
 * The lab to which a result belongs that is derived from a run, which is added; null where the run is the caller's own, so
 * that a new version takes its place. Only a run that was measured here is anybody's own.
 *
 * @param lab the lab that the caller names.
 * @throws RequestError `BAD_RUN` for a run that does not count, and for the name of the lab that made the original.
 */
export async function derivingLab(
  store: Store,
  run: MeasuredRun,
  principal: Principal,
  lab: string | undefined,
): Promise<string | null> {
  if (run.status !== "SUCCEEDED") {
    throw new RequestError(
      "BAD_RUN",
      `id: the run is ${run.status}. Only a run that SUCCEEDED can be graded again.`,
      "id",
    );
  }
  const ofRun = (await store.catalogue()).labs.byId.get(run.labId)!.slug;
  // What came with the package was measured elsewhere.
  if (run.provenance === "MEASURED" && run.bundle === null && mayDo(principal, "measure", ofRun)) return null;
  const own = lab ?? principal.lab ?? LOCAL;
  // What this lab derived before is its own, and a new version takes its place.
  if (own === ofRun && run.submission.derivedFrom !== undefined && mayDo(principal, "measure", own)) return null;
  if (own === ofRun) {
    const message = `lab: the run was published by ${ofRun}. A result that is derived from it must have another lab.`;
    throw new RequestError("BAD_RUN", message, "lab");
  }
  await findOrAddLab(store, own);
  return own;
}
