import { and, asc, eq, inArray } from "drizzle-orm";
import { findPeer } from "../../federation/peers/peer.ts";
import { feedRecords, type peers, peers as peerTable } from "../../store/tables.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { SignerRef } from "../results/federation.ts";

type Peer = typeof peers.$inferSelect;
type FeedRecord = typeof feedRecords.$inferSelect;

export const PeerRef = builder.objectRef<Peer>("Peer").implement({
  description: "The feed of another lab, which this store follows.",
  fields: (t) => ({
    lab: t.exposeString("lab", { description: "The slug of the lab that it speaks for." }),
    url: t.exposeString("url", { description: "The address of its folder." }),
    key: t.string({
      nullable: true,
      description: "The id of the key that an operator pinned. Null while none is, after it was revoked.",
      resolve: ({ pinned }) => pinned || null,
    }),
    identities: t.expose("identities", {
      type: [SignerRef],
      description: "The CI jobs of which one must have signed each record. None where the key alone counts.",
    }),
    sequence: t.exposeInt("sequence", { description: "The number of the last manifest that was taken." }),
    lag: t.int({
      description: "The number of manifests that it had more when it was read last.",
      resolve: ({ sequence, headSequence }) => Math.max(0, headSequence - sequence),
    }),
    publishedAt: t.expose("publishedAt", {
      type: "DateTime",
      nullable: true,
      description: "The time of that manifest, by the clock of the lab. Null before the first.",
    }),
    pulledAt: t.expose("pulledAt", {
      type: "DateTime",
      nullable: true,
      description: "The time at which it was last read without a fault. Null if it never was.",
    }),
    triedAt: t.expose("triedAt", {
      type: "DateTime",
      nullable: true,
      description: "The time at which it was last tried. Null if it never was.",
    }),
    bytes: t.float({ description: "The bytes that its records and their runs took.", resolve: ({ bytes }) => bytes }),
    mostBytes: t.float({ description: "The most bytes that they may take.", resolve: ({ mostBytes }) => mostBytes }),
    errorCode: t.exposeString("errorCode", {
      nullable: true,
      description: "The code of what was wrong the last time. Null if nothing was. docs/errors.md lists the codes.",
    }),
    error: t.exposeString("error", { nullable: true, description: "What was wrong the last time, as a sentence." }),
  }),
});

const FeedRecordStatus = builder.enumType("FeedRecordStatus", {
  description: "What became of a record that was not taken.",
  values: {
    WAITING: { description: "It is read again with the next pull." },
    QUARANTINED: { description: "A policy holds it until an operator releases it." },
    REFUSED: { description: "It was refused." },
  } as const,
});

const FeedRecordRef = builder.objectRef<FeedRecord>("FeedRecord").implement({
  description: "A record of a feed that was not taken.",
  fields: (t) => ({
    digest: t.exposeString("digest", { description: "The SHA-256 of its file, by which it is released." }),
    kind: t.exposeString("kind", { description: "What it is: a `result`, a `retraction` and so on." }),
    status: t.field({
      type: FeedRecordStatus,
      description: "What became of it.",
      resolve: ({ status }) => status as "WAITING" | "QUARANTINED" | "REFUSED",
    }),
    code: t.exposeString("code", {
      nullable: true,
      description: "The code of what was wrong. Null if nothing was. docs/errors.md lists the codes.",
    }),
    message: t.exposeString("message", { nullable: true, description: "What was wrong, as a sentence." }),
  }),
});

/** The most records that one query lists. */
const LISTED = 1000;

builder.queryFields((t) => ({
  peers: t.field({
    type: [PeerRef],
    description: "The feeds of other labs that this store follows, in the order in which they were added.",
    ...needs("operate", { weight: 5, size: 20 }),
    resolve: (_, __, { store }) => store.drizzle.select().from(peerTable).orderBy(asc(peerTable.id)).limit(LISTED),
  }),
  feedRecords: t.field({
    type: [FeedRecordRef],
    description: `The records of a feed that were refused, wait or are in quarantine, in the order of the feed: the first ${LISTED}.`,
    ...needs("operate", { weight: 20, size: 100 }),
    args: { peer: t.arg.string({ required: true, description: "The address or the lab of the peer." }) },
    resolve: async (_, { peer: named }, { store }) => {
      const { id } = await findPeer(store, named);
      return store.drizzle
        .select()
        .from(feedRecords)
        .where(and(eq(feedRecords.peerId, id), inArray(feedRecords.status, ["REFUSED", "WAITING", "QUARANTINED"])))
        .orderBy(asc(feedRecords.sequence), asc(feedRecords.place))
        .limit(LISTED);
    },
  }),
}));
