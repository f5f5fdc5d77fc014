import type { ComparisonKey as Key } from "../../analysis/comparisonGroups.ts";
import {
  type ComparisonGroupRow,
  type ComparisonRow,
  readComparison,
  type Stretch,
} from "../../analysis/comparisons.ts";
import { frontierRequest } from "../../analysis/request/frontierRequest.ts";
import { builder } from "../base/builder.ts";
import { RunFilter } from "../base/filters.ts";
import { Measure } from "../results/measure.ts";
import { DeploymentInput } from "./deployment.ts";
import { CandidateGrain, ConstraintInput, ObjectiveInput } from "./frontierInputs.ts";
import { Range } from "./range.ts";

const ComparisonKey = builder.enumType("ComparisonKey", {
  description: "What candidates are grouped by.",
  values: {
    ARCHITECTURE: { description: "What their models are built of: e.g. mixture-of-experts against dense." },
    FAMILY: { description: "The series that their models belong to." },
    DEVELOPER: { description: "Who made their models." },
    WEIGHTS: { description: "Whether the weights can be downloaded: `open` or `closed`." },
    MODEL: { description: "Their models, each in all its modes." },
    MODE: { description: "The modes that their models are in." },
    LAB: { description: "Who ran or published them; a model's runs are pooled within a lab." },
    RUNNER: { description: "The engine that served them; a model's runs are pooled within an engine." },
    HARDWARE: { description: "The accelerator that they ran on; a model's runs are pooled within one." },
  } as const satisfies Record<Key, { description: string }>,
});

const FrontierStretch = builder.objectRef<Stretch>("FrontierStretch").implement({
  description: "A part of the joint frontier that one group holds.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "The group." }),
    fromCost: t.exposeFloat("fromCost", { description: "Its first point on the first minimised objective." }),
    toCost: t.exposeFloat("toCost", { description: "Its last point on the first minimised objective." }),
    points: t.exposeInt("points", { description: "How many points it has." }),
  }),
});

const ComparisonGroup = builder.objectRef<ComparisonGroupRow>("ComparisonGroup").implement({
  description: "How one group of candidates stands against all others.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "What its candidates have in common." }),
    candidateCount: t.exposeInt("candidateCount", { description: "How many candidates it has." }),
    hypervolume: t.exposeFloat("hypervolume", {
      nullable: true,
      description: "The normalised hypervolume of its own frontier, within the bounds of all candidates: 0 to 1.",
    }),
    hypervolumeInterval: t.field({
      type: Range,
      nullable: true,
      description: "The 95 % interval of the hypervolume by a bootstrap over problems; null without samples.",
      resolve: ({ intervals }) => intervals?.hypervolume ?? null,
    }),
    frontierShare: t.exposeFloat("frontierShare", {
      nullable: true,
      description: "Which share of the points of the joint frontier it holds, 0 to 1.",
    }),
    frontierShareInterval: t.field({
      type: Range,
      nullable: true,
      description: "The 95 % interval of the share; null without samples.",
      resolve: ({ intervals }) => intervals?.frontierShare ?? null,
    }),
    accuracyGapAtEqualCompute: t.field({
      type: Measure,
      nullable: true,
      description:
        "What it reaches more than all others together at equal cost, averaged over log10 of the cost where both have an answer; negative where it reaches less. On the first maximised and the first minimised objective; null where no range is shared.",
      resolve: ({ gap, intervals, candidateCount, gainMetric }, _, { catalogue }) =>
        gap === null
          ? null
          : {
              metric: catalogue.metrics.find(gainMetric)!,
              value: gap,
              ...(intervals?.gap && { low: intervals.gap.low, high: intervals.gap.high }),
              count: candidateCount,
            },
    }),
  }),
});

const Comparison = builder.objectRef<ComparisonRow>("Comparison").implement({
  description: "How groups of candidates compare.",
  fields: (t) => ({
    groups: t.expose("groups", { type: [ComparisonGroup], description: "The groups, in the order of their keys." }),
    stretches: t.expose("stretches", {
      type: [FrontierStretch],
      description: "Who holds which part of the joint frontier, from cheap to dear; of two objectives.",
    }),
    candidateCount: t.exposeInt("candidateCount", { description: "How many candidates are in groups." }),
    sampledCount: t.exposeInt("sampledCount", {
      description: "How many of them have samples; the intervals let the others stand still.",
    }),
    ungrouped: t.exposeInt("ungrouped", { description: "How many candidates have no value of the key." }),
    dataVersion: t.exposeString("dataVersion", { description: "The version of the data that it was computed from." }),
  }),
});

builder.queryField("comparison", (t) =>
  t.field({
    type: Comparison,
    description: "How groups of candidates compare: e.g. mixture-of-experts against dense models.",
    args: {
      where: t.arg({ type: RunFilter, description: "Which runs; it names at least one benchmark." }),
      by: t.arg({ type: ComparisonKey, required: true, description: "What candidates are grouped by." }),
      objectives: t.arg({ type: [ObjectiveInput], description: "What to trade; accuracy and compute if not given." }),
      constraints: t.arg({ type: [ConstraintInput], description: "Limits that every candidate must keep to." }),
      grain: t.arg({ type: CandidateGrain, defaultValue: "MODEL", description: "What the candidates are." }),
      asOf: t.arg({ type: "Date", description: "Only models that were released by this day." }),
      on: t.arg({ type: DeploymentInput, description: "Where the models would be served." }),
    },
    resolve: (_, { by, ...args }, { store, catalogue }) => readComparison(store, frontierRequest(args, catalogue), by),
  }),
);
