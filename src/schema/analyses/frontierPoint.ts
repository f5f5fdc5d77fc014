import { dominatorsOf, type FrontierPoint as PointRow } from "../../analysis/frontiers.ts";
import { builder } from "../base/builder.ts";
import { referred } from "../base/context.ts";
import { listMeasures, Measure } from "../results/measure.ts";
import { Model } from "../results/model.ts";
import { Run } from "../results/run.ts";
import { OperatingPoint } from "./operatingPoint.ts";

export const FrontierPoint = builder.objectRef<PointRow>("FrontierPoint");

FrontierPoint.implement({
  description: "A candidate and where it stands.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model.",
      resolve: (point, _, context) => referred(context, "models", point.modelId),
    }),
    mode: t.exposeString("mode", { description: "The mode that it was in." }),
    run: t.field({
      type: Run,
      nullable: true,
      description: "The run, where each run is a candidate by itself.",
      resolve: (point, _, { loaders }) => (point.runId === null ? null : loaders.run.load(point.runId)),
    }),
    operatingPoint: t.expose("operatingPoint", {
      type: OperatingPoint,
      nullable: true,
      description: "How its test-time compute is set, where operating points are candidates.",
    }),
    measures: t.field({
      type: [Measure],
      description: "All that is known of it here, the objectives first: the mean over its runs, and over benchmarks.",
      resolve: async (point, _, { catalogue }) =>
        listMeasures(
          catalogue.metrics,
          await point.frontier.measuresOf(point),
          point.frontier.objectives.map(({ metric }) => metric),
        ),
    }),
    rank: t.exposeInt("rank", { description: "1 on the frontier, 2 on the frontier of what remains, and so on." }),
    membership: t.field({
      type: "Float",
      nullable: true,
      description:
        "The probability that it stands on the frontier: the share of 1,000 bootstrap resamples in which no other candidate dominates it. Problems are drawn with replacement, the same for all candidates; candidates without samples stay as they are. Null where it has no samples: see `membershipNote`.",
      resolve: async (point) => (await point.frontier.membershipOf(point)).probability,
    }),
    membershipNote: t.string({
      nullable: true,
      description: "Why there is no membership; null where there is one.",
      resolve: async (point) => (await point.frontier.membershipOf(point)).note,
    }),
    dominatedBy: t.field({
      type: [FrontierPoint],
      description: "The points of the frontier that dominate it: why it is not on it.",
      resolve: dominatorsOf,
    }),
    marginalGain: t.exposeFloat("marginalGain", {
      nullable: true,
      description:
        "Gained on the first maximised objective, in its unit, for each tenfold of the first minimised one since the point before on the frontier; null for the first and off the frontier.",
    }),
  }),
});
export const FrontierPointConnection = builder.connectionObject({
  type: FrontierPoint,
  name: "FrontierPointConnection",
  description: "A page of candidates.",
});
