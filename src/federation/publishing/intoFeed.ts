import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { RequestError } from "../../errors/requestError.ts";
import { lockFile } from "../../store/database/folderLock.ts";
import { type Addition, appendToFeed, removeUnfinished, type Signing } from "../feed/feedWriter.ts";
import { FeedError } from "../keys/feedError.ts";
import type { LabKey } from "../keys/labKey.ts";
import { keyIdOf } from "../keys/publicKey.ts";
import { readLastPublished, rememberPublished } from "./lastPublished.ts";
import { type PublishedFeed, readPublished } from "./publishedFeed.ts";

/**
 * Appends to the feed in a folder what is to be said beside what it says already. It goes on where an earlier publishing was
 * killed, also between handing over to a key and taking that key here.
 *
 * @param make gives what is to be added, by what the feed says already and the time of the publishing.
 * @returns the sequence of the last manifest, and the number of records that were added.
 * @throws FeedError `FEED_ROLLED_BACK` where the folder holds less than was published before: peers would see a fork;
 *   `FEED_KEY_REVOKED` and `FEED_OTHER_KEY` where the key may not sign. RequestError `FEED_IN_USE` where another publishing
 *   is under way.
 */
export async function intoFeed(
  dataFolder: string,
  folder: string,
  signing: Signing,
  clock: Date,
  make: (feed: PublishedFeed, now: Date) => AsyncIterable<Addition>,
): Promise<{ sequence: number; added: number }> {
  const { lab } = signing.key;
  // The first lock is that of the lab, which must not go on in two folders at once.
  const release = lockBoth(join(dataFolder, "keys"), `${lab}.feed.lock`, folder);
  try {
    await removeUnfinished(folder);
    const { feed, holding } = await readOwn(folder, signing);
    requireWhole(feed, readLastPublished(dataFolder, lab));
    // A clock that was set back must not put a manifest before the one that it follows.
    const now = new Date(Math.max(clock.getTime(), Date.parse(feed.publishedAt ?? "") || 0));
    const end = await appendToFeed(folder, feed.last, make(feed, now), holding, now);
    rememberPublished(dataFolder, lab, end);
    return { sequence: end.sequence, added: end.added };
  } finally {
    release();
  }
}

function lockBoth(keys: string, name: string, folder: string): () => void {
  const releaseLab = lock(keys, name, "the lab");
  try {
    const release = lock(folder, "feed.lock", `the folder ${folder}`);
    return () => {
      release();
      releaseLab();
    };
  } catch (error) {
    releaseLab();
    throw error;
  }
}

function lock(folder: string, name: string, what: string): () => void {
  mkdirSync(folder, { recursive: true });
  const release = lockFile(join(folder, name));
  if (release) return release;
  throw new RequestError("FEED_IN_USE", `Another publishing of ${what} is under way. Wait until it has ended.`);
}

/** The feed of a key or, where the key was handed over or revoked already, that of its successor, with who signs now. */
async function readOwn(folder: string, signing: Signing): Promise<{ feed: PublishedFeed; holding: Signing }> {
  const { key, next, ...others } = signing;
  const successor = next ? { ...others, key: next, next: null } : null;
  const feed = await readPublished(folder, key).catch((error) => {
    if (successor && (error as FeedError).code === "FEED_KEY_REVOKED") return readPublished(folder, successor.key);
    throw error;
  });
  if (feed.keyInForce === key.publicKey || feed.last.sequence === 0) return { feed, holding: signing };
  if (successor && (feed.isRevoked || feed.keyInForce === successor.key.publicKey)) return { feed, holding: successor };
  throw feed.isRevoked ? revoked(key) : otherKey(feed.keyInForce!);
}

const revoked = ({ lab, keyId }: LabKey) =>
  new FeedError(
    "FEED_KEY_REVOKED",
    `The feed revoked the key ${keyId}. Make another one, which peers then pin: paretograph key create ${lab} --next`,
  );

const otherKey = (publicKey: string) =>
  new FeedError("FEED_OTHER_KEY", `The feed goes on with the key ${keyIdOf(publicKey)}, which is not here.`);

function requireWhole({ last }: PublishedFeed, before: { sequence: number; manifest: string | null }): void {
  if (last.sequence > before.sequence || last.manifest === before.manifest) return;
  throw new FeedError(
    "FEED_ROLLED_BACK",
    `The folder holds the feed up to manifest ${last.sequence}, and ${before.sequence} was published before. Bring that feed into the folder: another one would be a fork, which peers refuse.`,
  );
}
