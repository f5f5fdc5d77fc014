import { type ProtocolRow, protocolsOf } from "../../analysis/experimentsOf.ts";
import { readFrontier } from "../../analysis/frontier.ts";
import type { Frontier as FrontierRow, FrontierPoint as PointRow } from "../../analysis/frontierPoint.ts";
import { loadingWarnings, warningsOf } from "../../analysis/frontierWarnings.ts";
import { countLeftOut } from "../../analysis/leftOut.ts";
import { type FrontierArguments, frontierRequest } from "../../analysis/request/frontierRequest.ts";
import { requireConstraints } from "../../analysis/request/objectives.ts";
import { requireReference } from "../../analysis/request/reference.ts";
import type { Objective as ObjectiveRow } from "../../frontier/objective.ts";
import { pageRequest } from "../../store/reading/page.ts";
import type { SourceRow } from "../../store/reading/sources.ts";
import { requireVersion } from "../../store/reading/storedVersions.ts";
import { builder } from "../base/builder.ts";
import { connectionOfList } from "../base/connection.ts";
import { type Context, resolveRow } from "../base/context.ts";
import { cost } from "../base/cost.ts";
import { followsFromData } from "../base/followsFromData.ts";
import { Benchmark } from "../results/benchmark.ts";
import { Lab } from "../results/lab.ts";
import { Direction, Metric, Scale, scaleCalled } from "../results/metric.ts";
import { FRONTIER_WEIGHT, frontierArguments, onBenchmark } from "./frontierArguments.ts";
import { FrontierBandPoint } from "./frontierBand.ts";
import { ConstraintInput, ReferenceInput } from "./frontierInputs.ts";
import { FrontierPoint, FrontierPointConnection } from "./frontierPoint.ts";
import { LeftOut, LeftOutCount } from "./leftOut.ts";
import { Warning } from "./warning.ts";

const Objective = builder.objectRef<ObjectiveRow>("Objective").implement({
  description: "A metric that a frontier trades.",
  fields: (t) => ({
    metric: t.field({
      type: Metric,
      description: "The metric.",
      resolve: ({ metric }, _, { catalogue }) => catalogue.metrics.find(metric)!,
    }),
    direction: t.expose("direction", { type: Direction, description: "The direction that is wanted." }),
    scale: t.field({
      type: Scale,
      description: "The axis on which it is traded.",
      resolve: ({ scale }) => scaleCalled(scale),
    }),
  }),
});

const Source = builder.objectRef<SourceRow>("Source").implement({
  description:
    "The place where some of the runs behind an answer were published. Name it wherever the answer is shown.",
  fields: (t) => ({
    lab: t.field({
      type: Lab,
      description: "The lab that published the runs.",
      resolve: (source, _, context) => resolveRow(context, "labs", source.labId),
    }),
    url: t.exposeString("url", { nullable: true, description: "The address of the source." }),
    license: t.exposeString("license", { nullable: true, description: "The licence of the source." }),
    runCount: t.exposeInt("runCount", { description: "The number of runs from this source." }),
  }),
});

const FrontierProtocol = builder.objectRef<ProtocolRow>("FrontierProtocol").implement({
  description: "A way of asking and grading that points of a frontier share.",
  fields: (t) => ({
    protocol: t.exposeString("protocolId", {
      nullable: true,
      description: "Its name, as `Run.protocol`. Null stands for all runs whose protocol is not known.",
    }),
    pointCount: t.exposeInt("pointCount", { description: "The number of points that rest on it." }),
  }),
});

const MOST_LEFT_OUT = 1_000;

