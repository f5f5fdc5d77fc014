import type { BandPoint } from "../../frontier/choice/frontierBand.ts";
import { builder } from "../base/builder.ts";

export const FrontierBandPoint = builder.objectRef<BandPoint>("FrontierBandPoint").implement({
  description: "What a frontier reaches within a cost: the first maximised objective, in its unit.",
  fields: (t) => ({
    cost: t.exposeFloat("cost", { description: "The cost, in the unit of the first minimised objective." }),
    value: t.exposeFloat("value", { description: "The best value of the candidates that cost no more." }),
    corrected: t.exposeFloat("corrected", {
      nullable: true,
      description:
        "The same, corrected for choosing the best candidate on the problems that judge it, and for uncertain costs. Null, as the interval, where nothing is known of how that candidate varies.",
    }),
    low: t.exposeFloat("low", {
      nullable: true,
      description: "The lower end of the 95 % interval. Null where the cost may reach no candidate at all.",
    }),
    high: t.exposeFloat("high", { nullable: true, description: "The upper end of the 95 % interval." }),
  }),
});
