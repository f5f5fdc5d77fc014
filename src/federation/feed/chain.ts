import { FeedError } from "../keys/feedError.ts";
import { keyIdOf } from "../keys/publicKey.ts";
import { digestOf } from "./canonicalJson.ts";
import { LARGEST } from "./limits.ts";
import { type Head, keyAfter, type Manifest, readHead, readManifest } from "./manifest.ts";
import { type FeedSource, HostAway } from "./source.ts";

/** What a reader remembers of a feed. */
export interface Remembered {
  lab: string;
  /** The sequence and the digest of the last manifest that was taken; 0 and null before the first. */
  sequence: number;
  manifest: string | null;
  /** The key in force after it; null before the first, and where an operator pinned another key since. */
  key: string | null;
  /** The id of the key that an operator pinned. */
  pinned: string;
  /** Whether the last manifest revoked its key. */
  revoked: boolean;
}

export interface Chain {
  head: Head;
  /** The manifests after the remembered one, the oldest first. Only their places are held. */
  following: { sequence: number; digest: string; size: number }[];
}

/** A feed says how many manifests it has; more new ones at a time nobody writes, and all of them are read before any record. */
export const MOST_FOLLOWING = { manifests: 100_000, bytes: 1024 ** 3 };

/**
 * Walks a feed from its head back to what is remembered and checks the whole way, so that what follows can be taken.
 *
 * @throws FeedError with a code `FEED_…` (docs/feed-format.md).
 */
export async function readChain(source: FeedSource, remembered: Remembered, most = MOST_FOLLOWING): Promise<Chain> {
  const { head, envelope } = readHead(await source.read("feed.json", LARGEST.head, "FEED"));
  requireLab(head, remembered.lab);
  if (head.sequence < remembered.sequence) {
    throw new FeedError(
      "FEED_ROLLED_BACK",
      `The head has the sequence ${head.sequence}, and ${remembered.sequence} was read before.`,
    );
  }
  const newestFirst: (Chain["following"][number] & Step)[] = [];
  let bytesRead = 0;
  let wanted: { digest: string; size: number | null } = head.manifest;
  let after: Pick<Manifest, "publishedAt"> | null = null;
  for (let sequence = head.sequence; sequence > remembered.sequence; sequence--) {
    if (newestFirst.length >= most.manifests || bytesRead > most.bytes) {
      throw broken(`there are more than ${most.manifests} new manifests, or more than ${most.bytes} bytes of them`);
    }
    const bytes = await readNamed(source, wanted.digest, wanted.size);
    const manifest = readManifest(bytes, wanted.digest);
    requireLab(manifest, remembered.lab);
    requirePlace(manifest, sequence);
    if (after === null) requireSameHead(head, manifest);
    else if (manifest.publishedAt > after.publishedAt) throw broken("a manifest is older than the one before it");
    requireEachOnce(manifest);
    const { key, next, revoked } = manifest;
    newestFirst.push({ sequence, digest: wanted.digest, size: bytes.length, key, next, revoked });
    bytesRead += bytes.length;
    after = manifest;
    wanted = { digest: manifest.previous!, size: null };
  }
  if (remembered.sequence > 0 && wanted.digest !== remembered.manifest) {
    throw new FeedError(
      "FEED_FORKED",
      `Manifest ${remembered.sequence} is another one than the one that was read before: the feed's past was rewritten.`,
    );
  }
  const following = newestFirst.reverse();
  const inForce = followKeys(following, remembered);
  // An operator who pinned another key since knows better than the head of old.
  if (following.length > 0 || remembered.key !== null) {
    if (!envelope.isSignedBy(inForce)) {
      throw new FeedError("FEED_BAD_SIGNATURE", "feed.json: the key in force did not sign it.");
    }
  }
  return { head, following };
}

/** Reads a manifest again whose place in the chain was checked. */
export const readChecked = async (
  source: FeedSource,
  { digest, size }: { digest: string; size: number | null },
): Promise<Manifest> => readManifest(await readNamed(source, digest, size), digest);

/** How often a manifest is asked for. A chain of many, of which one was cut or changed on the way, is read in vain. */
const MANIFEST_TRIES = 3;

async function readNamed(source: FeedSource, digest: string, size: number | null): Promise<Buffer> {
  for (let tried = 1; tried < MANIFEST_TRIES; tried++) {
    try {
      return await readOnce(source, digest, size);
    } catch (error) {
      const { code } = error as FeedError;
      const isSpoilt = code === "FEED_BAD_DIGEST" || code === "FEED_UNREACHABLE";
      if (!isSpoilt || error instanceof HostAway) throw error;
    }
  }
  return readOnce(source, digest, size);
}

async function readOnce(source: FeedSource, digest: string, size: number | null): Promise<Buffer> {
  const path = `manifests/${digest}.json`;
  const bytes = await source.read(path, size ?? LARGEST.manifest, "FEED");
  if (digestOf(bytes) === digest && (size === null || bytes.length === size)) return bytes;
  throw new FeedError("FEED_BAD_DIGEST", `${path}: it does not have the digest or the size by which it is named.`);
}

type Step = Pick<Manifest, "key" | "next" | "revoked">;

/** The key in force at the end. Throws where a manifest has another key than the one in force. */
function followKeys(steps: Step[], { key, pinned, revoked, sequence }: Remembered): string {
  let inForce = revoked || (sequence > 0 && key === null) ? null : key;
  let gone = revoked ? key : null;
  let isPinned = sequence > 0;
  for (const step of steps) {
    const isNext = inForce === null ? sequence === 0 && step === steps[0] : step.key === inForce;
    // After a revocation an operator says which key is next.
    if (!isNext && !(inForce === null && keyIdOf(step.key) === pinned && step.key !== gone)) {
      if (inForce === null)
        throw new FeedError("FEED_KEY_REVOKED", "The key was revoked, and no operator pinned the next one.");
      throw new FeedError(
        "FEED_OTHER_KEY",
        `A manifest is signed with the key ${keyIdOf(step.key)}, which is not in force.`,
      );
    }
    isPinned ||= [step.key, keyAfter(step)].some((one) => keyIdOf(one) === pinned);
    inForce = step.revoked ? null : keyAfter(step);
    gone = step.revoked ? step.key : null;
    if (step.revoked && step === steps.at(-1)) return finish(step.key);
  }
  return finish(inForce ?? key ?? "");

  function finish(last: string): string {
    if (isPinned) return last;
    throw new FeedError("FEED_OTHER_KEY", `The key ${pinned}, which was pinned, is not in the feed.`);
  }
}

function requireLab({ lab }: { lab: string }, expected: string): void {
  if (lab !== expected)
    throw new FeedError("FEED_OTHER_LAB", `The feed is of the lab "${lab}", and not of "${expected}".`);
}

function requirePlace({ sequence, previous }: Manifest, expected: number): void {
  if (sequence !== expected) throw broken(`manifest ${expected} says that it is ${sequence}`);
  if ((previous === null) !== (sequence === 1))
    throw broken(`manifest ${sequence} names no manifest before it, or the first one does`);
}

function requireEachOnce({ sequence, entries }: Manifest): void {
  const digests = new Set<string>();
  for (const { digest } of entries) {
    if (digests.has(digest)) throw broken(`the record ${digest} stands twice in manifest ${sequence}`);
    digests.add(digest);
  }
}

function requireSameHead(head: Head, manifest: Manifest): void {
  if (head.publishedAt !== manifest.publishedAt) throw broken("the head does not agree with its manifest");
}

const broken = (why: string) => new FeedError("FEED_BAD_CHAIN", `${why[0]!.toUpperCase()}${why.slice(1)}.`);
