import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import { expectedFailure } from "../../errors/codedError.ts";
import type { AdditionPolicy } from "../../exchange/submitting/additionPolicy.ts";
import type { Store } from "../../store/store.ts";
import { feedRecords, peers, type RecordStatus, runs, type Signer } from "../../store/tables.ts";
import { Bundles } from "../feed/bundles.ts";
import { readChain, readChecked } from "../feed/chain.ts";
import { type Entry, keyAfter, type Manifest } from "../feed/manifest.ts";
import { readEntry, type VerifiedRecord } from "../feed/readEntry.ts";
import { type FeedSource, openSource } from "../feed/source.ts";
import { FeedError } from "../keys/feedError.ts";
import type { TrustedAuthorities } from "../keys/identity.ts";
import { isOpenLicence } from "../keys/openLicence.ts";
import type { Peer } from "./peer.ts";
import { actionFor, type Policy, policiesOf } from "./policy.ts";
import { type ComingRun, type Taken, takeRuns, takeStatement } from "./takeRecord.ts";

export interface PullLimits {
  /** The most records that one pull reads. The next pull goes on. */
  mostRecords: number;
  /** The most bytes that one pull reads of records and runs. */
  mostBytes: number;
  /** The instant, in milliseconds, after which it begins no further record. */
  until?: number;
  /** The most records that one pull reads again, those first that wait longest: many that cannot be read hold up none of the new. */
  mostAgain: number;
}

export const PULL_LIMITS: PullLimits = { mostRecords: 100_000, mostBytes: 4 * 1024 ** 3, mostAgain: 10_000 };

/** What a pull did, by what became of the records. */
export interface PullReport {
  lab: string;
  taken: number;
  held: number;
  quarantined: number;
  refused: number;
  waiting: number;
  /** Whether it stopped at a limit, so that there is more. */
  isCut: boolean;
}

/** Runs are stored together up to these bounds. */
const BATCH = { runs: 50, bytes: 16 * 1024 * 1024 };
/** What a record that an operator took out of quarantine has in the place of a code. */
export const RELEASED = "RELEASED";
/** The locks of pulls, beside those of runs, which are positive. */
const LOCKS = -1_000_000_000;
/** What a row of a record takes in the store, beside its run. */
const ROW_BYTES = 1000;
/** The faults after which a record is read again with the next pull. */
const AGAIN = new Set([
  "RECORD_UNREACHABLE",
  "RECORD_TOO_LARGE",
  "RECORD_BAD_DIGEST",
  "RECORD_BAD_BUNDLE",
  "RECORD_OTHER_IDENTITY",
  "RECORD_UNKNOWN_NAME",
  "RECORD_UNKNOWN_RUN",
]);

/** What this store says about what it takes. */
export interface Following {
  policy: AdditionPolicy;
  /** Labs that have a key here: nobody else speaks for them. */
  ownLabs: readonly string[];
  /** The authorities that Sigstore bundles are held against; without them bundles are left unread. */
  trusted?: TrustedAuthorities | null;
}

/**
 * Reads what a feed has since it was read last, and takes it. After any break the next pull goes on.
 *
 * @throws FeedError with a code `FEED_…` where the feed is at fault, which the peer keeps as its last error, and
 *   `FEED_BEING_READ` where another pull of the peer is under way.
 */
export async function pullPeer(
  store: Store,
  peer: Peer,
  { limits = PULL_LIMITS, signal, ...following }: Following & { limits?: PullLimits; signal?: AbortSignal },
): Promise<PullReport> {
  const release = await store.tryLock(LOCKS - peer.id);
  if (!release) throw new FeedError("FEED_BEING_READ", `The feed of "${peer.lab}" is being read by another pull.`);
  try {
    return await pullAlone(
      store,
      peer,
      new Pull(store, peer, openSource(peer.url, signal), following, limits, signal),
      signal,
    );
  } finally {
    await release();
  }
}

async function pullAlone(store: Store, peer: Peer, pull: Pull, signal: AbortSignal | undefined): Promise<PullReport> {
  try {
    const report = await pull.run();
    await store.drizzle
      .update(peers)
      .set({ triedAt: sql`now()`, pulledAt: sql`now()`, errorCode: null, error: null })
      .where(eq(peers.id, peer.id));
    return report;
  } catch (error) {
    const failure = expectedFailure(error);
    if (failure && !signal?.aborted) {
      await store.drizzle
        .update(peers)
        .set({ triedAt: sql`now()`, errorCode: failure.code, error: failure.message })
        .where(eq(peers.id, peer.id));
    }
    throw error;
  }
}

