import { and, asc, eq, gt, inArray, notInArray } from "drizzle-orm";
import { RequestError } from "../../errors/requestError.ts";
import { canonicalRun, contentHash } from "../../recording/submitted/contentHash.ts";
import type { RunSubmission } from "../../recording/submitted/submission.ts";
import type { Store } from "../../store/store.ts";
import { type Assurance, countersignatures, runs } from "../../store/tables.ts";
import { type Addition, appendToFeed } from "../feed/feedWriter.ts";
import { FeedError } from "../keys/feedError.ts";
import type { LabKey } from "../keys/labKey.ts";
import { readLastPublished, rememberPublished } from "./lastPublished.ts";
import { isPublicAsItIs, type OwnRun, publicRun } from "./publicRun.ts";
import { type PublishedFeed, readPublished } from "./publishedFeed.ts";

export interface Published {
  /** The sequence of the last manifest, and the records that were added. */
  sequence: number;
  added: number;
  /** Content hashes of runs that are not published, since texts or samples of them were deleted. */
  leftOut: string[];
}

const PAGE = 100;

/**
 * Appends what a lab has had since to its feed in a folder: new runs, corrections, retractions and countersignatures.
 *
 * @param keys the key of the lab, the one to which it hands over, and whether it is revoked.
 * @throws FeedError `FEED_ROLLED_BACK` where the folder holds less than was published before: peers would see a fork.
 */
export async function publish(
  store: Store,
  dataFolder: string,
  folder: string,
  keys: { key: LabKey; next?: LabKey | null; revoked?: boolean },
  assurance: Assurance,
  clock: Date,
): Promise<Published> {
  const { lab } = keys.key;
  const labId = (await store.catalogue()).labs.bySlug.get(lab)?.id;
  if (labId === undefined) throw new RequestError("UNKNOWN_VALUE", `lab: the store has no lab "${lab}".`, "lab");
  const feed = await readPublished(folder, keys.key);
  requireWhole(feed, readLastPublished(dataFolder, lab));
  // A clock that was set back must not put a manifest before the one that it follows.
  const now = new Date(Math.max(clock.getTime(), Date.parse(feed.publishedAt ?? "") || 0));
  const publication = new Publication(store, keys.key, feed, labId, assurance, now);
  const end = await appendToFeed(folder, feed.last, publication.additions(), keys, now);
  rememberPublished(dataFolder, lab, end);
  return { sequence: end.sequence, added: end.added, leftOut: publication.leftOut };
}

function requireWhole({ last }: PublishedFeed, before: { sequence: number; manifest: string | null }): void {
  if (last.sequence > before.sequence || last.manifest === before.manifest) return;
  throw new FeedError(
    "FEED_ROLLED_BACK",
    `The folder holds the feed up to manifest ${last.sequence}, and ${before.sequence} was published before. Bring that feed into the folder: another one would be a fork, which peers refuse.`,
  );
}

class Publication {
  readonly leftOut: string[] = [];
  readonly #store: Store;
  readonly #key: LabKey;
  readonly #feed: PublishedFeed;
  readonly #labId: number;
  readonly #assurance: Assurance;
  readonly #statedAt: string;
  /** The content hashes under which runs are published, where they are others than in the store. */
  readonly #publishedAs = new Map<string, string>();

  constructor(store: Store, key: LabKey, feed: PublishedFeed, labId: number, assurance: Assurance, now: Date) {
    this.#store = store;
    this.#key = key;
    this.#feed = feed;
    this.#labId = labId;
    this.#assurance = assurance;
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
      const predicate = { lab: this.#key.lab, statedAt: this.#statedAt, reason };
      yield { statement: { kind: "retraction", subject, predicate } };
    }
    yield* this.#countersignatures();
  }

  async *#ofRun(run: OwnRun, earlier: OwnRun | undefined): AsyncGenerator<Addition> {
    if (isPublicAsItIs(run) && this.#feed.brought.has(run.contentHash)) return;
    const shown = await publicRun(this.#store, run, (hash) => this.#named(hash));
    if (!shown) {
      this.leftOut.push(run.contentHash);
      return;
    }
    const subject = contentHash(shown);
    this.#publishedAs.set(run.contentHash, subject);
    if (this.#feed.brought.has(subject)) return;
    const predicate = { ...(await this.#about(run, shown)), assurance: this.#assurance };
    const supersedes = earlier && this.#named(earlier.contentHash);
    this.#feed.brought.add(subject);
    if (supersedes === undefined || !this.#feed.brought.has(supersedes) || this.#feed.takenBack.has(supersedes)) {
      yield { statement: { kind: "result", subject, predicate }, run: canonicalRun(shown) };
      return;
    }
    this.#feed.takenBack.add(supersedes);
    const reason = earlier!.retractionReason?.trim() || "The lab replaced it.";
    yield {
      statement: { kind: "correction", subject, predicate: { ...predicate, supersedes, reason } },
      run: canonicalRun(shown),
    };
  }

  #named(hash: string): string {
    return this.#publishedAs.get(hash) ?? hash;
  }

  async #hashOf(run: OwnRun): Promise<void> {
    if (isPublicAsItIs(run)) return;
    const shown = await publicRun(this.#store, run, (hash) => this.#named(hash));
    if (shown) this.#publishedAs.set(run.contentHash, contentHash(shown));
  }

  async #about(run: OwnRun, { recipe }: RunSubmission) {
    const catalogue = await this.#store.catalogue();
    const model = catalogue.models.byId.get(run.modelId)!;
    const benchmark = catalogue.benchmarks.byId.get(run.benchmarkId)!;
    const { developer, family, releasedOn, openWeights } = model;
    const measures = Object.entries(run.measures).map(([name, measure]) => [name, measure!.value] as const);
    const named = recipe?.benchmark as
      | { name?: string; version?: string; options?: Record<string, unknown> }
      | undefined;
    const dataset = recipe?.dataset as { sha256?: string; source?: string } | undefined;
    return {
      ...{ lab: this.#key.lab, statedAt: this.#statedAt },
      ...{ model: model.slug, mode: run.mode, benchmark: benchmark.slug },
      measures: Object.fromEntries(measures.slice(0, 100)),
      newModel: withoutNulls({ openWeights, developer, family, releasedOn }),
      ...(benchmark.url && benchmark.license && { newBenchmark: newBenchmarkOf(benchmark) }),
      ...(named?.name && {
        harness: withoutNulls({ name: named.name, version: named.version, options: named.options }) as never,
      }),
      ...(dataset?.sha256 && { dataset: { name: dataset.source ?? benchmark.slug, sha256: dataset.sha256 } }),
    };
  }

  async *#countersignatures(): AsyncGenerator<Addition> {
    const rows = await this.#store.drizzle
      .select()
      .from(countersignatures)
      .where(eq(countersignatures.lab, this.#key.lab))
      .orderBy(asc(countersignatures.statedAt));
    for (const { subject, verdict, run: own, note } of rows) {
      const run = this.#named(own);
      if (this.#feed.countersigned.get(subject) === `${verdict} ${run}` || !this.#feed.brought.has(run)) continue;
      const predicate = { lab: this.#key.lab, statedAt: this.#statedAt, verdict, run, ...(note && { note }) };
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

const withoutNulls = (given: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value != null));

function newBenchmarkOf({
  name,
  domain,
  url,
  license,
  chanceLevel,
  problemCount,
}: {
  name: string;
  domain: string | null;
  url: string | null;
  license: string | null;
  chanceLevel: number | null;
  problemCount: number | null;
}) {
  return withoutNulls({ name, domain, sourceUrl: url, license, chanceLevel, problemCount });
}
