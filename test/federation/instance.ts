import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { createLabKey, ownLabs, readLabKey, takeNextKey } from "../../src/federation/keys/labKey.ts";
import { addPeer, type Peer } from "../../src/federation/peers/peer.ts";
import { PULL_LIMITS, pullPeer } from "../../src/federation/peers/pull.ts";
import { publish } from "../../src/federation/publishing/publish.ts";
import { recordRuns } from "../../src/recording/record.ts";
import { type RunSubmissionInput, runSubmission } from "../../src/recording/submitted/submission.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { feedRecords, labs, runs } from "../../src/store/tables.ts";
import { fillSmallStore } from "../support/smallStore.ts";

/** A lab with a store, a key and a folder into which it publishes. */
export class Instance {
  readonly store: Store;
  readonly lab: string;
  readonly data: string;
  readonly folder: string;

  private constructor(store: Store, lab: string, data: string) {
    this.store = store;
    this.lab = lab;
    this.data = data;
    this.folder = join(this.data, "feed");
  }

  /** Opens a lab anew, or again where its folder has its key. */
  static async open(
    lab: string,
    open: () => Promise<Store> = () => openStore({}),
    data = mkdtempSync(join(tmpdir(), "paretograph-feed-")),
  ): Promise<Instance> {
    const instance = new Instance(await open(), lab, data);
    if (readLabKey(data, lab)) return instance;
    await fillSmallStore(instance.store);
    await instance.store.drizzle.insert(labs).values({ slug: lab, name: lab }).onConflictDoNothing();
    await instance.store.refresh();
    createLabKey(data, lab);
    return instance;
  }

  async close(): Promise<void> {
    await this.store.close();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** Stores runs of its own and gives their content hashes. */
  record(given: Partial<RunSubmissionInput>[]): Promise<string[]> {
    return recordRuns(
      this.store,
      given.map((one) =>
        runSubmission.parse({
          ...{ model: "acme/small", benchmark: "sums", lab: this.lab, provenance: "MEASURED" },
          ...one,
        }),
      ),
    );
  }

  async publish({ revoked = false } = {}) {
    const key = readLabKey(this.data, this.lab)!;
    const next = revoked ? null : readLabKey(this.data, this.lab, "next");
    const keys = { key, next, revoked };
    const published = await publish(this.store, this.data, this.folder, keys, "SELF_ATTESTED", new Date());
    if (next) takeNextKey(this.data, this.lab);
    return published;
  }

  follow(other: Instance, address = other.folder): Promise<Peer> {
    return addPeer(this.store, address, { ownLabs: ownLabs(this.data) });
  }

  pull(peer: Peer, limits = PULL_LIMITS) {
    return pullPeer(this.store, peer, { policy: "held", ownLabs: ownLabs(this.data), limits });
  }

  run = async (hash: string) => (await this.store.drizzle.select().from(runs).where(eq(runs.contentHash, hash)))[0];

  /** What became of the records of a peer, by their digests. */
  async records(peer: Peer) {
    const rows = await this.store.drizzle.select().from(feedRecords).where(eq(feedRecords.peerId, peer.id));
    return new Map(rows.map((row) => [row.digest, row]));
  }
}

/** Samples of the four problems of `sums`, of which so many are right. */
export const samples = (right: number, tokens = 100) =>
  [0, 1, 2, 3].map((i) => ({ problem: `sum-${i}`, repeat: 0, correct: i < right, outputTokens: tokens + i }));
