import type { RunDetails } from "../../store/reading/runDetails.ts";
import { builder } from "../base/builder.ts";

export const Serving = builder.objectRef<RunDetails["serving"]>("Serving").implement({
  description:
    "How a model was served: as its source states it, or as its runner, its deployment, its mode and the words of `servedAs` say it. What nobody said is null.",
  fields: (t) => ({
    provider: t.exposeString("provider", {
      nullable: true,
      description: "The provider that served it over the network, in lower case, e.g. `together`.",
    }),
    engine: t.exposeString("engine", { nullable: true, description: "The engine, in lower case, e.g. `vllm`." }),
    precision: t.exposeString("precision", {
      nullable: true,
      description: "The precision of the weights by its usual name, e.g. `bf16` or `fp8`.",
    }),
    cachePrecision: t.exposeString("cachePrecision", {
      nullable: true,
      description: "The precision of the KV cache, as the source states it.",
    }),
    effort: t.exposeString("effort", {
      nullable: true,
      description: "How much the model was told to reason, e.g. `high`, `off` or `budget-32`.",
    }),
    version: t.exposeString("version", {
      nullable: true,
      description: "The version of the model that the provider named.",
    }),
    date: t.expose("date", {
      type: "Date",
      nullable: true,
      description: "The day of that version, or on which it was served, as the source states it.",
    }),
  }),
});
