import { eq, inArray, sql } from "drizzle-orm";
import { type PairedAccuracy, pairedAccuracy } from "../../frontier/studies/pairedDifference.ts";
import { settleStanding } from "../../recording/standing.ts";
import { readStoredSamples } from "../../recording/storedSamples.ts";
import type { SampleSubmission } from "../../recording/submitted/submission.ts";
import type { Store } from "../../store/store.ts";
import { countersignatures, labs, runs } from "../../store/tables.ts";
import { FeedError } from "../keys/feedError.ts";

/**
 * The row ids of another lab's run and of the own run by which a lab countersigns it.
 *
 * @throws FeedError `RECORD_UNKNOWN_RUN`, `RECORD_OTHER_LAB`, or `RECORD_OTHER_RUN` where the two are not of one model,
 *   benchmark and protocol.
 */
export async function requirePair(store: Store, lab: string, subject: string, run: string) {
  const known = await store.drizzle
    .select({
      ...{ id: runs.id, hash: runs.contentHash, lab: labs.slug },
      ...{ benchmark: runs.benchmarkId, protocol: runs.protocolId, model: runs.modelId },
    })
    .from(runs)
    .innerJoin(labs, eq(labs.id, runs.labId))
    .where(inArray(runs.contentHash, [subject, run]));
  const [theirs, own] = [subject, run].map((hash) => known.find((one) => one.hash === hash));
  if (!theirs || !own) {
    throw new FeedError("RECORD_UNKNOWN_RUN", `The run ${theirs ? run : subject} is not here, or not yet.`);
  }
  const other = (why: string) => new FeedError("RECORD_OTHER_LAB", why);
  if (theirs.lab === lab) throw other("A lab countersigns the runs of others, and this one is its own.");
  if (own.lab !== lab) throw other("The run by which the lab says so is not its own.");
  if (own.model !== theirs.model || own.benchmark !== theirs.benchmark || own.protocol !== theirs.protocol) {
    throw new FeedError("RECORD_OTHER_RUN", "The two runs are not of one model, benchmark and protocol.");
  }
  return { theirs: theirs.id, own: own.id };
}

/**
 * Compares another lab's run with an own one, problem by problem, and stores the verdict of the paired comparison:
 * reproduced where the data cannot tell the two apart, else disputed.
 *
 * @returns the comparison, of which a is the other lab's run.
 * @throws FeedError as `requirePair`, and `RECORD_UNKNOWN_RUN` where the two share too few graded problems.
 */
export async function countersignByComparison(
  store: Store,
  { lab, subject, run, note }: { lab: string; subject: string; run: string; note: string | null },
): Promise<PairedAccuracy> {
  const { theirs, own } = await requirePair(store, lab, subject, run);
  const compared = await comparePair(store, theirs, own);
  if (!compared) throw new FeedError("RECORD_UNKNOWN_RUN", `${NOTHING_SHARED}.`);
  await countersign(store, {
    subject,
    lab,
    verdict: verdictOf(compared),
    run,
    note,
    statedAt: new Date().toISOString(),
  });
  return compared;
}

/** The least share of the problems of the other lab's run that the own one answered, too: of few, none could be told apart. */
const LEAST_SHARED = 0.5;
const NOTHING_SHARED = "Less than half of the problems of the other lab's run have a verdict in both runs";
const verdictOf = ({ verdict }: PairedAccuracy) => (verdict === "TIED" ? "reproduced" : "disputed");

/**
 * Stores what another lab signs of a run, where the paired comparison of the two runs says the same here.
 *
 * @throws FeedError as `requirePair`, and `RECORD_OTHER_VERDICT` where the comparison says something else or nothing.
 */
export async function takeCountersignature(store: Store, given: typeof countersignatures.$inferInsert): Promise<void> {
  const { theirs, own } = await requirePair(store, given.lab, given.subject, given.run);
  const compared = await comparePair(store, theirs, own);
  const found = compared && verdictOf(compared);
  if (found !== given.verdict) {
    const why = compared
      ? `On ${compared.problemCount} problems the comparison of the two runs says "${found}"`
      : NOTHING_SHARED;
    throw new FeedError("RECORD_OTHER_VERDICT", `${why}, and the record says "${given.verdict}".`);
  }
  await countersign(store, given);
}

/** Compares two runs problem by problem, of which a is the other lab's run; null where they share too few problems. */
async function comparePair(store: Store, theirs: number, own: number): Promise<PairedAccuracy | null> {
  const [a, b] = [await gradesOf(store, theirs), await gradesOf(store, own)];
  const shared = [...a.keys()].filter((problem) => b.has(problem)).sort();
  if (shared.length < LEAST_SHARED * a.size) return null;
  const answers = (of: Map<string, number[]>) => shared.reduce((sum, problem) => sum + of.get(problem)!.length, 0);
  const pairs = shared.map((problem) => ({ a: mean(a.get(problem)!), b: mean(b.get(problem)!) }));
  return pairedAccuracy(pairs, Math.min(answers(a), answers(b)));
}

async function gradesOf(store: Store, run: number): Promise<Map<string, number[]>> {
  const graded = (await readStoredSamples(store, run)).flatMap((sample) => {
    const grade = gradeOf(sample);
    return grade === null ? [] : [{ problem: sample.problem, grade }];
  });
  const byProblem = Map.groupBy(graded, ({ problem }) => problem);
  return new Map([...byProblem].map(([problem, all]) => [problem, all.map(({ grade }) => grade)]));
}

const gradeOf = ({ score, correct }: SampleSubmission) => score ?? (correct == null ? null : Number(correct));
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Stores what a lab signs of another lab's run. The latest counts. */
async function countersign(store: Store, given: typeof countersignatures.$inferInsert): Promise<void> {
  const { subject } = given;
  await store.drizzle.transaction(async (transaction) => {
    const { verdict, run, note, statedAt } = given;
    await transaction
      .insert(countersignatures)
      .values(given)
      .onConflictDoUpdate({
        target: [countersignatures.subject, countersignatures.lab],
        set: { verdict, run, note: note ?? null, statedAt },
        setWhere: sql`${countersignatures.statedAt} <= ${statedAt}`,
      });
    await settleStanding(transaction, [subject, run]);
  });
  await store.refresh();
}
