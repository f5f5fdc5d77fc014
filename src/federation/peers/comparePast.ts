import { RequestError } from "../../errors/requestError.ts";
import { readChecked } from "../feed/chain.ts";
import { openSource } from "../feed/source.ts";
import { FeedError } from "../keys/feedError.ts";
import type { Peer } from "./peer.ts";

/** What a store read of a feed, as its operator tells others: the number of the last manifest and its digest, `12:ada6…`. */
export const seenOf = ({ sequence, manifest }: Pick<Peer, "sequence" | "manifest">) => `${sequence}:${manifest ?? ""}`;

/**
 * Compares what this store read of a feed with what another reader read of it. Manifests name their predecessors by their
 * digests, so that no host can show a past that leads to both.
 *
 * @param other the other reader's `seenOf`.
 * @throws FeedError `FEED_FORKED` where the two were shown two pasts, `FEED_ROLLED_BACK` where the other was shown more, and
 *   as the reading of manifests; RequestError `BAD_VALUE` for what is no `seenOf`.
 */
export async function comparePast(peer: Peer, other: string): Promise<void> {
  const [, number, theirs] = /^([1-9]\d{0,6}):([0-9a-f]{64})$/.exec(other) ?? [];
  if (theirs === undefined) {
    throw new RequestError(
      "BAD_VALUE",
      "seen: it is a number and a digest, such as 12:ada6…, of which all digits count.",
      "seen",
    );
  }
  const sequence = Number(number);
  if (sequence > peer.sequence) {
    throw new FeedError(
      "FEED_ROLLED_BACK",
      `The other reader was shown manifest ${sequence}, and manifest ${peer.sequence} is the last one here. Pull once more: if that changes nothing, the host withholds what is newer.`,
    );
  }
  const source = openSource(peer.url);
  let own = peer.manifest!;
  for (let at = peer.sequence; at > sequence; at--) {
    own = (await readChecked(source, { digest: own, size: null })).previous!;
  }
  if (own === theirs) return;
  throw new FeedError(
    "FEED_FORKED",
    `Manifest ${sequence} has the digest ${own} here, and the other reader was shown ${theirs}: the lab has two pasts. Keep the files of both, which its key signed.`,
  );
}
