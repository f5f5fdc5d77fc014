import type { Frontier as FrontierRow, FrontierPoint as PointRow } from "../../analysis/frontiers.ts";
import { readFrontier } from "../../analysis/frontiers.ts";
import type { LeftOut as LeftOutRow } from "../../analysis/request/candidate.ts";
import { frontierRequest } from "../../analysis/request/frontierRequest.ts";
import { requireConstraints } from "../../analysis/request/objectives.ts";
import type { Objective as ObjectiveRow } from "../../frontier/objective.ts";
import { pageOfList, pageRequest } from "../../store/reading/page.ts";
import type { SourceRow } from "../../store/reading/sources.ts";
import { builder } from "../base/builder.ts";
import { connectionOf } from "../base/connection.ts";
import { referred } from "../base/context.ts";
import { RunFilter } from "../base/filters.ts";
import { Benchmark } from "../results/benchmark.ts";
import { Lab } from "../results/lab.ts";
import { Direction, Metric } from "../results/metric.ts";
import { Model } from "../results/model.ts";
import { DeploymentInput } from "./deployment.ts";
import { CandidateGrain, ConstraintInput, ObjectiveInput } from "./frontierInputs.ts";
import { FrontierPoint, FrontierPointConnection } from "./frontierPoint.ts";

const Objective = builder.objectRef<ObjectiveRow>("Objective").implement({
  description: "What a frontier trades.",
  fields: (t) => ({
    metric: t.field({
      type: Metric,
      description: "The metric.",
      resolve: ({ metric }, _, { catalogue }) => catalogue.metrics.find(metric)!,
    }),
    direction: t.expose("direction", { type: Direction, description: "Whether more or less of it is wanted." }),
  }),
});

const Source = builder.objectRef<SourceRow>("Source").implement({
  description: "Where some of the runs behind an answer were published: name it wherever the answer is shown.",
  fields: (t) => ({
    lab: t.field({
      type: Lab,
      description: "Who published them.",
      resolve: (source, _, context) => referred(context, "labs", source.labId),
    }),
    url: t.exposeString("url", { nullable: true, description: "Where." }),
    license: t.exposeString("license", { nullable: true, description: "Under which licence." }),
    runCount: t.exposeInt("runCount", { description: "How many of the runs." }),
  }),
});

const LeftOutReason = builder.enumType("LeftOutReason", {
  description: "Why a model does not compete on a deployment.",
  values: {
    DOES_NOT_FIT: { description: "Its weights and the KV cache of the batch need more memory than there is." },
    NO_ARCHITECTURE: { description: "Its architecture is not known, so that nothing can be estimated." },
  } as const,
});

const LeftOut = builder.objectRef<LeftOutRow>("LeftOut").implement({
  description: "A model in a mode that does not compete on a deployment.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model.",
      resolve: (left, _, context) => referred(context, "models", left.modelId),
    }),
    mode: t.exposeString("mode", { description: "The mode." }),
    reason: t.expose("reason", { type: LeftOutReason, description: "Why." }),
    message: t.exposeString("message", { description: "Why, with figures." }),
  }),
});

