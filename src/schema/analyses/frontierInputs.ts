import { builder } from "../base/builder.ts";
import { cost } from "../base/cost.ts";
import { Direction, Scale } from "../results/metric.ts";

export const ObjectiveInput = builder.inputType("ObjectiveInput", {
  description: "A metric to trade.",
  fields: (t) => ({
    metric: t.string({ required: true, description: "The name of the metric, e.g. `flops`." }),
    direction: t.field({
      type: Direction,
      description: "The direction that is wanted. By default it is the direction of the metric.",
    }),
    scale: t.field({
      type: Scale,
      description:
        "The axis on which it is traded. By default it is that of the metric. A candidate at zero has no place on a logarithmic axis: it does not compete and is named in `leftOut`. It competes with LINEAR.",
    }),
    epsilon: t.float({
      description:
        "A difference that does not matter, in the metric's unit, or, if its scale is logarithmic, as a share of the value (0.05 is 5 %). The frontier is then thinned out to a few points, such that each candidate is matched by one of them within the epsilons.",
    }),
  }),
});

export const ConstraintInput = builder.inputType("ConstraintInput", {
  description:
    "Limits on a metric that a candidate must meet, both included. A candidate without a value of the metric does not meet them.",
  fields: (t) => ({
    metric: t.string({ required: true, description: "The name of the metric, which need not be an objective." }),
    min: t.float({ description: "The lowest allowed value, in the metric's unit." }),
    max: t.float({ description: "The highest allowed value, in the metric's unit." }),
  }),
});

export const ReferenceInput = builder.inputType("ReferenceInput", {
  description: "The value of a reference point on one objective.",
  fields: (t) => ({
    metric: t.string({ required: true, description: "The name of the objective's metric." }),
    value: t.float({
      required: true,
      description: "The value, in the metric's unit. It must be above 0 on a logarithmic axis.",
    }),
  }),
});

export const CandidateGrain = builder.enumType("CandidateGrain", {
  description: "The things that compete for a frontier.",
  values: {
    MODEL: { description: "Each model in a mode is one candidate. Its runs are pooled over labs." },
    RUN: {
      ...cost({ weight: 50 }),
      description: "Each run is a candidate by itself. This grain needs exactly one benchmark.",
    },
    OPERATING_POINT: {
      ...cost({ weight: 3000 }),
      description:
        "Each model in a mode at each setting of its test-time compute is a candidate: under a token cap, as the majority of several answers, and, unless a deployment is given, in a cascade. All are derived from its samples. This grain needs exactly one benchmark.",
    },
  } as const,
});
