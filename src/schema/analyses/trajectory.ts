import { type FrontierArguments, frontierRequest } from "../../analysis/request/frontierRequest.ts";
import { readTrajectory, type TrajectoryRow, type TrajectoryStepRow } from "../../analysis/trajectory.ts";
import {
  costToReach,
  type DatedPoint as DatedPointRow,
  type EfficiencyRow,
  efficiencies,
  gainPerTenfold,
  type ReachRow,
  reachableWithin,
} from "../../analysis/trajectoryTrends.ts";
import type {
  HalvingTime as HalvingTimeRow,
  TrendPoint as TrendPointRow,
  Trend as TrendRow,
} from "../../frontier/statistics/trend.ts";
import { builder } from "../base/builder.ts";
import type { Context } from "../base/context.ts";
import { cost } from "../base/cost.ts";
import { followsFromData } from "../base/followsFromData.ts";
import { Benchmark } from "../results/benchmark.ts";
import { Frontier } from "./frontier.ts";
import { onBenchmark, trajectoryArguments } from "./frontierArguments.ts";
import { FrontierPoint } from "./frontierPoint.ts";
import { Range } from "./range.ts";

const TrendPoint = builder.objectRef<TrendPointRow>("TrendPoint").implement({
  description: "A point that a trend was fitted to.",
  fields: (t) => ({
    x: t.exposeFloat("x", { description: "The time in years (2025.5 is the middle of 2025), or log10 of a cost." }),
    y: t.exposeFloat("y", { description: "The value that the trend describes." }),
  }),
});

const Trend = builder.objectRef<TrendRow>("Trend").implement({
  description:
    "A straight line through points by least squares. Records and frontiers depend on one another, so that the slope is less certain than the interval says.",
  fields: (t) => ({
    slope: t.exposeFloat("slope", { description: "The growth of y for each unit of x." }),
    slopeInterval: t.expose("interval", {
      type: Range,
      nullable: true,
      description: "Student's 95 % interval of the slope. Null for two points.",
    }),
    intercept: t.exposeFloat("intercept", { description: "The value of y at x = 0." }),
    points: t.expose("points", {
      ...cost({ size: 20 }),
      type: [TrendPoint],
      description: "The points that the fit used.",
    }),
  }),
});

const HalvingTime = builder.objectRef<HalvingTimeRow>("HalvingTime").implement({
  description: "The time in which the cost of the same accuracy halves, computed from the trend of its logarithm.",
  fields: (t) => ({
    value: t.exposeFloat("value", {
      nullable: true,
      description: "The halving time in years. Null if the cost does not fall.",
    }),
    low: t.exposeFloat("low", { nullable: true, description: "The lower end of the 95 % interval, in years." }),
    high: t.exposeFloat("high", {
      nullable: true,
      description:
        "The upper end of the 95 % interval, in years. Null if the interval includes a cost that does not fall.",
    }),
  }),
});

const DatedPoint = builder.objectRef<DatedPointRow>("DatedPoint").implement({
  description: "A value on the day on which it was reached.",
  fields: (t) => ({
    date: t.expose("date", { type: "Date", description: "The release date of the model." }),
    value: t.exposeFloat("value", { description: "The value." }),
    point: t.expose("point", { type: FrontierPoint, description: "The candidate that reached it." }),
  }),
});

const TrajectoryStep = builder.objectRef<TrajectoryStepRow>("TrajectoryStep").implement({
  description: "The frontier as of a day on which it changed.",
  fields: (t) => ({
    date: t.expose("date", { type: "Date", description: "The day." }),
    candidateCount: t.exposeInt("candidateCount", { description: "The number of candidates released by that day." }),
    sampledCount: t.int({
      ...cost({ weight: 5 }),
      description:
        "The number of them whose answers are stored one by one. The others are, at least in part, means that a source published.",
      resolve: (step) => step.sampledCount(),
    }),
    points: t.expose("points", {
      ...cost({ size: 10 }),
      type: [FrontierPoint],
      description: "The points of the frontier. Their ranks are those among models of all dates.",
    }),
    entered: t.expose("entered", {
      ...cost({ size: 3 }),
      type: [FrontierPoint],
      description: "The points that joined the frontier on this day.",
    }),
    hypervolume: t.exposeFloat("hypervolume", {
      description:
        "The hypervolume, between 0 and 1, normalised within the bounds of all candidates so that days can be compared.",
    }),
  }),
});