export const Frontier = builder.objectRef<FrontierRow>("Frontier").implement({
  description:
    "Candidates that no other candidate dominates: none is at least as good on all objectives and better on one.",
  fields: (t) => ({
    objectives: t.expose("objectives", { type: [Objective], description: "What is traded." }),
    points: t.expose("points", {
      type: [FrontierPoint],
      description: "The frontier, in order of the first minimised objective. Equal candidates are all on it.",
    }),
    dominated: t.connection(
      {
        type: FrontierPoint,
        description: "The candidates that are not on it, in order of their rank.",
        resolve: async (frontier, page) =>
          connectionOf(pageOfList(await frontier.dominated(), pageRequest(page, POINT_KEY), keyOf), keyOf),
      },
      FrontierPointConnection,
    ),
    undecided: t.expose("undecided", {
      type: [FrontierPoint],
      description:
        "With `minMembership`: the points of the frontier that are not shown, since no samples tell how sure they are.",
    }),
    upperBounds: t.expose("upperBounds", {
      type: [FrontierPoint],
      description:
        "Of operating points: what the best of several answers of each model reaches. No candidates but upper bounds, since no one can tell which answer is right; rank 1 where no point dominates it, else 2.",
    }),
    candidateCount: t.exposeInt("candidateCount", { description: "How many candidates compete." }),
    incomplete: t.exposeInt("incomplete", {
      description:
        "How many match the filter but are no candidates: they lack a benchmark or the value of an objective.",
    }),
    leftOut: t.expose("leftOut", {
      type: [LeftOut],
      description: "What matches the filter but can't be held on the deployment (`on`), and why; part of `incomplete`.",
    }),
    dataVersion: t.exposeString("dataVersion", {
      description:
        "The version of the data that this was computed from: the same data has the same one in every store.",
    }),
    sources: t.field({
      type: [Source],
      description: "Where the runs that match the filter were published, those with most runs first.",
      resolve: (frontier) => frontier.sources(),
    }),
    hypervolume: t.exposeFloat("hypervolume", {
      nullable: true,
      description:
        "The normalised hypervolume, without a unit: the share between 0 and 1 of the box from the worst to the best values of all candidates that the frontier (whatever `minMembership` shows of it) dominates, logarithmic where a metric's scale is. Null without candidates.",
    }),
    knee: t.expose("knee", {
      type: FrontierPoint,
      nullable: true,
      description:
        "The point that bulges farthest beyond the straight line between the frontier's ends, on the axes of the hypervolume (Das 1999). Null where fewer than three points differ.",
    }),
    best: t.field({
      type: FrontierPoint,
      nullable: true,
      description:
        "The candidate to take within limits: the highest value of the first maximised objective, or, where the limits only ask for a minimum of that, the cheapest that reaches it. Null where none keeps to them.",
      args: {
        constraints: t.arg({ type: [ConstraintInput], required: true, description: "Limits that it must keep to." }),
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

const objectives = "What to trade; accuracy and compute (`flops`) if not given.";

builder.queryField("frontier", (t) =>
  t.field({
    type: Frontier,
    description:
      "The Pareto frontier over the runs that match. Over several benchmarks a candidate's value is the mean over all of them, each counting alike.",
    args: {
      where: t.arg({ type: RunFilter, description: "Which runs; it names at least one benchmark." }),
      objectives: t.arg({ type: [ObjectiveInput], description: objectives }),
      constraints: t.arg({
        type: [ConstraintInput],
        description: "Limits that every candidate must keep to; others are left out of the competition.",
      }),
      grain: t.arg({ type: CandidateGrain, defaultValue: "MODEL", description: "What stands on the frontier." }),
      asOf: t.arg({ type: "Date", description: "Only models that were released by this day, as if it were today." }),
      on: t.arg({
        type: DeploymentInput,
        description:
          "Where the models would be served: latency, TTFT, throughput, GPU time and memory, energy and cost are then those on it. Models that do not fit are left out.",
      }),
      minMembership: t.arg.float({
        description:
          "A confidence between 0 and 1: the points are then all candidates whose `membership` is at least this, also those that the values shown put behind the frontier. `undecided` has those of its points that no samples tell of.",
      }),
    },
    resolve: (_, args, { store, catalogue }) => readFrontier(store, frontierRequest(args, catalogue)),
  }),
);

builder.objectField(Benchmark, "frontier", (t) =>
  t.field({
    type: Frontier,
    description: "The Pareto frontier of this benchmark.",
    args: {
      where: t.arg({ type: RunFilter, description: "Which runs; `benchmark` in it has no effect here." }),
      objectives: t.arg({ type: [ObjectiveInput], description: objectives }),
    },
    resolve: ({ slug }, { where, objectives }, { store, catalogue }) =>
      readFrontier(store, frontierRequest({ where: { ...where, benchmark: [slug] }, objectives }, catalogue)),
  }),
);
