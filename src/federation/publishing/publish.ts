import { and, asc, eq, gt, inArray, notInArray } from "drizzle-orm";
import { RequestError } from "../../errors/requestError.ts";
import { canonicalRun, contentHash } from "../../recording/submitted/contentHash.ts";
import type { ModelFiles } from "../../recording/submitted/modelFiles.ts";
import { countedVerdicts } from "../../recording/verdicts.ts";
import type { Store } from "../../store/store.ts";
import { type Assurance, countersignatures, runs } from "../../store/tables.ts";
import type { Addition, Signing } from "../feed/feedWriter.ts";
import type { LabKey } from "../keys/labKey.ts";
import { aboutRun } from "./aboutRun.ts";
import { intoFeed } from "./intoFeed.ts";
import { DELETED, fileOf, isPublicAsItIs, type LeftOut, type OwnRun, publicRun, tooLarge } from "./publicRun.ts";
import type { PublishedFeed } from "./publishedFeed.ts";

export interface Published {
  /** The sequence of the last manifest, and the records that were added. */
  sequence: number;
  added: number;
  leftOut: LeftOut[];
}

/** What a lab says of its new runs beside what the store knows. */
export interface Said {
  /** Its assurance of runs, by their content hash in the store, where it is another one than that of the publishing. */
  assurances?: ReadonlyMap<string, Assurance>;
  /** The files of models, by slug, of runs that name none themselves. */
  modelFiles?: ReadonlyMap<string, ModelFiles>;
  /** Has a CI job sign the records. */
  bundleBy?: Signing["bundleBy"];
}

const PAGE = 100;

/**
 * Appends what a lab has had since to its feed in a folder: new runs, corrections, retractions and countersignatures.
 *
 * @param keys the key of the lab, the one to which it hands over, and whether it is revoked.
 * @throws as `intoFeed`, and RequestError `UNKNOWN_VALUE` for a lab that the store lacks.
 */
export async function publish(
  store: Store,
  dataFolder: string,
  folder: string,
  keys: { key: LabKey; next?: LabKey | null; revoked?: boolean },
  assurance: Assurance,
  clock: Date,
  { bundleBy, ...said }: Said = {},
): Promise<Published> {
  const labId = await labIdOf(store, keys.key.lab);
  const leftOut: LeftOut[] = [];
  const end = await intoFeed(dataFolder, folder, { ...keys, bundleBy }, clock, (feed, now) => {
    return new Publication(store, keys.key.lab, feed, labId, { ...said, assurance }, leftOut, now).additions();
  });
  return { ...end, leftOut };
}

/** The row id of the lab that publishes. Throws `UNKNOWN_VALUE` where the store lacks it. */
async function labIdOf(store: Store, lab: string): Promise<number> {
  const id = (await store.catalogue()).labs.bySlug.get(lab)?.id;
  if (id === undefined) throw new RequestError("UNKNOWN_VALUE", `lab: the store has no lab "${lab}".`, "lab");
  return id;
}

class Publication {
  readonly #store: Store;
  readonly #lab: string;
  readonly #feed: PublishedFeed;
  readonly #labId: number;
  readonly #said: Said & { assurance: Assurance };
  readonly #leftOut: LeftOut[];
  readonly #statedAt: string;
  /** The content hashes under which runs are published, where they are others than in the store. */
  readonly #publishedAs = new Map<string, string>();

  constructor(
    store: Store,
    lab: string,
    feed: PublishedFeed,
    labId: number,
    said: Said & { assurance: Assurance },
    leftOut: LeftOut[],
    now: Date,
  ) {
    this.#store = store;
    this.#lab = lab;
    this.#feed = feed;
    this.#labId = labId;
    this.#said = said;
    this.#leftOut = leftOut;
    this.#statedAt = now.toISOString();
  }

