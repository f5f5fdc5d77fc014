import type { CandidatePoint } from "../../analysis/request/candidate.ts";
import { builder } from "../base/builder.ts";
import { resolveRow } from "../base/context.ts";
import { Model } from "../results/model.ts";

const Fallback = builder.objectRef<{ modelId: number; mode: string }>("CascadeFallback").implement({
  description: "The second model of a cascade.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model.",
      resolve: ({ modelId }, _, context) => resolveRow(context, "models", modelId),
    }),
    mode: t.exposeString("mode", { description: "The mode that it answers in." }),
  }),
});

export const OperatingPoint = builder.objectRef<CandidatePoint>("OperatingPoint").implement({
  description:
    "A setting of test-time compute. If all fields are null, there is one answer a problem, as long as the run allowed. The accuracy is the expectation over all choices of answers.",
  fields: (t) => ({
    tokenCap: t.exposeInt("tokenCap", {
      nullable: true,
      description:
        "The number of output tokens at which an answer is cut off. An answer that is not finished by then counts as wrong and costs the cap.",
    }),
    votes: t.exposeInt("votes", {
      nullable: true,
      description:
        "The number of answers that vote. The answer with the most votes is taken, at that many times the cost of one answer.",
    }),
    bestOf: t.exposeInt("bestOf", {
      nullable: true,
      description:
        "The number of answers of which the best one counts. This is an upper bound and occurs only in `upperBounds`.",
    }),
    fallback: t.expose("fallback", {
      type: Fallback,
      nullable: true,
      description: "The model that answers once if the votes do not all agree (a cascade).",
    }),
  }),
});
