import { inArray } from "drizzle-orm";
import { LAB_NAME, mayDo, type Principal } from "../../access/principal.ts";
import { refusalOfLab } from "../../access/refusal.ts";
import { expectedFailure } from "../../errors/codedError.ts";
import { RequestError } from "../../errors/requestError.ts";
import { findOrAddLab } from "../../recording/additions.ts";
import { type PreparedRun, prepareRuns, storePrepared } from "../../recording/record.ts";
import { inSampleOrder } from "../../recording/submitted/sampleOrder.ts";
import type { RunSubmission, SampleSubmission } from "../../recording/submitted/submission.ts";
import { databaseFailure } from "../../store/database/databaseFailure.ts";
import type { Store } from "../../store/store.ts";
import { runs } from "../../store/tables.ts";

/**
 * What became of a submitted run: it was stored, it was there before, it was deleted for good once and stays so, or it was
 * refused as a whole.
 */
export type Outcome =
  | { status: "STORED" | "KNOWN" | "FORGOTTEN"; contentHash: string }
  | { status: "REFUSED"; error: unknown };

/** Submitted runs that are checked and ready to be stored. */
export interface ReadyRuns {
  /**
   * Stores those that are not refused, each whole or not at all.
   *
   * @returns one outcome for each run, in their order.
   * @throws what shows that the database is away or full: then none is stored.
   */
  store(): Promise<Outcome[]>;
}

/**
 * Checks runs that a caller submits for the lab of its token, and computes what is stored of them. Each is stored whole or
 * refused for itself. The same run again is the same run.
 */
export async function readyRuns(store: Store, submissions: RunSubmission[], principal: Principal): Promise<ReadyRuns> {
  const outcomes: Outcome[] = [];
  const accepted: Accepted[] = [];
  for (const [place, submission] of submissions.entries()) {
    try {
      await requireStorable(store, submission, principal);
      const [run] = await prepareRuns(store.drizzle, await store.catalogue(), [submission]);
      accepted.push({ place, run: run! });
    } catch (error) {
      if (expectedFailure(error) === null) throw error;
      outcomes[place] = { status: "REFUSED", error };
    }
  }
  return {
    async store() {
      const hashes = accepted.map(({ run }) => run.contentHash);
      const before = await heldOf(store, hashes);
      if (accepted.length > 0) await storeAll(store, accepted, outcomes);
      const after = await heldOf(store, hashes);
      for (const { place, run } of accepted) {
        const { contentHash } = run;
        const status = before.has(contentHash) ? "KNOWN" : after.has(contentHash) ? "STORED" : "FORGOTTEN";
        outcomes[place] ??= { status, contentHash };
        before.add(contentHash);
      }
      return outcomes;
    },
  };
}

/** As `readyRuns`, and stores them. */
export async function submitRuns(store: Store, submissions: RunSubmission[], principal: Principal): Promise<Outcome[]> {
  return (await readyRuns(store, submissions, principal)).store();
}

interface Accepted {
  place: number;
  run: PreparedRun;
}

/** Throws a `RequestError` for a run of another lab, or one of a model, benchmark or accelerator that the store lacks. */
async function requireStorable(store: Store, submission: RunSubmission, principal: Principal): Promise<void> {
  const { lab } = submission;
  if (!mayDo(principal, "submit", lab)) throw refusalOfLab(principal, lab, "lab");
  if (!LAB_NAME.test(lab)) {
    throw new RequestError("BAD_VALUE", `lab: a lab has letters, digits, dots, dashes and underscores.`, "lab");
  }
  requireSingle(submission);
  await findOrAddLab(store, lab);
}

/** A sample is stored once: a second one of the same problem and repeat would count in the figures and be nowhere. */
function requireSingle({ samples = [] }: RunSubmission): void {
  const ordered = inSampleOrder(samples);
  const twice = ordered.find((one, i) => i > 0 && isSame(one, ordered[i - 1]!));
  if (!twice) return;
  const message = `samples: there are two of the problem ${JSON.stringify(twice.problem)} and the repeat ${twice.repeat}.`;
  throw new RequestError("BAD_RUN", message, "samples");
}

const isSame = (a: SampleSubmission, b: SampleSubmission) => a.problem === b.problem && a.repeat === b.repeat;

/** Stores runs in one transaction, and where the database refuses one of them each in its own. */
async function storeAll(store: Store, accepted: Accepted[], outcomes: Outcome[]): Promise<void> {
  try {
    await storePrepared(
      store,
      accepted.map(({ run }) => run),
    );
  } catch (error) {
    if (databaseFailure(error)) throw error;
    if (accepted.length === 1) {
      outcomes[accepted[0]!.place] = { status: "REFUSED", error };
      return;
    }
    for (const one of accepted) await storeAll(store, [one], outcomes);
  }
}

async function heldOf(store: Store, hashes: string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await store.drizzle
    .select({ contentHash: runs.contentHash })
    .from(runs)
    .where(inArray(runs.contentHash, hashes));
  return new Set(rows.map(({ contentHash }) => contentHash));
}
