import { RequestError } from "../../errors/requestError.ts";
import {
  addPeer,
  findPeer,
  MOST_BYTES,
  pinIdentities,
  removePeer,
  revokeKey,
  trustKey,
} from "../../federation/peers/peer.ts";
import { setPolicy } from "../../federation/peers/policy.ts";
import { PULL_LIMITS, type PullReport, releaseRecords } from "../../federation/peers/pull.ts";
import { type Pulled, pullAll } from "../../federation/peers/pullAll.ts";
import type { Store } from "../../store/store.ts";
import type { Signer } from "../../store/tables.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import type { Context } from "../base/context.ts";
import { PeerAction } from "./peerPolicies.ts";
import { PeerRef } from "./peers.ts";

const SignerInput = builder.inputRef<Signer>("SignerInput").implement({
  description: "Who signs by Sigstore, as the certificate says it.",
  fields: (t) => ({
    issuer: t.string({
      required: true,
      description: "The issuer of its token, such as `https://token.actions.githubusercontent.com`.",
    }),
    subject: t.string({
      required: true,
      description: "Who it is, of a CI job the address of its workflow with the branch or the tag.",
    }),
  }),
});

const COUNTS = {
  taken: "The number of records that were taken.",
  held: "The number of runs that wait for an operator, since they bring a model or a benchmark.",
  quarantined: "The number of runs that a policy put into quarantine.",
  refused: "The number of records that were refused.",
  waiting: "The number of records that are read again with the next pull.",
} satisfies Partial<Record<keyof PullReport, string>>;

const PeerPull = builder.objectRef<Pulled>("PeerPull").implement({
  description: "What a pull of a feed did.",
  fields: (t) => {
    const count = (name: keyof typeof COUNTS) =>
      t.int({ description: COUNTS[name], resolve: (pulled) => ("report" in pulled ? pulled.report[name] : 0) });
    return {
      peer: t.field({ type: PeerRef, description: "The feed.", resolve: ({ peer }) => peer }),
      ...{ taken: count("taken"), held: count("held"), quarantined: count("quarantined") },
      ...{ refused: count("refused"), waiting: count("waiting") },
      isCut: t.boolean({
        description: "Whether there is more, so that another pull goes on.",
        resolve: (pulled) => "report" in pulled && pulled.report.isCut,
      }),
      errorCode: t.string({
        nullable: true,
        description: "The code of what was wrong with the feed. Null if nothing was. docs/errors.md lists the codes.",
        resolve: (pulled) => ("code" in pulled ? pulled.code : null),
      }),
      error: t.string({
        nullable: true,
        description: "What was wrong with the feed, as a sentence.",
        resolve: (pulled) => ("code" in pulled ? pulled.message : null),
      }),
    };
  },
});

/** A request is answered within some seconds, so that a long pull takes several. */
const PULL_MS = 10_000;
const PEER = "The address or the lab of the peer.";

