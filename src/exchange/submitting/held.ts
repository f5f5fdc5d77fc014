import canonicalize from "canonicalize";
import { and, count, desc, eq, inArray, sql, sum } from "drizzle-orm";
import { RequestError } from "../../errors/requestError.ts";
import { prepareRuns, storeWithin } from "../../recording/record.ts";
import { contentHash } from "../../recording/submitted/contentHash.ts";
import { shortText } from "../../recording/submitted/texts.ts";
import type { Catalogue } from "../../store/catalogue.ts";
import type { Drizzle } from "../../store/database/database.ts";
import type { HeldSubmission } from "../../store/reading/heldSubmissions.ts";
import type { Store } from "../../store/store.ts";
import { heldSubmissions, labs } from "../../store/tables.ts";
import { type Addition, additionOf, storeAdditions, withConfigs } from "./additions.ts";
import type { SubmittedRun } from "./submittedRun.ts";

/** The most runs of one lab that wait for an operator, and the most bytes that they may have together. */
export const MOST_HELD = 1000;
export const MOST_HELD_BYTES = 64 * 1024 * 1024;
/** Of what was decided so many are kept of each lab, the newest. */
const MOST_DECIDED = 1000;

type Transaction = Pick<Drizzle, "select" | "insert" | "update" | "delete" | "execute" | "transaction">;

/**
 * Keeps a submitted run until an operator accepts or refuses what it brings. It must be such that it can be stored. The same
 * run is held once; with another description of its model or benchmark it takes the place of what was held.
 *
 * @returns its content hash.
 * @throws RequestError `BAD_RUN` for one that an operator refused, `TOO_MANY_HELD` where its lab has too many, and as
 *   `storeTogether`.
 */
export async function hold(store: Store, addition: Addition): Promise<string> {
  const { run, newModel, newBenchmark } = addition;
  const hash = contentHash(run);
  const text = JSON.stringify(run);
  const brought = { newModel: newModel ?? null, newBenchmark: newBenchmark ?? null };
  const row = {
    ...{ contentHash: hash, lab: run.lab, model: run.model, benchmark: run.benchmark, mode: run.mode, ...brought },
    ...{ sampleCount: run.samples?.length ?? 0, run: text },
    bytes: Buffer.byteLength(text) + Buffer.byteLength(JSON.stringify(brought)),
    ...{ status: "HELD" as const, reason: null, decidedAt: null },
  };
  const catalogue = await store.catalogue();
  await store.drizzle.transaction(async (transaction) => {
    // Submissions of one lab are counted one after another.
    await transaction.select().from(labs).where(eq(labs.slug, run.lab)).for("no key update");
    const [known] = await transaction.select().from(heldSubmissions).where(eq(heldSubmissions.contentHash, hash));
    const isSame =
      known && canonicalize(brought) === canonicalize({ newModel: known.newModel, newBenchmark: known.newBenchmark });
    if (isSame && known.status === "HELD") return;
    if (isSame && known.status === "REFUSED") {
      throw new RequestError("BAD_RUN", `An operator refused what this run brings: ${known.reason}`);
    }
    await requireRoom(transaction, run.lab, row.bytes, hash);
    await requireStorable(catalogue, transaction, addition);
    await transaction
      .insert(heldSubmissions)
      .values(row)
      .onConflictDoUpdate({ target: heldSubmissions.contentHash, set: { ...row, heldAt: sql`now()` } });
  });
  return hash;
}

async function requireRoom(transaction: Transaction, lab: string, bytes: number, hash: string): Promise<void> {
  const isOther = sql`${heldSubmissions.contentHash} <> ${hash}`;
  const [waiting] = await transaction
    .select({ count: count(), bytes: sum(heldSubmissions.bytes) })
    .from(heldSubmissions)
    .where(and(eq(heldSubmissions.lab, lab), eq(heldSubmissions.status, "HELD"), isOther));
  if (waiting!.count < MOST_HELD && Number(waiting!.bytes) + bytes <= MOST_HELD_BYTES) return;
  throw new RequestError(
    "TOO_MANY_HELD",
    `The lab "${lab}" has ${waiting!.count} runs of ${Number(waiting!.bytes)} bytes that wait for an operator, and may have ${MOST_HELD} of ${MOST_HELD_BYTES} bytes. Submit this one again when they are decided.`,
  );
}

