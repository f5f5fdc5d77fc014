import { builder } from "../base/builder.ts";

/** A figure with its interval, where there is one. */
export interface EstimateRow {
  value: number;
  low?: number | null | undefined;
  high?: number | null | undefined;
  count?: number | null | undefined;
}

export const Estimate = builder.objectRef<EstimateRow>("Estimate").implement({
  description: "A figure with its 95 % confidence interval.",
  fields: (t) => ({
    value: t.exposeFloat("value", { description: "The figure." }),
    low: t.exposeFloat("low", { nullable: true, description: "Lower end; null where there is too little to tell." }),
    high: t.exposeFloat("high", { nullable: true, description: "Upper end; null where there is too little to tell." }),
    count: t.exposeInt("count", {
      nullable: true,
      description: "How many problems, pairs or points it rests on.",
    }),
  }),
});
