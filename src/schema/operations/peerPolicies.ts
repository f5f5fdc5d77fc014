import { asc, eq } from "drizzle-orm";
import type { ACTIONS } from "../../federation/peers/policy.ts";
import { type PolicyAction, peerPolicies, peers } from "../../store/tables.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";

export const PeerAction = builder.enumType("PeerAction", {
  description: "What is done with runs of peers.",
  values: {
    ACCEPT: { description: "They are taken." },
    QUARANTINE: { description: "They wait until an operator releases them." },
    REFUSE: { description: "They are refused." },
  } satisfies Record<(typeof ACTIONS)[number], object>,
});

interface ListedPolicy {
  /** The lab that the feed speaks for; null where the policy holds for all feeds. */
  peer: string | null;
  lab: string | null;
  benchmark: string | null;
  action: PolicyAction;
}

const PeerPolicyRef = builder.objectRef<ListedPolicy>("PeerPolicy").implement({
  description: "What is done with runs of peers.",
  fields: (t) => ({
    peer: t.exposeString("peer", {
      nullable: true,
      description: "The lab of the feed that it is about. Null for all feeds.",
    }),
    lab: t.exposeString("lab", { nullable: true, description: "The slug of the lab of the runs. Null for all labs." }),
    benchmark: t.exposeString("benchmark", {
      nullable: true,
      description: "The slug of the benchmark of the runs. Null for all benchmarks.",
    }),
    action: t.expose("action", { type: PeerAction, description: "What is done." }),
  }),
});

/** The most policies that one query lists. */
const LISTED = 1000;

builder.queryField("peerPolicies", (t) =>
  t.field({
    type: [PeerPolicyRef],
    description: `What operators said about runs of peers, in the order in which they said it: the first ${LISTED}. A run that none is about is accepted.`,
    ...needs("operate", { weight: 5, size: 20 }),
    resolve: (_, __, { store }) =>
      store.drizzle
        .select({
          peer: peers.lab,
          ...{ lab: peerPolicies.lab, benchmark: peerPolicies.benchmark, action: peerPolicies.action },
        })
        .from(peerPolicies)
        .leftJoin(peers, eq(peers.id, peerPolicies.peerId))
        .orderBy(asc(peerPolicies.id))
        .limit(LISTED),
  }),
);
