import { builder } from "../base/builder.ts";

/** A figure, with its interval if there is one. */
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
    low: t.exposeFloat("low", {
      nullable: true,
      description: "The lower end of the interval. Null if there are too few values for one.",
    }),
    high: t.exposeFloat("high", {
      nullable: true,
      description: "The upper end of the interval. Null if there are too few values for one.",
    }),
    count: t.exposeInt("count", {
      nullable: true,
      description: "The number of problems, pairs or points that it is computed from.",
    }),
  }),
});
