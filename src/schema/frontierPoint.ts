import { dominatorsOf, type FrontierPoint as PointRow } from "../results/frontiers.ts";
import { builder } from "./builder.ts";
import { referred } from "./context.ts";
import { listMeasures, Measure } from "./measure.ts";
import { Model } from "./model.ts";
import { Run } from "./run.ts";

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
    measures: t.field({
      type: [Measure],
      description: "All that is known of it here, the objectives first: the mean over its runs, and over benchmarks.",
      resolve: async (point) =>
        listMeasures(
          await point.frontier.measuresOf(point),
          point.frontier.objectives.map(({ metric }) => metric),
        ),
    }),
    rank: t.exposeInt("rank", { description: "1 on the frontier, 2 on the frontier of what remains, and so on." }),
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