/** Takes records out of quarantine, all or those with these digests: the next pull takes them. Gives their number. */
export async function releaseRecords(store: Store, peer: Peer, digests: readonly string[] | null): Promise<number> {
  const { peerId, status, digest } = feedRecords;
  const chosen = digests === null ? undefined : inArray(digest, [...digests]);
  const released = await store.drizzle
    .update(feedRecords)
    .set({ status: "WAITING", code: RELEASED })
    .where(and(eq(peerId, peer.id), eq(status, "QUARANTINED"), chosen))
    .returning({ digest });
  return released.length;
}

interface Placed {
  entry: Entry;
  sequence: number;
  place: number;
  key: string;
  /** Whether an operator took it out of quarantine. */
  isReleased?: boolean;
}

interface Read extends Placed {
  record: VerifiedRecord;
}

class Pull {
  readonly report: PullReport;
  readonly #store: Store;
  readonly #peer: Peer;
  readonly #source: FeedSource;
  readonly #following: Following;
  readonly #bundles: Bundles;
  readonly #limits: PullLimits;
  readonly #signal: AbortSignal | undefined;
  #policies: Policy[] = [];
  #identities: Signer[] = [];
  #publishers = new Set<string>();
  #records = 0;
  #bytes = 0;
  #batch: (Read & { coming: ComingRun })[] = [];
  #batchBytes = 0;

  constructor(
    store: Store,
    peer: Peer,
    source: FeedSource,
    following: Following,
    limits: PullLimits,
    signal: AbortSignal | undefined,
  ) {
    this.#store = store;
    this.#peer = peer;
    this.#source = source;
    this.#following = following;
    this.#bundles = new Bundles(source, following.trusted ?? null);
    this.#limits = limits;
    this.#signal = signal;
    this.report = { lab: peer.lab, taken: 0, held: 0, quarantined: 0, refused: 0, waiting: 0, isCut: false };
  }

