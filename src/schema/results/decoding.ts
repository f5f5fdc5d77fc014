import type { Decoding as DecodingRow } from "../../store/tables.ts";
import { builder } from "../base/builder.ts";

export const Decoding = builder.objectRef<DecodingRow>("Decoding").implement({
  description: "How answers were sampled, beyond what the mode says. What the source does not state is null.",
  fields: (t) => ({
    temperature: t.exposeFloat("temperature", { nullable: true, description: "The temperature; 0 is greedy." }),
    topP: t.exposeFloat("topP", { nullable: true, description: "Nucleus sampling: the share of probability kept." }),
    topK: t.exposeInt("topK", { nullable: true, description: "How many of the likeliest tokens are kept." }),
    frequencyPenalty: t.exposeFloat("frequencyPenalty", {
      nullable: true,
      description: "How much a token that came before is made less likely, for each time it came.",
    }),
    maxTokens: t.exposeInt("maxTokens", { nullable: true, description: "The most tokens that an answer may have." }),
    seed: t.exposeInt("seed", { nullable: true, description: "The seed of the sampling." }),
    thinkingBudget: t.exposeInt("thinkingBudget", { nullable: true, description: "The most reasoning tokens." }),
    stop: t.exposeStringList("stop", { nullable: true, description: "Texts that end an answer." }),
  }),
});