export const Frontier = builder.objectRef<FrontierRow>("Frontier").implement({
  description:
    "The Pareto frontier: the candidates that no other candidate dominates. One dominates another if it is at least as good on every objective and better on one.",
  fields: (t) => ({
    objectives: t.expose("objectives", {
      ...cost({ size: 2 }),
      type: [Objective],
      description: "The objectives that are traded.",
    }),
    points: t.expose("points", {
      ...cost({ size: 20 }),
      type: [FrontierPoint],
      description:
        "The points of the frontier in order of the first minimised objective. Equal candidates are all on it.",
    }),
    dominated: t.connection(
      {
        ...cost({ weight: 50 }),
        type: FrontierPoint,
        description: "The candidates that are not on the frontier, in order of their rank.",
        resolve: async (frontier, page) =>
          connectionOfList(await frontier.dominated(), pageRequest(page, POINT_KEY), keyOf),
      },
      FrontierPointConnection,
    ),
    undecided: t.expose("undecided", {
      ...cost({ size: 5 }),
      type: [FrontierPoint],
      description:
        "With `minMembership`: the points of the frontier that are not shown because they have no samples to compute a membership from.",
    }),
    upperBounds: t.expose("upperBounds", {
      ...cost({ size: 10 }),
      type: [FrontierPoint],
      description:
        "For operating points: the accuracy that the best of several answers of each model reaches. These are upper bounds and do not compete, as nobody can know which answer is right. The rank is 1 if no point of the frontier dominates the bound, else 2.",
    }),
    candidateCount: t.exposeInt("candidateCount", { description: "The number of candidates that compete." }),
    sampledCount: t.int({
      ...cost({ weight: 50 }),
      description:
        "The number of candidates whose answers are stored one by one. The others are, at least in part, means that a source published.",
      resolve: (frontier) => frontier.sampledCount(),
    }),
    incomplete: t.exposeInt("incomplete", {
      description:
        "The number of models in a mode, or of runs, that match the filter but do not compete, because they lack a benchmark or the value of an objective, have one without a place on its axis, or cannot be served on the deployment. `leftOut` names them.",
    }),
    leftOut: t.field({
      ...cost({ weight: 20, size: 10 }),
      type: [LeftOut],
      description:
        "What matches the filter and plays no part, with reasons: first the models in a mode that do not compete (those of `incomplete`), then runs that the values of competing ones do not come from. The values of a candidate always come from the same runs. What `constraints` leave out is not listed. At most 1,000 entries, those of most runs first; `leftOutCounts` counts all.",
      resolve: async (frontier) => (await frontier.leftOut()).slice(0, MOST_LEFT_OUT),
    }),
    leftOutCounts: t.field({
      ...cost({ weight: 20, size: 5 }),
      type: [LeftOutCount],
      description: "The numbers of models and runs that play no part, by reason.",
      resolve: async (frontier) => countLeftOut(await frontier.leftOut()),
    }),
    dataVersion: t.exposeString("dataVersion", {
      description:
        "The version of the data that this was computed from. The same data has the same version in every store.",
    }),
    sources: t.field({
      ...cost({ weight: 20, size: 10 }),
      type: [Source],
      description: "The sources of the runs that match the filter. Sources with the most runs come first.",
      resolve: (frontier) => frontier.sources(),
    }),
    protocols: t.field({
      ...cost({ weight: 20, size: 5 }),
      type: [FrontierProtocol],
      description: "The protocols of the points, those of most points first.",
      resolve: protocolsOf,
    }),
    warnings: t.field({
      ...cost({ weight: 30, size: 3 }),
      type: [Warning],
      description:
        "What to know before comparing the points, such as that they come from several labs or graders, or from parts of the problems.",
      resolve: async (frontier, _, { catalogue, store }) => [
        ...loadingWarnings(store),
        ...(await warningsOf(frontier, catalogue)),
      ],
    }),
    hypervolume: t.float({
      nullable: true,
      description:
        "Without `reference`: the normalised hypervolume, without a unit: the share, between 0 and 1, of the box from the worst to the best values of all candidates that the frontier dominates. It depends on which candidates compete, so that those of two queries cannot be compared, and is null without candidates. With `reference`: the volume that the frontier dominates up to that point, in the product of the axes' own units (a share for accuracy, tenfolds for a metric on a logarithmic axis), which can be compared between queries with the same reference. Axes are logarithmic where the scale of the objective is. It does not depend on `minMembership`.",
      args: {
        reference: t.arg({
          type: [ReferenceInput],
          description:
            "The reference point, with a value for each objective. What is not better than it on each adds nothing.",
        }),
      },
      resolve: (frontier, { reference }) =>
        reference ? frontier.hypervolumeUpTo(requireReference(frontier.objectives, reference)) : frontier.hypervolume,
    }),
    band: t.field({
      ...cost({ weight: 25, size: 70 }),
      type: [FrontierBandPoint],
      nullable: true,
      description:
        "The uncertainty of the frontier as a whole: what is reached within each cost, with a 95 % interval, for costs from the cheapest to the most expensive candidate in even steps and those of the frontier's points. The best candidate within the cost is chosen anew in each of 1,000 resamples and judged by what did not choose it. Empty if nothing is known to vary, or without an objective of each direction.",
      resolve: (frontier) => frontier.band(),
    }),
    knee: t.expose("knee", {
      type: FrontierPoint,
      nullable: true,
      description:
        "The point that lies farthest beyond the straight line between the ends of the frontier, on the axes of the hypervolume (Das 1999). Null if fewer than three points differ.",
    }),
    best: t.field({
      ...cost({ weight: 50 }),
      type: FrontierPoint,
      nullable: true,
      description:
        "The best candidate within limits: the one with the highest value of the first maximised objective, or, if the limits only set a minimum for that, the cheapest one that reaches it. It is better than chance. Null if no candidate meets the limits.",
      args: {
        constraints: t.arg({
          type: [ConstraintInput],
          required: true,
          description: "The limits that the candidate must meet.",
        }),
      },
      resolve: (frontier, { constraints }, { catalogue }) =>
        frontier.best(requireConstraints(catalogue.metrics, constraints)),
    }),
  }),
});

const POINT_KEY = ["integer", "text", "integer", "text"] as const;
const keyOf = ({ modelId, mode, runId, operatingPoint }: PointRow) => [
  modelId,
  mode,
  runId ?? 0,
  JSON.stringify(operatingPoint),
];

builder.queryField("frontier", (t) =>
  t.field({
    ...followsFromData(FRONTIER_WEIGHT),
    type: Frontier,
    nullable: true,
    description:
      "The Pareto frontier over the runs that match. Over several benchmarks, the value of a candidate is the mean over all of them, each with the same weight.",
    args: frontierArguments,
    resolve: (_, args, context) => frontierOf(args, context),
  }),
);

builder.objectField(Benchmark, "frontier", (t) =>
  t.field({
    ...cost({ weight: FRONTIER_WEIGHT }),
    type: Frontier,
    nullable: true,
    description: "The Pareto frontier of this benchmark. The field `benchmark` of `where` has no effect here.",
    args: frontierArguments,
    resolve: ({ slug }, args, context) => frontierOf(onBenchmark(slug, args), context),
  }),
);

/** The frontier of arguments. Throws where a version of the data is asked for that is not kept. */
export async function frontierOf(args: FrontierArguments, { store, catalogue }: Pick<Context, "store" | "catalogue">) {
  if (args.dataVersion != null) await requireVersion(store, args.dataVersion, "dataVersion");
  return readFrontier(store, frontierRequest(args, catalogue));
}