  async run(): Promise<PullReport> {
    const { drizzle } = this.#store;
    // Another process may have read the feed since.
    const [peer] = await drizzle.select().from(peers).where(eq(peers.id, this.#peer.id));
    if (!peer) throw new FeedError("FEED_UNREACHABLE", "The peer was removed.");
    const noKey = new FeedError(
      "FEED_KEY_REVOKED",
      `The key of "${peer.lab}" was revoked, and no other one is pinned.`,
    );
    if (peer.pinned === "") throw noKey;
    const { head, following } = await readChain(this.#source, peer);
    if (peer.revoked && following.length === 0) throw noKey;
    await drizzle.update(peers).set({ headSequence: head.sequence }).where(eq(peers.id, peer.id));
    this.#policies = await policiesOf(drizzle, peer.id);
    this.#identities = peer.identities;
    this.#publishers = new Set([
      ...this.#following.ownLabs,
      ...(await drizzle.select({ lab: peers.lab }).from(peers)).map(({ lab }) => lab),
    ]);
    await this.#settleHeld();
    await this.#readWaiting();
    for (const place of following) {
      if (this.report.isCut) break;
      const manifest = await readChecked(this.#source, place);
      if (await this.#readManifest(manifest)) await this.#remember(manifest, place.digest);
    }
    this.report.waiting = await drizzle.$count(feedRecords, this.#where("WAITING"));
    return this.report;
  }

  #where(status: RecordStatus) {
    return and(eq(feedRecords.peerId, this.#peer.id), eq(feedRecords.status, status));
  }

  /** What an operator accepted since is taken. */
  async #settleHeld(): Promise<void> {
    const hashes = this.#store.drizzle.select({ hash: runs.contentHash }).from(runs);
    await this.#store.drizzle
      .update(feedRecords)
      .set({ status: "TAKEN" })
      .where(and(this.#where("HELD"), inArray(feedRecords.subject, hashes)));
  }

  /** Reads again what could not be taken before. */
  async #readWaiting(): Promise<void> {
    const rows = await this.#store.drizzle
      .select()
      .from(feedRecords)
      .where(this.#where("WAITING"))
      .orderBy(asc(feedRecords.at))
      .limit(this.#limits.mostAgain);
    await this.#readAll(
      rows
        .sort((a, b) => a.sequence - b.sequence || a.place - b.place)
        .map(({ sequence, place, key, code, ...row }) => ({
          ...{ sequence, place, key, isReleased: code === RELEASED },
          entry: entryOf(row),
        })),
    );
  }

  /** Whether the whole manifest was read. */
  async #readManifest({ entries, sequence, key }: Manifest): Promise<boolean> {
    const digests = entries.map(({ digest }) => digest);
    const known = await this.#store.drizzle
      .select({ digest: feedRecords.digest })
      .from(feedRecords)
      .where(and(eq(feedRecords.peerId, this.#peer.id), inArray(feedRecords.digest, digests)));
    const seen = new Set(known.map(({ digest }) => digest));
    const coming = entries.map((entry, place) => ({ entry, sequence, place, key }));
    const unread = coming.filter(({ entry }) => !seen.has(entry.digest));
    if (unread.length > 0) await this.#note(unread);
    // Records that were noted before a break are read again as those that wait.
    return this.#readAll(unread);
  }

  /** Every record has its row before it is read, so that a break loses none and the bytes are counted once. */
  async #note(placed: Placed[]): Promise<void> {
    const peerId = this.#peer.id;
    await this.#store.drizzle.transaction(async (transaction) => {
      const rows = placed.map(({ entry: { kind, digest, size, run, bundle }, sequence, place, key }) => ({
        ...{ peerId, digest, kind, sequence, place, key, size },
        ...{ runDigest: run?.digest ?? null, runSize: run?.size ?? null },
        ...{ bundleDigest: bundle?.digest ?? null, bundleSize: bundle?.size ?? null },
      }));
      const noted = await transaction.insert(feedRecords).values(rows).onConflictDoNothing().returning();
      const bytes = noted.reduce((sum, { size, runSize }) => sum + ROW_BYTES + size + (runSize ?? 0), 0);
      const [peer] = await transaction
        .update(peers)
        .set({ bytes: sql`${peers.bytes} + ${bytes}` })
        .where(eq(peers.id, peerId))
        .returning();
      if (peer!.bytes <= peer!.mostBytes) return;
      throw new FeedError(
        "FEED_OVER_QUOTA",
        `What the feed lists takes ${peer!.bytes} bytes, and it may take ${peer!.mostBytes}. An operator can allow more.`,
      );
    });
  }

  async #readAll(placed: Placed[]): Promise<boolean> {
    for (const one of placed) {
      const { entry } = one;
      // Bundles are read, and not kept.
      const size = entry.size + (entry.run?.size ?? 0) + (entry.bundle?.size ?? 0);
      const isOver = this.#records >= this.#limits.mostRecords || this.#bytes + size > this.#limits.mostBytes;
      if (isOver || Date.now() > (this.#limits.until ?? Number.POSITIVE_INFINITY)) {
        this.report.isCut = true;
        break;
      }
      this.#records++;
      this.#bytes += size;
      this.#signal?.throwIfAborted();
      await this.#readOne(one, size);
    }
    await this.#storeBatch();
    return !this.report.isCut;
  }

  async #readOne(placed: Placed, size: number): Promise<void> {
    const { lab } = this.#peer;
    let record: VerifiedRecord;
    try {
      record = await readEntry(this.#source, placed.entry, { key: placed.key, lab }, this.#bundles);
      requirePinned(this.#identities, record.identity);
    } catch (error) {
      // Where the host is away, what was read before is stored all the same.
      if (!(error instanceof FeedError) || !error.code.startsWith("RECORD_")) {
        await this.#storeBatch();
        throw error;
      }
      return this.#settle(placed, null, error);
    }
    const { statement, run } = record;
    if (!run) {
      await this.#storeBatch();
      return this.#settle(placed, record, await takeStatement(this.#store, this.#peer, statement as never));
    }
    const action = actionFor(this.#policies, run);
    if (action === "REFUSE" || (action === "QUARANTINE" && !placed.isReleased)) {
      return this.#settle(placed, record, action);
    }
    if (statement.kind === "mirror" && this.#publishers.has(run.lab)) {
      const why = `The lab "${run.lab}" publishes itself, so that nobody mirrors it here.`;
      return this.#settle(placed, record, new FeedError("RECORD_OTHER_LAB", why));
    }
    if (statement.kind === "mirror" && !isOpenLicence(statement.predicate.source.license)) {
      const why = `The licence "${statement.predicate.source.license}" is not known to let anybody republish results.`;
      return this.#settle(placed, record, new FeedError("RECORD_NOT_TAKEN", why));
    }
    const coming = { statement, run } as ComingRun;
    // A correction follows what it corrects.
    if (statement.kind === "correction") await this.#storeBatch();
    this.#batch.push({ ...placed, record, coming });
    this.#batchBytes += size;
    if (this.#batch.length >= BATCH.runs || this.#batchBytes >= BATCH.bytes) await this.#storeBatch();
  }

  async #storeBatch(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    if (batch.length === 0) return;
    // What is said of a run stands before the run comes, so that it comes with its provenance.
    for (const { entry, record, isReleased } of batch) {
      await this.#write(entry, record, { status: "WAITING", code: isReleased ? RELEASED : null });
    }
    const coming = batch.map((one) => one.coming);
    const taken = await takeRuns(this.#store, this.#peer, coming, this.#following.policy);
    for (const [i, one] of batch.entries()) await this.#settle(one, one.record, taken[i]!);
  }

  async #settle(
    { entry, isReleased }: Placed,
    record: VerifiedRecord | null,
    taken: Taken | "QUARANTINE" | "REFUSE",
  ): Promise<void> {
    if (taken === "TAKEN" || taken === "HELD") {
      this.report[taken === "TAKEN" ? "taken" : "held"]++;
      return this.#write(entry, record, { status: taken });
    }
    if (taken === "QUARANTINE") {
      this.report.quarantined++;
      return this.#write(entry, record, { status: "QUARANTINED" });
    }
    const { code, message } =
      taken === "REFUSE" ? new FeedError("RECORD_NOT_TAKEN", "A policy of this store refuses it.") : taken;
    const isAgain = AGAIN.has(code);
    if (!isAgain) this.report.refused++;
    await this.#write(entry, record, {
      status: isAgain ? "WAITING" : "REFUSED",
      code: isAgain && isReleased ? RELEASED : code,
      message,
    });
  }

  async #write(
    { digest }: Entry,
    record: VerifiedRecord | null,
    { status, code = null, message = null }: { status: RecordStatus; code?: string | null; message?: string | null },
  ): Promise<void> {
    const statement = record?.statement;
    await this.#store.drizzle
      .update(feedRecords)
      .set({
        ...{ status, code, message, at: sql`now()` },
        ...(statement && {
          subject: statement.subject,
          assurance: "assurance" in statement.predicate ? statement.predicate.assurance : null,
          predicate: statement.predicate,
          identity: record.identity,
        }),
      })
      .where(and(eq(feedRecords.peerId, this.#peer.id), eq(feedRecords.digest, digest)));
  }

  async #remember({ sequence, key, next, revoked, publishedAt }: Manifest, manifest: string): Promise<void> {
    await this.#store.drizzle
      .update(peers)
      .set({ sequence, manifest, key: keyAfter({ key, next }), revoked, publishedAt })
      .where(and(eq(peers.id, this.#peer.id), lt(peers.sequence, sequence)));
  }
}

const entryOf = ({
  kind,
  digest,
  size,
  ...named
}: Pick<
  typeof feedRecords.$inferSelect,
  "kind" | "digest" | "size" | "runDigest" | "runSize" | "bundleDigest" | "bundleSize"
>): Entry => ({
  ...{ kind, digest, size },
  ...(named.runDigest && { run: { digest: named.runDigest, size: named.runSize! } }),
  ...(named.bundleDigest && { bundle: { digest: named.bundleDigest, size: named.bundleSize! } }),
});

function requirePinned(pinned: readonly Signer[], signer: Signer | null): void {
  if (pinned.length === 0) return;
  if (pinned.some(({ issuer, subject }) => issuer === signer?.issuer && subject === signer.subject)) return;
  const who = signer
    ? `"${signer.subject}" of ${signer.issuer} signed it`
    : "no CI job that is verified here signed it";
  throw new FeedError("RECORD_OTHER_IDENTITY", `The identities of the feed are pinned, and ${who}.`);
}
