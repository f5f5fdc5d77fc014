import { eq } from "drizzle-orm";
import { RequestError } from "../../errors/requestError.ts";
import type { Store } from "../../store/store.ts";
import { peers, type Signer } from "../../store/tables.ts";
import { readChain } from "../feed/chain.ts";
import { LARGEST } from "../feed/limits.ts";
import { keyAfter, readHead, readManifest } from "../feed/manifest.ts";
import { openSource } from "../feed/source.ts";
import type { TrustedAuthorities } from "../keys/identity.ts";
import { keyIdOf } from "../keys/publicKey.ts";

export type Peer = typeof peers.$inferSelect;

/** The most bytes that the records of a peer and their runs may take, unless an operator says otherwise. */
export const MOST_BYTES = 10 * 1024 ** 3;

/** The lab and the key of a feed as it shows itself. */
export interface Introduction {
  lab: string;
  keyId: string;
}

/**
 * Asks a feed for its lab and the id of its key, which an operator compares with what the lab says elsewhere.
 *
 * @throws FeedError for what is no feed, or one whose head its own key did not sign.
 */
export async function introductionOf(address: string): Promise<Introduction> {
  const source = openSource(address);
  const { head } = readHead(await source.read("feed.json", LARGEST.head, "FEED"));
  const name = head.manifest.digest;
  const manifest = readManifest(await source.read(`manifests/${name}.json`, LARGEST.manifest, "FEED"), name);
  const keyId = keyIdOf(keyAfter(manifest));
  const unread = { sequence: 0, manifest: null, key: null, revoked: false };
  await readChain(source, { lab: head.lab, pinned: keyId, ...unread });
  return { lab: head.lab, keyId };
}

/**
 * Adds the feed of a lab and pins its key.
 *
 * @param wanted the id of the key that the operator demands; without one the present key of the feed is pinned.
 * @param ownLabs labs that have a key here: nobody else speaks for them.
 * @throws FeedError as `readChain`; RequestError `BAD_VALUE` for a feed or a lab that is there already.
 */
export async function addPeer(
  store: Store,
  address: string,
  {
    wanted,
    mostBytes = MOST_BYTES,
    ownLabs,
  }: { wanted?: string | undefined; mostBytes?: number; ownLabs: readonly string[] },
): Promise<Peer> {
  const { lab, keyId } = await introductionOf(address);
  const pinned = wanted ?? keyId;
  if (wanted !== undefined) {
    const unread = { sequence: 0, manifest: null, key: null, revoked: false };
    await readChain(openSource(address), { lab, pinned, ...unread });
  }
  if (ownLabs.includes(lab)) {
    throw new RequestError("BAD_VALUE", `url: the feed is of the lab "${lab}", which publishes from here.`, "url");
  }
  const [added] = await store.drizzle
    .insert(peers)
    .values({ url: address, lab, pinned, mostBytes })
    .onConflictDoNothing()
    .returning();
  if (added) return added;
  throw new RequestError("BAD_VALUE", `url: there is a peer of this address or of the lab "${lab}" already.`, "url");
}

/** The peer of an address or a lab. Throws `UNKNOWN_VALUE` where there is none. */
export async function findPeer(store: Store, named: string): Promise<Peer> {
  const all = await store.drizzle.select().from(peers).orderBy(peers.id);
  const found = all.find(({ url, lab }) => url === named || lab === named);
  if (found) return found;
  const known = all.length === 0 ? "There is none yet." : `There are: ${all.map(({ lab }) => lab).join(", ")}.`;
  throw new RequestError("UNKNOWN_VALUE", `peer: there is no peer "${named}". ${known}`, "peer");
}

/** Pins another key, by its id, which an operator knows by another way than the feed. */
export async function trustKey(store: Store, peer: Peer, keyId: string): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(keyId)) {
    throw new RequestError("BAD_VALUE", "key: the id of a key has 64 hexadecimal digits.", "key");
  }
  await store.drizzle.update(peers).set({ pinned: keyId, key: null, revoked: false }).where(eq(peers.id, peer.id));
}

/** Takes nothing more of a peer until another key is pinned: for a key of which an operator hears that it was stolen. */
export async function revokeKey(store: Store, peer: Peer): Promise<void> {
  await store.drizzle.update(peers).set({ revoked: true, pinned: "" }).where(eq(peers.id, peer.id));
}

/** Takes a peer off the list. What it brought stays. */
export async function removePeer(store: Store, peer: Peer): Promise<void> {
  await store.drizzle.delete(peers).where(eq(peers.id, peer.id));
}

/**
 * Demands that one of these CI jobs signed each record of a peer, beside the key; none demands nothing.
 *
 * @param trusted the authorities that bundles are held against. Throws `BAD_VALUE` where there are none.
 */
export async function pinIdentities(
  store: Store,
  peer: Peer,
  identities: readonly Signer[],
  trusted: TrustedAuthorities | null,
): Promise<void> {
  if (identities.some(({ issuer, subject }) => issuer.trim() === "" || subject.trim() === "")) {
    throw new RequestError("BAD_VALUE", "identities: each has an issuer and a subject.", "identities");
  }
  if (identities.length > 0 && !trusted) {
    const why =
      "without the authorities of Sigstore no bundle can be verified. Set SIGSTORE_TRUSTED_ROOT to their file";
    throw new RequestError("BAD_VALUE", `identities: ${why}.`, "identities");
  }
  const pinned = identities.map(({ issuer, subject }) => ({ issuer, subject }));
  await store.drizzle.update(peers).set({ identities: pinned }).where(eq(peers.id, peer.id));
}