/** Stores a run and takes it back: a fault is told to its lab now, and not to an operator later. */
async function requireStorable(catalogue: Catalogue, transaction: Transaction, addition: Addition): Promise<void> {
  const undone = new Error("It can be stored.");
  try {
    await transaction.transaction(async (inner) => {
      await storeTogether(catalogue, inner, [addition]);
      throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
}

/**
 * Stores runs with the models and benchmarks that they bring, in a transaction that is open.
 *
 * @param known the catalogue, read before the transaction: PGlite has one connection, and the transaction holds it.
 * @throws RequestError as `storeAdditions` and `prepareRuns`.
 */
async function storeTogether(known: Catalogue, transaction: Transaction, additions: Addition[]): Promise<void> {
  const catalogue = await storeAdditions(transaction, known, additions);
  const runs = additions.map(({ run }) => run);
  await storeWithin(transaction, await prepareRuns(transaction, catalogue, runs));
}

/** Stores a run with what it brings without holding it. Throws as `acceptHeld`. */
export async function storeAtOnce(store: Store, addition: Addition): Promise<string> {
  const additions = await withConfigs([addition]);
  const catalogue = await store.catalogue();
  await store.drizzle.transaction((transaction) => storeTogether(catalogue, transaction, additions));
  await store.refresh();
  return contentHash(addition.run);
}

/**
 * Stores runs that are held, with their models and benchmarks, all in one transaction. The configs of models that brought none
 * are read from the hub.
 *
 * @param withoutArchitecture whether models with open weights may be stored without a config: their FLOPs stay unknown.
 * @throws RequestError `BAD_ID` for what is not held, `BAD_RUN` or `BAD_VALUE` for what cannot be stored: then all stay held.
 */
export async function acceptHeld(store: Store, ids: number[], withoutArchitecture: boolean): Promise<HeldSubmission[]> {
  const catalogue = await store.catalogue();
  const missing = (await readHeld(store.drizzle, ids)).map((row) => {
    const { run, newModel, newBenchmark } = row;
    const submitted = { ...JSON.parse(run!), newModel, newBenchmark } as SubmittedRun;
    return additionOf(submitted, catalogue) ?? { run: JSON.parse(run!) };
  });
  const additions = withoutArchitecture ? missing : await withConfigs(missing);
  const decided = await store.drizzle.transaction(async (transaction) => {
    // Another operator may have decided meanwhile.
    await readHeld(transaction, ids);
    await storeTogether(catalogue, transaction, additions);
    return decide(transaction, ids, { status: "ACCEPTED" });
  });
  await store.refresh();
  return decided;
}

/** Refuses runs that are held. Throws `BAD_ID` for what is not held, and `BAD_VALUE` for an empty reason. */
export async function refuseHeld(store: Store, ids: number[], reason: string): Promise<HeldSubmission[]> {
  if (!shortText.min(1).safeParse(reason.trim()).success) {
    throw new RequestError("BAD_VALUE", "reason: say in 1 to 10000 characters why they are refused.", "reason");
  }
  return store.drizzle.transaction(async (transaction) => {
    await readHeld(transaction, ids);
    return decide(transaction, ids, { status: "REFUSED", reason: reason.trim() });
  });
}

async function readHeld(drizzle: Pick<Drizzle, "select">, ids: number[]) {
  const rows = await drizzle
    .select()
    .from(heldSubmissions)
    .where(inArray(heldSubmissions.id, ids))
    .orderBy(heldSubmissions.id)
    .for("update");
  for (const id of ids) {
    const status = rows.find((row) => row.id === id)?.status;
    if (status === "HELD") continue;
    const why = status === undefined ? "there is none of this id" : `submission ${id} is ${status}`;
    throw new RequestError("BAD_ID", `ids: ${why}. Only what is HELD can be accepted or refused.`, "ids");
  }
  return rows;
}

async function decide(
  transaction: Transaction,
  ids: number[],
  decision: { status: "ACCEPTED" | "REFUSED"; reason?: string },
): Promise<HeldSubmission[]> {
  const decided = await transaction
    .update(heldSubmissions)
    .set({ ...decision, run: null, decidedAt: sql`now()` })
    .where(inArray(heldSubmissions.id, ids))
    .returning();
  for (const lab of new Set(decided.map((row) => row.lab))) {
    const old = transaction
      .select({ id: heldSubmissions.id })
      .from(heldSubmissions)
      .where(and(eq(heldSubmissions.lab, lab), inArray(heldSubmissions.status, ["ACCEPTED", "REFUSED"])))
      .orderBy(desc(heldSubmissions.decidedAt), desc(heldSubmissions.id))
      .offset(MOST_DECIDED);
    await transaction.delete(heldSubmissions).where(inArray(heldSubmissions.id, old));
  }
  return decided.sort((a, b) => a.id - b.id);
}
