import { builder } from "../base/builder.ts";
import { Direction } from "../results/metric.ts";

export const ObjectiveInput = builder.inputType("ObjectiveInput", {
  description: "A metric to trade.",
  fields: (t) => ({
    metric: t.string({ required: true, description: "Its name, e.g. `flops`." }),
    direction: t.field({
      type: Direction,
      description: "Whether more or less is wanted; the metric's own if not given.",
    }),
    epsilon: t.float({
      description:
        "The difference that does not matter: in the metric's unit, or, where its scale is logarithmic, a share of the value (0.05 is 5 %). The frontier is then thinned out to few points, such that every candidate is matched by one of them within the epsilons.",
    }),
  }),
});

export const ConstraintInput = builder.inputType("ConstraintInput", {
  description: "Limits that a candidate must keep to, both included. A candidate without a value does not keep them.",
  fields: (t) => ({
    metric: t.string({ required: true, description: "The metric's name; it need not be an objective." }),
    min: t.float({ description: "The least, in the metric's unit." }),
    max: t.float({ description: "The most, in the metric's unit." }),
  }),
});

export const CandidateGrain = builder.enumType("CandidateGrain", {
  description: "What stands on a frontier.",
  values: {
    MODEL: { description: "A model in a mode, its runs pooled over labs: one candidate each." },
    RUN: { description: "Each run by itself. Takes one benchmark." },
    OPERATING_POINT: {
      description:
        "A model in a mode at each setting of its test-time compute, derived from its samples: under token caps, as the majority of several answers, and, where no deployment is asked, in cascades. Takes one benchmark.",
    },
  } as const,
});