builder.mutationFields((t) => {
  const peer = t.arg.string({ required: true, description: PEER });
  const ofPeer = (
    description: string,
    change: (store: Store, named: Awaited<ReturnType<typeof findPeer>>) => Promise<void>,
  ) =>
    t.field({
      type: PeerRef,
      description,
      ...needs("operate", { weight: 20 }),
      args: { peer },
      resolve: async (_, { peer: named }, context) => {
        const { store } = requireNoLab(context);
        const found = await findPeer(store, named);
        await change(store, found);
        return (await again(store, named)) ?? found;
      },
    });
  return {
    addPeer: t.field({
      type: PeerRef,
      description:
        "Follows the feed of another lab and pins its key. The token must be bound to no lab, as for all mutations of peers.",
      ...needs("operate", { weight: 200 }),
      args: {
        url: t.arg.string({ required: true, description: "The address of its folder, as the server reaches it." }),
        key: t.arg.string({
          description: "The id of its key, as the lab says it elsewhere. Without it the present one is pinned.",
        }),
        mostBytes: t.arg.float({ description: "The most bytes that its records may take. 10 GiB unless given." }),
      },
      resolve: async (_, { url, key, mostBytes }, context) => {
        const { store, following } = requireNoLab(context);
        const { ownLabs } = await following();
        return addPeer(store, url, {
          wanted: key ?? undefined,
          mostBytes: wholeBytes(mostBytes ?? MOST_BYTES),
          ownLabs,
        });
      },
    }),
    pullPeers: t.field({
      type: [PeerPull],
      description:
        "Reads what the feeds have since they were read last, and takes it, for ten seconds at most. `isCut` says where there is more.",
      ...needs("operate", { weight: 1000, size: 20 }),
      args: { peer: t.arg.string({ description: `${PEER} All without it.` }) },
      resolve: async (_, { peer: named }, context) => {
        const { store, following } = requireNoLab(context);
        const wanted = named == null ? null : await findPeer(store, named);
        const limits = { ...PULL_LIMITS, until: Date.now() + PULL_MS };
        const only = wanted ? { only: ({ id }: { id: number }) => id === wanted.id } : {};
        const pulled: Pulled[] = [];
        for await (const one of pullAll(store, { ...(await following()), ...only, limits })) pulled.push(one);
        return pulled;
      },
    }),
    setPeerPolicy: t.field({
      type: PeerAction,
      description:
        "Says what is done with runs of a peer, of a lab or on a benchmark. The policy that names most holds, and of several such the strictest.",
      ...needs("operate", { weight: 20 }),
      args: {
        action: t.arg({ type: PeerAction, required: true, description: "What is done." }),
        peer: t.arg.string({ description: `${PEER} Any without it.` }),
        lab: t.arg.string({ description: "The slug of the lab of the runs. Any without it." }),
        benchmark: t.arg.string({ description: "The slug of the benchmark of the runs. Any without it." }),
      },
      resolve: async (_, { action, peer: named, lab = null, benchmark = null }, context) => {
        const { store } = requireNoLab(context);
        const peerId = named == null ? null : (await findPeer(store, named)).id;
        await setPolicy(store, { peerId, lab, benchmark, action });
        return action;
      },
    }),
    releaseFeedRecords: t.field({
      type: "Int",
      description: "Takes records out of quarantine: the next pull takes them. Gives their number.",
      ...needs("operate", { weight: 50 }),
      args: {
        peer,
        digests: t.arg.stringList({
          description: "The digests of records: 100 at most. All in quarantine without them.",
        }),
      },
      resolve: async (_, { peer: named, digests }, context) => {
        const { store } = requireNoLab(context);
        return releaseRecords(store, await findPeer(store, named), digests ?? null);
      },
    }),
    trustPeerKey: t.field({
      type: PeerRef,
      description: "Pins another key of a peer, after the former one was revoked or lost.",
      ...needs("operate", { weight: 20 }),
      args: {
        peer,
        key: t.arg.string({ required: true, description: "The id of the key, as the lab says it elsewhere." }),
      },
      resolve: async (_, { peer: named, key }, context) => {
        const { store } = requireNoLab(context);
        await trustKey(store, await findPeer(store, named), key);
        return findPeer(store, named);
      },
    }),
    pinPeerIdentities: t.field({
      type: PeerRef,
      description:
        "Demands that one of these CI jobs signed each record of a peer by Sigstore, beside the key. An empty list demands none.",
      ...needs("operate", { weight: 20 }),
      args: {
        peer,
        identities: t.arg({ type: [SignerInput], required: true, description: "The jobs: 100 at most." }),
      },
      resolve: async (_, { peer: named, identities }, context) => {
        const { store, following } = requireNoLab(context);
        const { trusted } = await following();
        await pinIdentities(store, await findPeer(store, named), identities, trusted ?? null);
        return findPeer(store, named);
      },
    }),
    revokePeerKey: ofPeer("Takes nothing more of a peer until another key is pinned.", revokeKey),
    removePeer: ofPeer("Follows a feed no longer. What it brought stays.", removePeer),
  };
});

async function again(store: Store, named: string) {
  return findPeer(store, named).catch((error) => {
    if (error instanceof RequestError) return null;
    throw error;
  });
}

function requireNoLab(context: Context): Context {
  if (context.principal.lab === null) return context;
  throw new RequestError(
    "FORBIDDEN",
    "What peers bring belongs to all labs: this needs a token that is bound to none.",
  );
}

function wholeBytes(bytes: number): number {
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new RequestError("BAD_VALUE", "mostBytes: give a whole number of bytes from 1.", "mostBytes");
}
