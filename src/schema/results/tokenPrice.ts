import type { TokenPrice as PriceRow } from "../../store/prices.ts";
import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { Model } from "./model.ts";

const TokenPrice = builder.objectRef<PriceRow>("TokenPrice").implement({
  description: "What a provider asks for the tokens of a model, in US dollars per million tokens.",
  fields: (t) => ({
    provider: t.exposeString("provider", {
      nullable: true,
      description: "The provider. Null if the source names none.",
    }),
    date: t.exposeString("date", {
      description: "The day, or the month as `2025-02`, for which the source states it.",
    }),
    input: t.exposeFloat("input", { description: "US dollars per million prompt tokens." }),
    cached: t.exposeFloat("cached", {
      nullable: true,
      description:
        "US dollars per million prompt tokens that the provider had in its cache. Null if no source states it.",
    }),
    output: t.exposeFloat("output", {
      description: "US dollars per million output tokens, those of the reasoning included.",
    }),
    source: t.exposeString("source", { description: "Where the price is stated." }),
    license: t.exposeString("license", {
      nullable: true,
      description: "The licence of the source. Null if none is stated.",
    }),
    note: t.exposeString("note", {
      nullable: true,
      description: "What the source says about it, e.g. a mean of several providers.",
    }),
  }),
});

builder.objectField(Model, "prices", (t) =>
  t.field({
    ...cost({ size: 4 }),
    type: [TokenPrice],
    description:
      "The known prices of its tokens, the newest first. The first one gives a candidate without a cost of its own its `cost`.",
    resolve: ({ id }, _, { catalogue }) => {
      const known = catalogue.prices.byModel.get(id) ?? [];
      return known.toSorted((a, b) => (a.date === b.date ? 0 : a.date < b.date ? 1 : -1));
    },
  }),
);
