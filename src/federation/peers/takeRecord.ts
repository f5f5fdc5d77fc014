import { and, eq, inArray } from "drizzle-orm";
import type { Principal } from "../../access/principal.ts";
import { expectedFailure } from "../../errors/codedError.ts";
import type { RequestErrorCode } from "../../errors/requestError.ts";
import type { AdditionPolicy } from "../../exchange/submitting/additionPolicy.ts";
import { type Outcome, submitRuns } from "../../exchange/submitting/submitRuns.ts";
import { newBenchmark, newModel, type SubmittedRun } from "../../exchange/submitting/submittedRun.ts";
import { retractRun } from "../../recording/corrections.ts";
import { settleStanding } from "../../recording/standing.ts";
import type { RunSubmission } from "../../recording/submitted/submission.ts";
import type { Store } from "../../store/store.ts";
import { feedRecords, labs, peers, runs } from "../../store/tables.ts";
import type { Statement } from "../feed/statement.ts";
import { FeedError } from "../keys/feedError.ts";
import { takeCountersignature } from "./countersign.ts";
import type { Peer } from "./peer.ts";

/** A record with a run, whose signatures hold. */
export interface ComingRun {
  statement: Extract<Statement, { kind: "result" | "mirror" | "correction" }>;
  run: RunSubmission;
}

/** What became of a record: taken, held for an operator, or a `FeedError` that says why not. */
export type Taken = "TAKEN" | "HELD" | FeedError;

/** The codes by which a submission is refused that names what the store lacks, and may have later. */
const UNKNOWN_NAMES = new Set<string>([
  "UNKNOWN_MODEL",
  "UNKNOWN_BENCHMARK",
  "UNKNOWN_HARDWARE",
  "UNKNOWN_LAB",
  "UNKNOWN_VALUE",
] satisfies RequestErrorCode[]);

/** Stores runs of a peer by the way of submissions, each whole or refused. */
export async function takeRuns(
  store: Store,
  peer: Peer,
  coming: readonly ComingRun[],
  policy: AdditionPolicy,
): Promise<Taken[]> {
  const taken: Taken[] = [];
  // A token is bound to one lab; a mirror brings runs of several.
  for (const [lab, ofLab] of Map.groupBy(coming.entries(), ([, { run }]) => run.lab)) {
    const principal: Principal = { id: `peer ${peer.lab}`, scope: "submit", lab };
    const submissions: SubmittedRun[] = [];
    const submitted: [number, ComingRun][] = [];
    for (const [place, one] of ofLab) {
      const fault = await faultOfCorrection(store, one);
      if (fault) taken[place] = fault;
      else {
        submissions.push(await withWhatIsNew(store, one));
        submitted.push([place, one]);
      }
    }
    const outcomes = await submitRuns(store, submissions, principal, policy);
    const hashes = submitted.map(([, { statement }]) => statement.subject);
    // A run that was here before, and that its lab signs now, is verified from now on.
    if (await settleStanding(store.drizzle, hashes)) await store.refresh();
    for (const [i, [place, one]] of submitted.entries()) taken[place] = await settled(store, one, outcomes[i]!);
  }
  return taken;
}

/** A correction whose earlier run cannot be taken back brings no run either. */
async function faultOfCorrection(store: Store, { statement }: ComingRun): Promise<FeedError | null> {
  if (statement.kind !== "correction") return null;
  const run = await ownRun(store, statement.predicate.lab, statement.predicate.supersedes);
  return run instanceof FeedError ? run : null;
}

/** The run with what describes its model and its benchmark, where the store lacks them and the record brings it. */
async function withWhatIsNew(store: Store, { run, statement }: ComingRun): Promise<SubmittedRun> {
  const { models, benchmarks } = await store.catalogue();
  const { predicate } = statement;
  const model = models.bySlug.has(run.model) ? undefined : newModel.safeParse(predicate.newModel).data;
  const benchmark = benchmarks.bySlug.has(run.benchmark)
    ? undefined
    : newBenchmark.safeParse(predicate.newBenchmark).data;
  return { ...run, ...(model && { newModel: model }), ...(benchmark && { newBenchmark: benchmark }) };
}