const Reach = builder.objectRef<ReachRow>("Reach").implement({
  description: "The records over time: each day on which the best value so far was beaten.",
  fields: (t) => ({
    records: t.expose("records", {
      ...cost({ size: 10 }),
      type: [DatedPoint],
      description: "The records in order of their days.",
    }),
    trend: t.expose("trend", {
      type: Trend,
      nullable: true,
      description:
        "The trend of the records over years: of the value, or of log10 of a cost. Null for fewer than two records.",
    }),
    halvingTime: t.expose("halvingTime", {
      type: HalvingTime,
      nullable: true,
      description: "The halving time of a cost. Null for records of an accuracy.",
    }),
  }),
});

const Efficiency = builder.objectRef<EfficiencyRow>("Efficiency").implement({
  description:
    "The efficiency S_eff = mean accuracy / log10(mean FLOPs of an answer) of arXiv 2512.24776 over release dates. It depends on the unit, so only figures in FLOPs can be compared.",
  fields: (t) => ({
    points: t.expose("points", {
      ...cost({ size: 50 }),
      type: [DatedPoint],
      description: "The S_eff of every candidate with a release date.",
    }),
    trend: t.expose("trend", { type: Trend, nullable: true, description: "The trend of S_eff over years." }),
  }),
});

const Trajectory = builder.objectRef<TrajectoryRow>("Trajectory").implement({
  description: "The movement of the frontier over the release dates of the models.",
  fields: (t) => ({
    steps: t.expose("steps", {
      ...cost({ size: 20 }),
      type: [TrajectoryStep],
      description: "The days on which the frontier changed.",
    }),
    frontier: t.expose("frontier", { type: Frontier, description: "The frontier over models of all dates." }),
    undated: t.exposeInt("undated", {
      description: "The number of candidates without a release date, which are left out.",
    }),
    reachable: t.field({
      type: Reach,
      nullable: true,
      description: "The highest first maximised objective within a budget of the first minimised one, over time.",
      args: {
        budget: t.arg.float({
          required: true,
          description: "The budget, in the unit of the first minimised objective.",
        }),
      },
      resolve: (trajectory, { budget }) => reachableWithin(trajectory, budget),
    }),
    needed: t.field({
      type: Reach,
      nullable: true,
      description: "The lowest first minimised objective that reached a target on the first maximised one, over time.",
      args: {
        target: t.arg.float({
          required: true,
          description: "The target, in the unit of the first maximised objective.",
        }),
      },
      resolve: (trajectory, { target }) => costToReach(trajectory, target),
    }),
    gainPerTenfold: t.field({
      type: Trend,
      nullable: true,
      description:
        "The trend, along the last frontier, of the first maximised objective over log10 of the first minimised one.",
      resolve: gainPerTenfold,
    }),
    efficiency: t.field({
      type: Efficiency,
      nullable: true,
      description: "The efficiency S_eff over time. The objectives must be accuracy and flops.",
      resolve: efficiencies,
    }),
  }),
});

/** What computing a trajectory costs, in points. */
const TRAJECTORY_WEIGHT = 800;

builder.queryField("trajectory", (t) =>
  t.field({
    ...followsFromData(TRAJECTORY_WEIGHT),
    type: Trajectory,
    nullable: true,
    description: "The movement of the frontier over the release dates of the models.",
    args: trajectoryArguments,
    resolve: (_, args, context) => trajectoryOf(args, context),
  }),
);

builder.objectField(Benchmark, "trajectory", (t) =>
  t.field({
    ...cost({ weight: TRAJECTORY_WEIGHT }),
    type: Trajectory,
    nullable: true,
    description:
      "The movement of the frontier of this benchmark over the release dates of the models. The field `benchmark` of `where` has no effect here.",
    args: trajectoryArguments,
    resolve: ({ slug }, args, context) => trajectoryOf(onBenchmark(slug, args), context),
  }),
);

function trajectoryOf(
  { from, to, ...args }: FrontierArguments & { from?: string | null; to?: string | null },
  { store, catalogue }: Context,
) {
  return readTrajectory(store, frontierRequest(args, catalogue), from ?? null, to ?? null);
}
