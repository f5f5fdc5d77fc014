import { and, asc, eq, gt, inArray, notInArray } from "drizzle-orm";
import { RequestError } from "../../errors/requestError.ts";
import { canonicalRun } from "../../recording/submitted/contentHash.ts";
import type { Store } from "../../store/store.ts";
import { runs } from "../../store/tables.ts";
import type { Addition, Signing } from "../feed/feedWriter.ts";
import { isOpenLicence } from "../keys/openLicence.ts";
import { aboutRun } from "./aboutRun.ts";
import { intoFeed } from "./intoFeed.ts";
import { DELETED, fileOf, type LeftOut, type OwnRun, publicRun, tooLarge } from "./publicRun.ts";
import type { PublishedFeed } from "./publishedFeed.ts";

/** The results of a lab that a mirror republishes, and where it has them from. */
export interface MirrorSource {
  lab: string;
  /** The address of the source; that which each run states where it is left out. */
  url?: string | undefined;
  /** The digest of the file from which the mirror took them. */
  sha256: string;
  /** The day on which it did, such as `2026-11-20`. */
  retrievedOn: string;
}

export interface Mirrored {
  sequence: number;
  added: number;
  leftOut: LeftOut[];
}

const PAGE = 100;

/**
 * Appends the results of other labs to the feed of a mirror, which signs them as its own copies and never as the lab: those
 * that were imported under an open licence. Runs that were taken back since are retracted.
 *
 * @throws as `intoFeed`, and RequestError `UNKNOWN_VALUE` for labs that the store lacks, `BAD_VALUE` for the mirror's own lab.
 */
export async function mirror(
  store: Store,
  dataFolder: string,
  folder: string,
  signing: Signing,
  sources: readonly MirrorSource[],
  clock: Date,
): Promise<Mirrored> {
  const { labs } = await store.catalogue();
  for (const { lab } of sources) {
    if (lab === signing.key.lab) {
      throw new RequestError(
        "BAD_VALUE",
        `mirror: "${lab}" is the mirror itself, which publishes its own runs.`,
        "mirror",
      );
    }
    if (!labs.bySlug.has(lab))
      throw new RequestError("UNKNOWN_VALUE", `mirror: the store has no lab "${lab}".`, "mirror");
  }
  const leftOut: Mirrored["leftOut"] = [];
  const end = await intoFeed(dataFolder, folder, signing, clock, async function* (feed, now) {
    const by = { lab: signing.key.lab, statedAt: now.toISOString() };
    for (const source of sources) {
      for await (const run of importedRuns(store, labs.bySlug.get(source.lab)!.id)) {
        const added = run.status === "RETRACTED" ? retraction(run, feed, by) : await copy(store, run, source, feed, by);
        if (typeof added === "string") leftOut.push({ run: run.contentHash, reason: added });
        else if (added) yield added;
      }
    }
  });
  return { ...end, leftOut };
}

type By = { lab: string; statedAt: string };

/** The record of a copy; null where the feed has it already, or the reason why it is not republished. */
async function copy(
  store: Store,
  run: OwnRun,
  source: MirrorSource,
  feed: PublishedFeed,
  by: By,
): Promise<Addition | string | null> {
  const shown = await publicRun(store, run, (hash) => hash);
  if (!shown) return DELETED;
  const { subject, size } = fileOf(shown);
  if (feed.brought.has(subject)) return null;
  const fault = tooLarge(size);
  if (fault !== null) return fault;
  if (!isOpenLicence(run.license)) {
    return run.license ? `its licence ${run.license} is not known to be open` : "its licence is not known";
  }
  const url = source.url ?? run.sourceUrl;
  if (!url || !/^https?:/.test(url)) return "its source has no address";
  feed.brought.add(subject);
  const { predicate, everyEvalEver } = await aboutRun(store, run, { run: shown, subject }, by, new Map());
  const named = { url, sha256: source.sha256, retrievedOn: source.retrievedOn, license: run.license! };
  return {
    statement: { kind: "mirror", subject, predicate: { ...predicate, origin: shown.lab, source: named } },
    run: canonicalRun(shown),
    ...(everyEvalEver && { everyEvalEver }),
  };
}

function retraction(run: OwnRun, feed: PublishedFeed, by: By): Addition | null {
  const subject = run.contentHash;
  if (!feed.brought.has(subject) || feed.takenBack.has(subject)) return null;
  feed.takenBack.add(subject);
  const reason = run.retractionReason?.trim() || "The source took it back.";
  return { statement: { kind: "retraction", subject, predicate: { ...by, reason } } };
}

/** The runs of a lab that came from a publication, in the order in which they came. */
async function* importedRuns(store: Store, labId: number): AsyncGenerator<OwnRun> {
  for (let after = 0; ; ) {
    const page = await store.drizzle
      .select()
      .from(runs)
      .where(
        and(
          eq(runs.labId, labId),
          gt(runs.id, after),
          inArray(runs.status, ["SUCCEEDED", "RETRACTED"]),
          // What a lab signed itself is followed where it says so, and a copy of a copy would hide where it came from.
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
