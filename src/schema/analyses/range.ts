import { builder } from "../base/builder.ts";

export const Range = builder.objectRef<{ low: number; high: number }>("Range").implement({
  description: "A 95 % confidence interval.",
  fields: (t) => ({
    low: t.exposeFloat("low", { description: "Its lower end." }),
    high: t.exposeFloat("high", { description: "Its upper end." }),
  }),
});