  async *additions(): AsyncGenerator<Addition> {
    const superseded = new Map<string, OwnRun>();
    const retracted: OwnRun[] = [];
    for await (const run of this.#runs()) {
      if (run.status === "RETRACTED") {
        // What was never published need not be taken back. Its public content hash is still that of its successor's reference.
        await this.#hashOf(run);
        if (run.supersededBy !== null) superseded.set(run.supersededBy, run);
        else retracted.push(run);
      }
    }
    for await (const run of this.#runs()) {
      if (run.status !== "SUCCEEDED") continue;
      const earlier = superseded.get(run.contentHash);
      yield* this.#ofRun(run, earlier);
    }
    for (const run of [...retracted, ...superseded.values()]) {
      const subject = this.#named(run.contentHash);
      if (!this.#feed.brought.has(subject) || this.#feed.takenBack.has(subject)) continue;
      this.#feed.takenBack.add(subject);
      const reason = run.retractionReason?.trim() || "The lab took it back.";
      const predicate = { lab: this.#lab, statedAt: this.#statedAt, reason };
      yield { statement: { kind: "retraction", subject, predicate } };
    }
    yield* this.#countersignatures();
  }

  async *#ofRun(run: OwnRun, earlier: OwnRun | undefined): AsyncGenerator<Addition> {
    if (isPublicAsItIs(run) && this.#feed.brought.has(run.contentHash)) return;
    const shown = await publicRun(this.#store, run, (hash) => this.#named(hash));
    if (!shown) {
      this.#leftOut.push({ run: run.contentHash, reason: DELETED });
      return;
    }
    const { subject, size } = fileOf(shown);
    this.#publishedAs.set(run.contentHash, subject);
    if (this.#feed.brought.has(subject)) return;
    const reason = tooLarge(size);
    if (reason !== null) {
      this.#leftOut.push({ run: run.contentHash, reason });
      return;
    }
    const { modelFiles = new Map() } = this.#said;
    const by = { lab: this.#lab, statedAt: this.#statedAt };
    const about = await aboutRun(this.#store, run, { run: shown, subject }, by, modelFiles);
    const predicate = { ...about.predicate, ...(await this.#assured(run.contentHash)) };
    const brought = { run: canonicalRun(shown), ...(about.everyEvalEver && { everyEvalEver: about.everyEvalEver }) };
    const supersedes = earlier && this.#named(earlier.contentHash);
    this.#feed.brought.add(subject);
    if (supersedes === undefined || !this.#feed.brought.has(supersedes) || this.#feed.takenBack.has(supersedes)) {
      yield { statement: { kind: "result", subject, predicate }, ...brought };
      return;
    }
    this.#feed.takenBack.add(supersedes);
    const why = earlier!.retractionReason?.trim() || "The lab replaced it.";
    const corrected = { ...predicate, supersedes, reason: why };
    yield { statement: { kind: "correction", subject, predicate: corrected }, ...brought };
  }

  /** What the lab says of a run. That it reproduces another one, the lab must have found by a comparison. */
  async #assured(run: string): Promise<{ assurance: Assurance; reproduces?: string }> {
    const assurance = this.#said.assurances?.get(run) ?? this.#said.assurance;
    if (assurance !== "REPRODUCED") return { assurance };
    const verdicts = await countedVerdicts(this.#store.drizzle, [run]);
    const reproduced = verdicts.filter((one) => one.run === run && one.verdict === "reproduced");
    const [reproduces] = reproduced.map(({ subject }) => subject).sort();
    if (reproduces) return { assurance, reproduces };
    throw new RequestError(
      "BAD_VALUE",
      `assurance: the run ${run} reproduces no run of another lab that this store holds. Compare it with one: paretograph countersign HASH --run ${run}`,
      "assurance",
    );
  }

  #named(hash: string): string {
    return this.#publishedAs.get(hash) ?? hash;
  }

  async #hashOf(run: OwnRun): Promise<void> {
    if (isPublicAsItIs(run)) return;
    const shown = await publicRun(this.#store, run, (hash) => this.#named(hash));
    if (shown) this.#publishedAs.set(run.contentHash, contentHash(shown));
  }

  async *#countersignatures(): AsyncGenerator<Addition> {
    const rows = await this.#store.drizzle
      .select()
      .from(countersignatures)
      .where(eq(countersignatures.lab, this.#lab))
      .orderBy(asc(countersignatures.statedAt));
    for (const { subject, verdict, run: own, note } of rows) {
      const run = this.#named(own);
      if (this.#feed.countersigned.get(subject) === `${verdict} ${run}` || !this.#feed.brought.has(run)) continue;
      const predicate = { lab: this.#lab, statedAt: this.#statedAt, verdict, run, ...(note && { note }) };
      yield { statement: { kind: "countersignature", subject, predicate } };
    }
  }

  /** The own runs of the lab that counted, in the order in which they came. */
  async *#runs(): AsyncGenerator<OwnRun> {
    for (let after = 0; ; ) {
      const page = await this.#store.drizzle
        .select()
        .from(runs)
        .where(
          and(
            eq(runs.labId, this.#labId),
            gt(runs.id, after),
            inArray(runs.status, ["SUCCEEDED", "RETRACTED"]),
            notInArray(runs.provenance, ["FEDERATED", "MIRRORED"]),
          ),
        )
        .orderBy(asc(runs.id))
        .limit(PAGE);
      yield* page;
      if (page.length < PAGE) return;
      after = page.at(-1)!.id;
    }
  }
}
