import { asc } from "drizzle-orm";
import { expectedFailure } from "../../errors/codedError.ts";
import type { Store } from "../../store/store.ts";
import { peers } from "../../store/tables.ts";
import type { Peer } from "./peer.ts";
import { type PullReport, pullPeer } from "./pull.ts";

/** What came of a peer: the report of its pull, or what was wrong. */
export type Pulled = { peer: Peer } & ({ report: PullReport } | { code: string; message: string });

/** Pulls one peer after another. A peer at fault holds up no other. */
export async function* pullAll(
  store: Store,
  options: Parameters<typeof pullPeer>[2] & { only?: (peer: Peer) => boolean },
): AsyncGenerator<Pulled> {
  const all = await store.drizzle.select().from(peers).orderBy(asc(peers.id));
  for (const peer of all.filter(options.only ?? (() => true))) {
    options.signal?.throwIfAborted();
    try {
      yield { peer, report: await pullPeer(store, peer, options) };
    } catch (error) {
      const failure = expectedFailure(error);
      if (!failure) throw error;
      yield { peer, code: failure.code, message: failure.message };
    }
  }
}
