import type { CandidatePoint } from "../../analysis/request/candidate.ts";
import { builder } from "../base/builder.ts";
import { referred } from "../base/context.ts";
import { Model } from "../results/model.ts";

const Fallback = builder.objectRef<{ modelId: number; mode: string }>("CascadeFallback").implement({
  description: "The second model of a cascade.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model.",
      resolve: ({ modelId }, _, context) => referred(context, "models", modelId),
    }),
    mode: t.exposeString("mode", { description: "The mode that it answers in." }),
  }),
});

export const OperatingPoint = builder.objectRef<CandidatePoint>("OperatingPoint").implement({
  description:
    "How test-time compute is set. All fields null: one answer a problem, as long as the run let it be. Its accuracy is an expectation over all choices of answers, not one draw.",
  fields: (t) => ({
    tokenCap: t.exposeInt("tokenCap", {
      nullable: true,
      description: "Output tokens at which an answer is cut off; an unfinished one counts as wrong and costs the cap.",
    }),
    votes: t.exposeInt("votes", {
      nullable: true,
      description: "How many answers vote; the one that most agree on is taken, at that many times the cost.",
    }),
    bestOf: t.exposeInt("bestOf", {
      nullable: true,
      description: "Of how many answers a right one counts if there is any: an upper bound, only in `upperBounds`.",
    }),
    fallback: t.expose("fallback", {
      type: Fallback,
      nullable: true,
      description: "The model that answers once where the votes do not all agree (a cascade).",
    }),
  }),
});
