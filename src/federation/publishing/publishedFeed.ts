import { readChain, readChecked } from "../feed/chain.ts";
import type { Last } from "../feed/feedWriter.ts";
import { keyAfter } from "../feed/manifest.ts";
import type { FeedSource } from "../feed/source.ts";
import { openSource } from "../feed/source.ts";
import { readRecord } from "../feed/statement.ts";
import { FeedError } from "../keys/feedError.ts";
import type { LabKey } from "../keys/labKey.ts";

/** What the feed in a folder says already. */
export interface PublishedFeed {
  last: Last;
  /** The time that its last manifest states; null where there is none. */
  publishedAt: string | null;
  /** The public key that signs next; null where there is none yet, or where the last one was revoked. */
  keyInForce: string | null;
  /** Whether the last manifest revoked its key. */
  isRevoked: boolean;
  /** The content hashes of the runs that it brought, and of those that it took back or corrected. */
  brought: Set<string>;
  takenBack: Set<string>;
  /** The verdict and the own run by which it countersigned, by the content hash of the run of another. */
  countersigned: Map<string, string>;
}

/**
 * Reads the feed in a folder; an empty one where there is none.
 *
 * @throws FeedError where the feed there is not that of the key, or is damaged.
 */
export async function readPublished(folder: string, key: LabKey): Promise<PublishedFeed> {
  const source = openSource(folder);
  const published: PublishedFeed = {
    last: { sequence: 0, manifest: null },
    publishedAt: null,
    ...{ keyInForce: null, isRevoked: false },
    brought: new Set(),
    takenBack: new Set(),
    countersigned: new Map(),
  };
  if (!(await hasHead(source))) return published;
  const unread = { sequence: 0, manifest: null, key: null, revoked: false };
  const { following } = await readChain(source, { lab: key.lab, pinned: key.keyId, ...unread });
  for (const place of following) {
    const manifest = await readChecked(source, place);
    for (const entry of manifest.entries) {
      if (entry.run) published.brought.add(entry.run.digest);
      if (entry.kind === "result" || entry.kind === "mirror") continue;
      const bytes = await source.read(`records/${entry.digest}.json`, entry.size, "RECORD");
      const statement = readRecord(bytes, entry.kind, manifest.key, manifest.lab);
      if (statement.kind === "correction") published.takenBack.add(statement.predicate.supersedes);
      if (statement.kind === "retraction") published.takenBack.add(statement.subject);
      if (statement.kind === "countersignature") {
        published.countersigned.set(statement.subject, `${statement.predicate.verdict} ${statement.predicate.run}`);
      }
    }
    published.publishedAt = manifest.publishedAt;
    published.isRevoked = manifest.revoked;
    published.keyInForce = manifest.revoked ? null : keyAfter(manifest);
    published.last = { sequence: place.sequence, manifest: place.digest };
  }
  return published;
}

async function hasHead(source: FeedSource): Promise<boolean> {
  try {
    await source.read("feed.json", 65_536, "FEED");
    return true;
  } catch (error) {
    if (error instanceof FeedError && error.code === "FEED_UNREACHABLE" && /ENOENT/.test(error.message)) return false;
    throw error;
  }
}
