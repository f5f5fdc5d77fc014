import { asc } from "drizzle-orm";
import { peers } from "../../store/tables.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";

type Peer = typeof peers.$inferSelect;

const PeerRef = builder.objectRef<Peer>("Peer").implement({
  description: "The feed of another lab, which this store follows.",
  fields: (t) => ({
    lab: t.exposeString("lab", { description: "The slug of the lab that it speaks for." }),
    url: t.exposeString("url", { description: "The address of its folder." }),
    key: t.string({
      nullable: true,
      description: "The id of the key that an operator pinned. Null while none is, after it was revoked.",
      resolve: ({ pinned }) => pinned || null,
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

builder.queryField("peers", (t) =>
  t.field({
    type: [PeerRef],
    description: "The feeds of other labs that this store follows, in the order in which they were added.",
    ...needs("operate", { weight: 5, size: 20 }),
    resolve: (_, __, { store }) => store.drizzle.select().from(peers).orderBy(asc(peers.id)).limit(1000),
  }),
);