async function settled(store: Store, { statement }: ComingRun, outcome: Outcome): Promise<Taken> {
  if (outcome.status === "REFUSED") {
    const failure = expectedFailure(outcome.error);
    const code = UNKNOWN_NAMES.has(failure?.code ?? "") ? "RECORD_UNKNOWN_NAME" : "RECORD_BAD_RUN";
    return new FeedError(code, failure?.message ?? "The database refuses the run.", outcome.error);
  }
  if (outcome.status === "HELD") return "HELD";
  if (statement.kind !== "correction") return "TAKEN";
  const { supersedes, reason } = statement.predicate;
  return takeBack(store, statement.predicate.lab, supersedes, reason, statement.subject);
}

/** Takes back a run of the lab that signs it: a tombstone with the reason stays. Once more is no fault. */
async function takeBack(
  store: Store,
  lab: string,
  hash: string,
  reason: string,
  by: string | null = null,
): Promise<Taken> {
  const run = await ownRun(store, lab, hash);
  if (run instanceof FeedError) return run;
  if (run.status === "SUCCEEDED") await retractRun(store, run.id, reason, by);
  return "TAKEN";
}

/** A run that a lab may take back, or why it may not. */
async function ownRun(store: Store, lab: string, hash: string) {
  const [run] = await store.drizzle
    .select({ id: runs.id, status: runs.status, lab: labs.slug })
    .from(runs)
    .innerJoin(labs, eq(labs.id, runs.labId))
    .where(eq(runs.contentHash, hash));
  if (!run) return new FeedError("RECORD_UNKNOWN_RUN", `The run ${hash} is not here, or not yet.`);
  if (run.lab !== lab) return new FeedError("RECORD_NOT_OWN", `The run ${hash} is one of the lab "${run.lab}".`);
  return run;
}

/** Applies a retraction or a countersignature. */
export async function takeStatement(
  store: Store,
  peer: Peer,
  statement: Extract<Statement, { kind: "retraction" | "countersignature" }>,
): Promise<Taken> {
  const { subject, predicate } = statement;
  if (statement.kind === "retraction") {
    if (await isMirroredBy(store, peer, subject)) return takeBackMirrored(store, subject, statement.predicate.reason);
    return takeBack(store, peer.lab, subject, statement.predicate.reason);
  }
  const { verdict, run, note, statedAt } = statement.predicate;
  try {
    await takeCountersignature(store, { subject, lab: predicate.lab, verdict, run, note: note ?? null, statedAt });
    return "TAKEN";
  } catch (error) {
    if (error instanceof FeedError) return error;
    throw error;
  }
}

/** Whether this peer alone brought the run, as a mirror. */
async function isMirroredBy(store: Store, peer: Peer, subject: string): Promise<boolean> {
  const rows = await store.drizzle
    .select({ peerId: feedRecords.peerId, kind: feedRecords.kind })
    .from(feedRecords)
    .innerJoin(peers, eq(peers.id, feedRecords.peerId))
    .where(and(eq(feedRecords.subject, subject), inArray(feedRecords.kind, ["result", "correction", "mirror"])));
  return rows.length > 0 && rows.every(({ peerId, kind }) => peerId === peer.id && kind === "mirror");
}

async function takeBackMirrored(store: Store, hash: string, reason: string): Promise<Taken> {
  const [run] = await store.drizzle.select().from(runs).where(eq(runs.contentHash, hash));
  if (!run) return new FeedError("RECORD_UNKNOWN_RUN", `The run ${hash} is not here, or not yet.`);
  // A run that came here by another way, too, is not the mirror's to take back.
  if (run.provenance !== "MIRRORED")
    return new FeedError("RECORD_NOT_OWN", `The run ${hash} came by another way, too.`);
  if (run.status === "SUCCEEDED") await retractRun(store, run.id, reason);
  return "TAKEN";
}
