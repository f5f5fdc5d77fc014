import { mayDo } from "../../access/principal.ts";
import { refusalOfLab } from "../../access/refusal.ts";
import { RequestError } from "../../errors/requestError.ts";
import { countersignByComparison } from "../../federation/peers/countersign.ts";
import type { PairedAccuracy } from "../../frontier/studies/pairedDifference.ts";
import { needs } from "../base/access.ts";
import { builder } from "../base/builder.ts";
import { Verdict } from "../results/federation.ts";

const Countersigned = builder.objectRef<PairedAccuracy>("Countersigned").implement({
  description: "What the comparison of another lab's run with one's own says.",
  fields: (t) => ({
    verdict: t.field({
      type: Verdict,
      description: "Reproduced where the comparison cannot tell the two apart, else disputed.",
      resolve: ({ verdict }) => (verdict === "TIED" ? "REPRODUCED" : "DISPUTED"),
    }),
    problemCount: t.exposeInt("problemCount", { description: "The number of problems that both runs graded." }),
    difference: t.exposeFloat("difference", {
      nullable: true,
      description: "The accuracy of the other lab's run less that of the own one, on these problems.",
    }),
    low: t.exposeFloat("low", { nullable: true, description: "The lower end of its 95 % interval." }),
    high: t.exposeFloat("high", { nullable: true, description: "The upper end of its 95 % interval." }),
  }),
});

builder.mutationField("countersignRun", (t) =>
  t.field({
    type: Countersigned,
    description:
      "Compares another lab's run with an own one of the same model, benchmark and protocol, problem by problem, and keeps the verdict, which the next publishing signs. The token must hold for the lab.",
    ...needs("operate", { weight: 500 }),
    args: {
      contentHash: t.arg.string({ required: true, description: "The content hash of the other lab's run." }),
      run: t.arg.string({ required: true, description: "The content hash of the own run." }),
      lab: t.arg.string({ required: true, description: "The slug of the lab that says so." }),
      note: t.arg.string({ description: "What it adds in words: 10,000 characters at most." }),
    },
    resolve: (_, { contentHash, run, lab, note }, { store, principal }) => {
      if (!mayDo(principal, "operate", lab)) throw refusalOfLab(principal, lab, "lab");
      if ((note ?? "").length > 10_000) {
        throw new RequestError("TOO_LONG", "note: it has more than 10,000 characters.", "note");
      }
      return countersignByComparison(store, { subject: contentHash, run, lab, note: note || null });
    },
  }),
);
