import { frontierRequest } from "../../analysis/request/frontierRequest.ts";
import { readTrajectory, type TrajectoryRow, type TrajectoryStepRow } from "../../analysis/trajectories.ts";
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
import { RunFilter } from "../base/filters.ts";
import { Frontier } from "./frontier.ts";
import { ConstraintInput, ObjectiveInput } from "./frontierInputs.ts";
import { FrontierPoint } from "./frontierPoint.ts";
import { Range } from "./range.ts";

const TrendPoint = builder.objectRef<TrendPointRow>("TrendPoint").implement({
  description: "A point that a trend was fitted to.",
  fields: (t) => ({
    x: t.exposeFloat("x", { description: "Years (2025.5 is the middle of 2025), or log10 of a cost." }),
    y: t.exposeFloat("y", { description: "What the trend is of." }),
  }),
});

const Trend = builder.objectRef<TrendRow>("Trend").implement({
  description:
    "A straight line through points by least squares. Records and frontiers follow from one another, so that the truth is less certain than the interval says.",
  fields: (t) => ({
    slope: t.exposeFloat("slope", { description: "How much y grows for each unit of x." }),
    slopeInterval: t.expose("interval", {
      type: Range,
      nullable: true,
      description: "Student's 95 % interval of the slope; null for two points.",
    }),
    intercept: t.exposeFloat("intercept", { description: "y at x = 0." }),
    points: t.expose("points", { type: [TrendPoint], description: "The points that the fit used." }),
  }),
});

const HalvingTime = builder.objectRef<HalvingTimeRow>("HalvingTime").implement({
  description: "In which time the cost of the same accuracy halves, from the trend of its logarithm.",
  fields: (t) => ({
    value: t.exposeFloat("value", { nullable: true, description: "In years; null where the cost does not fall." }),
    low: t.exposeFloat("low", { nullable: true, description: "Lower end of the 95 % interval, in years." }),
    high: t.exposeFloat("high", {
      nullable: true,
      description: "Upper end, in years; null where the interval allows that the cost does not fall at all.",
    }),
  }),
});

const DatedPoint = builder.objectRef<DatedPointRow>("DatedPoint").implement({
  description: "A value on the day on which it was reached.",
  fields: (t) => ({
    date: t.expose("date", { type: "Date", description: "The day: the release of the model." }),
    value: t.exposeFloat("value", { description: "The value." }),
    point: t.expose("point", { type: FrontierPoint, description: "The candidate that reached it." }),
  }),
});

const TrajectoryStep = builder.objectRef<TrajectoryStepRow>("TrajectoryStep").implement({
  description: "The frontier as of a day on which it changed.",
  fields: (t) => ({
    date: t.expose("date", { type: "Date", description: "The day." }),
    candidateCount: t.exposeInt("candidateCount", { description: "How many candidates there were by then." }),
    points: t.expose("points", { type: [FrontierPoint], description: "The frontier; ranks are those of today." }),
    entered: t.expose("entered", { type: [FrontierPoint], description: "The points that came onto it on this day." }),
    hypervolume: t.exposeFloat("hypervolume", {
      description: "Normalised within the bounds of all candidates, so that days can be compared: 0 to 1.",
    }),
  }),
});

const Reach = builder.objectRef<ReachRow>("Reach").implement({
  description: "A record over time: each day on which it was beaten.",
  fields: (t) => ({
    records: t.expose("records", { type: [DatedPoint], description: "The records, in order of their days." }),
    trend: t.expose("trend", {
      type: Trend,
      nullable: true,
      description: "Through the records over years: of the value, or of log10 of a cost. Null for fewer than two.",
    }),
    halvingTime: t.expose("halvingTime", {
      type: HalvingTime,
      nullable: true,
      description: "Of a cost; null of an accuracy.",
    }),
  }),
});

const Efficiency = builder.objectRef<EfficiencyRow>("Efficiency").implement({
  description:
    "S_eff = mean accuracy / log10(mean FLOPs of an answer) of arXiv 2512.24776, over release dates. It depends on the unit: compare only figures in FLOPs.",
  fields: (t) => ({
    points: t.expose("points", { type: [DatedPoint], description: "S_eff of every candidate with a release date." }),
    trend: t.expose("trend", { type: Trend, nullable: true, description: "S_eff over years." }),
  }),
});

const Trajectory = builder.objectRef<TrajectoryRow>("Trajectory").implement({
  description: "How the frontier moved over the release dates of the models.",
  fields: (t) => ({
    steps: t.expose("steps", { type: [TrajectoryStep], description: "Each day on which it changed." }),
    frontier: t.expose("frontier", { type: Frontier, description: "The frontier of today, of all dates." }),
    undated: t.exposeInt("undated", { description: "How many candidates have no release date and are left out." }),
    reachable: t.field({
      type: Reach,
      description: "The most that the first maximised objective could be within a budget of the first minimised one.",
      args: { budget: t.arg.float({ required: true, description: "In the unit of the first minimised objective." }) },
      resolve: (trajectory, { budget }) => reachableWithin(trajectory, budget),
    }),
    needed: t.field({
      type: Reach,
      description: "The least of the first minimised objective that reached a target of the first maximised one.",
      args: { target: t.arg.float({ required: true, description: "In the unit of the first maximised objective." }) },
      resolve: (trajectory, { target }) => costToReach(trajectory, target),
    }),
    gainPerTenfold: t.field({
      type: Trend,
      nullable: true,
      description: "Along the last frontier: the first maximised objective over log10 of the first minimised one.",
      resolve: gainPerTenfold,
    }),
    efficiency: t.field({
      type: Efficiency,
      description: "S_eff over time; the objectives must be accuracy and flops.",
      resolve: efficiencies,
    }),
  }),
});

builder.queryField("trajectory", (t) =>
  t.field({
    type: Trajectory,
    description: "How the frontier moved over the release dates of the models.",
    args: {
      where: t.arg({ type: RunFilter, description: "Which runs; it names at least one benchmark." }),
      objectives: t.arg({ type: [ObjectiveInput], description: "What to trade; accuracy and compute if not given." }),
      constraints: t.arg({ type: [ConstraintInput], description: "Limits that every candidate must keep to." }),
      from: t.arg({ type: "Date", description: "The first day shown; what was there before is part of it." }),
      to: t.arg({ type: "Date", description: "The last day." }),
    },
    resolve: (_, { from, to, ...args }, { store, catalogue }) =>
      readTrajectory(store, frontierRequest(args, catalogue), from ?? null, to ?? null),
  }),
);
