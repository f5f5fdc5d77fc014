import { readChain, readChecked } from "../../../src/federation/feed/chain.ts";
import { readEntry } from "../../../src/federation/feed/readEntry.ts";
import { type FeedSource, openSource } from "../../../src/federation/feed/source.ts";
import { FeedError } from "../../../src/federation/keys/feedError.ts";

export interface Told {
  lab: string;
  /** The id of the pinned key. */
  pinned: string;
  remembered: { sequence: number; manifest: string; key: string; revoked?: boolean } | null;
}

/** Reads a feed as a reader without a store does: the code of its fault, or the codes of the records that are left out. */
export async function readWithoutStore(feed: string | FeedSource, { lab, pinned, remembered }: Told) {
  const source = typeof feed === "string" ? openSource(feed) : feed;
  const before = { sequence: 0, manifest: null, key: null, revoked: false, ...remembered };
  const refused: Record<string, string> = {};
  const published = new Set<string>();
  try {
    const { following } = await readChain(source, { lab, pinned, ...before });
    for (const place of following) {
      const manifest = await readChecked(source, place);
      for (const entry of manifest.entries) {
        try {
          const { statement, run } = await readEntry(source, entry, manifest);
          const earlier =
            statement.kind === "retraction"
              ? statement.subject
              : statement.kind === "correction" && statement.predicate.supersedes;
          if (earlier && !published.has(earlier)) refused[entry.digest] = "RECORD_UNKNOWN_RUN";
          else if (run) published.add(statement.subject);
        } catch (error) {
          if (!(error instanceof FeedError)) throw error;
          refused[entry.digest] = error.code;
        }
      }
    }
    return { fault: null, refused };
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    return { fault: error.code, refused };
  }
}
