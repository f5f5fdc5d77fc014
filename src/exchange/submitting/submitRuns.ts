import { inArray } from "drizzle-orm";
import { LAB_NAME, mayDo, type Principal } from "../../access/principal.ts";
import { refusalOfLab } from "../../access/refusal.ts";
import { expectedFailure } from "../../errors/codedError.ts";
import { RequestError } from "../../errors/requestError.ts";
import { findOrAddLab } from "../../recording/additions.ts";
import { type PreparedRun, prepareRuns, storePrepared } from "../../recording/record.ts";
import { contentHash } from "../../recording/submitted/contentHash.ts";
import { inSampleOrder } from "../../recording/submitted/sampleOrder.ts";
import type { RunSubmission, SampleSubmission } from "../../recording/submitted/submission.ts";
import { databaseFailure } from "../../store/database/databaseFailure.ts";
import type { Store } from "../../store/store.ts";
import { runs } from "../../store/tables.ts";
import type { AdditionPolicy } from "./additionPolicy.ts";
import { type Addition, additionOf } from "./additions.ts";
import { databaseRefusal } from "./databaseRefusal.ts";
import { hold, storeAtOnce } from "./held.ts";
import type { SubmittedRun } from "./submittedRun.ts";

/**
 * What became of a submitted run: it was stored, it was there before, it waits for an operator, it was deleted for good once
 * and stays so, or it was refused as a whole.
 */
export type Outcome =
  | { status: "STORED" | "KNOWN" | "HELD" | "FORGOTTEN"; contentHash: string }
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
export async function readyRuns(
  store: Store,
  submissions: SubmittedRun[],
  principal: Principal,
  policy: AdditionPolicy,
): Promise<ReadyRuns> {
  const outcomes: Outcome[] = [];
  const accepted: Accepted[] = [];
  const additions: { place: number; addition: Addition }[] = [];
  for (const [place, submission] of submissions.entries()) {
    try {
      const samples = await requireOwn(store, submission, principal);
      const catalogue = await store.catalogue();
      const { newModel: _, newBenchmark: __, ...given } = submission;
      // What is computed and stored takes them in this order, and what is in order already is soon sorted.
      const plain = samples ? { ...given, samples } : given;
      const addition = additionOf(submission, catalogue);
      if (addition) additions.push({ place, addition });
      else accepted.push({ place, run: (await prepareRuns(store.drizzle, catalogue, [plain]))[0]! });
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
      for (const { place, addition } of additions) outcomes[place] = await added(store, addition, principal, policy);
      return outcomes;
    },
  };
}

/** As `readyRuns`, and stores them. */
export async function submitRuns(
  store: Store,
  submissions: SubmittedRun[],
  principal: Principal,
  policy: AdditionPolicy,
): Promise<Outcome[]> {
  return (await readyRuns(store, submissions, principal, policy)).store();
}

/** What becomes of a run that brings a model or a benchmark which the store lacked when it was checked. */
async function added(store: Store, addition: Addition, principal: Principal, policy: AdditionPolicy): Promise<Outcome> {
  try {
    if (policy === "at-once" || (principal.lab === null && mayDo(principal, "operate"))) {
      const isKnown = (await heldOf(store, [contentHash(addition.run)])).size > 0;
      return { status: isKnown ? "KNOWN" : "STORED", contentHash: await storeAtOnce(store, addition) };
    }
    if (policy === "held") return { status: "HELD", contentHash: await hold(store, addition) };
    const field = addition.newModel ? "newModel" : "newBenchmark";
    const message = `${field}: this server takes models and benchmarks from its operators alone. Ask them to add it.`;
    throw new RequestError("FORBIDDEN", message, field);
  } catch (error) {
    if (databaseFailure(error)) throw error;
    return { status: "REFUSED", error: databaseRefusal(error) };
  }
}

interface Accepted {
  place: number;
  run: PreparedRun;
}

/**
 * The samples of a run in their order. Throws a `RequestError` for a run of another lab, for bounds the wrong way round, and
 * for a sample that stands twice.
 */
async function requireOwn(
  store: Store,
  submission: RunSubmission,
  principal: Principal,
): Promise<SampleSubmission[] | undefined> {
  const { lab } = submission;
  if (!mayDo(principal, "submit", lab)) throw refusalOfLab(principal, lab, "lab");
  if (!LAB_NAME.test(lab)) {
    throw new RequestError("BAD_VALUE", `lab: a lab has letters, digits, dots, dashes and underscores.`, "lab");
  }
  requireBounds(submission);
  const samples = submission.samples && orderedOnce(submission.samples);
  await findOrAddLab(store, lab);
  return samples;
}

function requireBounds({ measures }: RunSubmission): void {
  for (const [name, { low, high }] of Object.entries(measures)) {
    const field = `measures.${name}`;
    if ((low === undefined) !== (high === undefined)) {
      throw new RequestError("BAD_RUN", `${field}: an interval has both ends, low and high.`, field);
    }
    if (low !== undefined && low > high!) throw new RequestError("BAD_RUN", `${field}: low lies above high.`, field);
    if (name === "accuracy" && low !== undefined && (low < 0 || high! > 1)) {
      throw new RequestError("BAD_RUN", `${field}: low and high are shares from 0 to 1.`, field);
    }
  }
}

/** A sample is stored once: a second one of the same problem and repeat would count in the figures and be nowhere. */
function orderedOnce(samples: readonly SampleSubmission[]): SampleSubmission[] {
  const ordered = inSampleOrder(samples);
  const twice = ordered.find((one, i) => i > 0 && isSame(one, ordered[i - 1]!));
  if (!twice) return ordered;
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
      outcomes[accepted[0]!.place] = { status: "REFUSED", error: databaseRefusal(error) };
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
