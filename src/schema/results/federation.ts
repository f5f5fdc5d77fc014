import type { Countersignature } from "../../store/reading/signed/signatures.ts";
import type { Signer } from "../../store/tables.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { Assurance } from "../base/filters.ts";
import { Run } from "./run.ts";

export const Verdict = builder.enumType("Verdict", {
  description: "What a lab signs of another lab's run.",
  values: {
    REPRODUCED: { description: "It got the same with a run of its own." },
    DISPUTED: { description: "It got something else with a run of its own." },
  } as const,
});

const CountersignatureRef = builder.objectRef<Countersignature>("Countersignature").implement({
  description: "What a lab signed of another lab's run.",
  fields: (t) => ({
    lab: t.exposeString("lab", { description: "The slug of the lab that signed it." }),
    verdict: t.field({
      type: Verdict,
      description: "What it says.",
      resolve: ({ verdict }) => (verdict === "reproduced" ? "REPRODUCED" : "DISPUTED"),
    }),
    note: t.exposeString("note", { nullable: true, description: "What it adds in words. Null if nothing." }),
    statedAt: t.expose("statedAt", {
      type: "DateTime",
      description: "The time at which it says so, by its own clock.",
    }),
    run: t.field({
      ...cost({ weight: 1 }),
      type: Run,
      nullable: true,
      description: "Its own run, by which it says so. Null if this store does not hold it.",
      resolve: async ({ run }, _, { loaders }) => (await loaders.runByHash.load(run)) ?? null,
    }),
  }),
});

export const SignerRef = builder.objectRef<Signer>("Signer").implement({
  description: "Who signed by Sigstore, as the certificate says.",
  fields: (t) => ({
    issuer: t.exposeString("issuer", {
      description: "The issuer of its token, such as `https://token.actions.githubusercontent.com`.",
    }),
    subject: t.exposeString("subject", {
      description: "Who it is, of a CI job the address of its workflow with the branch or the tag.",
    }),
  }),
});

builder.objectFields(Run, (t) => ({
  verified: t.boolean({
    description: "Whether its lab signed it, in a feed that this store reads.",
    resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).verified,
  }),
  assurance: t.field({
    type: Assurance,
    nullable: true,
    description:
      "What its lab says of it in its feed, as far as this store can show it: REPRODUCED only while the store holds the other lab's run, too, and a countersignature that counts. Null if the lab says nothing.",
    resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).assurance,
  }),
  identity: t.field({
    type: SignerRef,
    nullable: true,
    description:
      "The CI job that signed it by Sigstore, in the feed that brought it. Null if none did, or if the server has no trusted root (`SIGSTORE_TRUSTED_ROOT`).",
    resolve: (run, _, { loaders }) => loaders.signers.load(run.contentHash),
  }),
  reproduced: t.boolean({
    description: "Whether another lab signed that it got the same with a run of its own, which was not taken back.",
    resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).reproduced,
  }),
  disputed: t.boolean({
    description:
      "Whether another lab signed that it got something else with a run of its own, which was not taken back.",
    resolve: async (run, _, { loaders }) => (await loaders.runDetails.load(run.id)).disputed,
  }),
  countersignatures: t.field({
    ...cost({ weight: 5, size: 4 }),
    type: [CountersignatureRef],
    description: "What other labs signed of it, in the order of their slugs.",
    resolve: (run, _, { loaders }) => loaders.countersignatures.load(run.contentHash),
  }),
}));
