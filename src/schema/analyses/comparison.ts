import { type ComparisonGroupRow, type ComparisonRow, readComparison } from "../../analysis/comparison.ts";
import { type ComparisonKey as Key, RUN_COLUMNS } from "../../analysis/comparisonGroups.ts";
import {
  type ComparisonPair as PairRow,
  type PairSide as PairSideRow,
  readComparisonPairs,
} from "../../analysis/comparisonPairs.ts";
import type { FrontierSegment } from "../../analysis/frontierSegments.ts";
import type { Candidate } from "../../analysis/request/candidate.ts";
import { frontierRequest } from "../../analysis/request/frontierRequest.ts";
import { builder } from "../base/builder.ts";
import { resolveRow } from "../base/context.ts";
import { cost } from "../base/cost.ts";
import { RunFilter } from "../base/filters.ts";
import { followsFromData } from "../base/followsFromData.ts";
import { Benchmark } from "../results/benchmark.ts";
import { Measure } from "../results/measure.ts";
import { Model } from "../results/model.ts";
import { McNemar, PairedDifference } from "./compare.ts";
import { DeploymentInput } from "./deployment.ts";
import { CandidateGrain, ConstraintInput, ObjectiveInput } from "./frontierInputs.ts";
import { GapRange, GroupRegression } from "./groupGap.ts";
import { Range } from "./range.ts";

const ComparisonKey = builder.enumType("ComparisonKey", {
  description: "The property that candidates are grouped by.",
  values: {
    ARCHITECTURE: {
      description: "Group by the kind of architecture, for example to compare mixtures of experts with dense models.",
    },
    FAMILY: { description: "Group by the family of the model." },
    DEVELOPER: { description: "Group by the developer of the model." },
    WEIGHTS: { description: "Group by whether the weights can be downloaded: `open` or `closed`." },
    MODEL: { description: "Group by model. All modes of a model are in one group." },
    MODE: { description: "Group by mode." },
    LAB: {
      description: "Group by the lab that ran or published the runs. The runs of a model are pooled within each lab.",
    },
    RUNNER: {
      description: "Group by the engine that served the model. The runs of a model are pooled within each engine.",
    },
    PROVIDER: {
      description:
        "Group by the provider that served the model. The runs of a model are pooled within each, and `pairs` compares the same model between two.",
    },
    PRECISION: {
      description:
        "Group by the precision of the weights. The runs of a model are pooled within each, and `pairs` compares the same model between two.",
    },
    ENGINE: {
      description:
        "Group by the engine by its usual name, as its source states it or the runner says it. The runs of a model are pooled within each, and `pairs` compares the same model between two.",
    },
    EFFORT: {
      description:
        "Group by how much the model was told to reason, as its source or the mode says it. `pairs` compares the same model between two.",
    },
    HARDWARE: {
      description: "Group by the accelerator of the runs. The runs of a model are pooled within each accelerator.",
    },
  } as const satisfies Record<Key, { description: string }>,
});

/** Declares the type of a segment, once by its name and once by its old name. */
const segmentFields = (name: "FrontierSegment" | "FrontierStretch", description: string) =>
  builder.objectRef<FrontierSegment>(name).implement({
    description,
    fields: (t) => ({
      key: t.exposeString("key", { description: "The key of the group." }),
      fromCost: t.exposeFloat("fromCost", {
        description: "The lowest value of the first minimised objective in it.",
      }),
      toCost: t.exposeFloat("toCost", { description: "The highest value of the first minimised objective in it." }),
      points: t.exposeInt("points", { description: "The number of its points." }),
    }),
  });

const Segment = segmentFields("FrontierSegment", "A part of the joint frontier whose points all belong to one group.");
const Stretch = segmentFields("FrontierStretch", "The old name of `FrontierSegment`.");

const ComparisonGroup = builder.objectRef<ComparisonGroupRow>("ComparisonGroup").implement({
  description: "One group of candidates compared with all other candidates.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "The value that its candidates have in common." }),
    candidateCount: t.exposeInt("candidateCount", { description: "The number of its candidates." }),
    sampledCount: t.exposeInt("sampledCount", {
      description: "The number of its candidates whose answers are stored one by one.",
    }),
    hypervolume: t.exposeFloat("hypervolume", {
      nullable: true,
      description:
        "The normalised hypervolume of its own frontier within the bounds of all candidates, between 0 and 1.",
    }),
    hypervolumeInterval: t.field({
      type: Range,
      nullable: true,
      description: "The 95 % interval of the hypervolume by a bootstrap over problems. Null without samples.",
      resolve: ({ intervals }) => intervals?.hypervolume ?? null,
    }),
    frontierShare: t.exposeFloat("frontierShare", {
      nullable: true,
      description: "The share of the points of the joint frontier that belong to it, between 0 and 1.",
    }),
    frontierShareInterval: t.field({
      type: Range,
      nullable: true,
      description: "The 95 % interval of the share. Null without samples.",
      resolve: ({ intervals }) => intervals?.frontierShare ?? null,
    }),
    gapRange: t.expose("gapRange", {
      type: GapRange,
      nullable: true,
      description: "The range of costs behind `accuracyGapAtEqualCompute`. Null where there is no gap.",
    }),
    regression: t.expose("regression", {
      type: GroupRegression,
      nullable: true,
      description:
        "The gap at the same cost and release date. Null with no more than four dated models, or where the group, the cost or the date follows from the others.",
    }),
    accuracyGapAtEqualCompute: t.field({
      type: Measure,
      nullable: true,
      description:
        "The difference between the first maximised objective of this group and that of all other groups together at equal cost, averaged over log10 of the first minimised objective. It is negative if the group reaches less, and null if the two share no range of costs.",
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

const MOST_UNGROUPED = 100;

const UngroupedCandidate = builder
  .objectRef<Pick<Candidate, "modelId" | "mode"> & { by: Key }>("UngroupedCandidate")
  .implement({
    description: "A candidate that is in no group of a comparison.",
    fields: (t) => ({
      model: t.field({
        type: Model,
        description: "The model.",
        resolve: ({ modelId }, _, context) => resolveRow(context, "models", modelId),
      }),
      mode: t.exposeString("mode", { description: "The mode." }),
      reason: t.string({
        description: "The reason, as a sentence.",
        resolve: ({ by }) => `${by} is not known of ${by in RUN_COLUMNS ? "any of its runs" : "the model"}.`,
      }),
    }),
  });

const PairSide = builder.objectRef<PairSideRow>("ComparisonPairSide").implement({
  description: "One of the two groups that a pair compares.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "The key of the group." }),
    mode: t.exposeString("mode", { description: "The mode of the model in it." }),
  }),
});

const ComparisonPair = builder.objectRef<PairRow>("ComparisonPair").implement({
  description: "The same model on the same benchmark in two groups of a comparison.",
  fields: (t) => ({
    model: t.field({
      type: Model,
      description: "The model.",
      resolve: ({ modelId }, _, context) => resolveRow(context, "models", modelId),
    }),
    benchmark: t.field({
      type: Benchmark,
      description: "The benchmark.",
      resolve: ({ benchmarkId }, _, context) => resolveRow(context, "benchmarks", benchmarkId),
    }),
    a: t.expose("a", { type: PairSide, description: "The first group." }),
    b: t.expose("b", { type: PairSide, description: "The second group." }),
    problemCount: t.exposeInt("problemCount", { description: "The number of problems that both answered." }),
    accuracy: t.field({
      type: PairedDifference,
      nullable: true,
      description: "The difference of the accuracies over those problems. Null where there are none.",
      resolve: ({ differences }) => differences && { ...differences.accuracy, metric: "accuracy" },
    }),
    mcnemar: t.field({
      type: McNemar,
      nullable: true,
      description: "The exact McNemar test of the verdicts. Null where no problem is shared.",
      resolve: ({ differences }) => differences?.accuracy ?? null,
    }),
    costs: t.field({
      ...cost({ size: 4 }),
      type: [PairedDifference],
      description: "The differences of the costs that are known of single answers of both.",
      resolve: ({ differences }) => differences?.costs ?? [],
    }),
    reason: t.exposeString("reason", {
      nullable: true,
      description: "Why the two could not be compared, as a sentence. Null where they were.",
    }),
  }),
});

const Comparison = builder.objectRef<ComparisonRow & { by: Key }>("Comparison").implement({
  description: "A comparison of groups of candidates.",
  fields: (t) => ({
    groups: t.expose("groups", {
      ...cost({ size: 10 }),
      type: [ComparisonGroup],
      description: "The groups in the order of their keys.",
    }),
    segments: t.expose("segments", {
      ...cost({ size: 10 }),
      type: [Segment],
      description:
        "The parts of the joint frontier of two objectives in order of the first minimised objective, each with the group that holds it.",
    }),
    stretches: t.expose("segments", {
      ...cost({ size: 10 }),
      type: [Stretch],
      description: "The old name of `segments`.",
      deprecationReason: "Use `segments`. Deprecated on 2026-11-27, to be removed in 1.0.",
    }),
    candidateCount: t.exposeInt("candidateCount", { description: "The number of candidates that are in a group." }),
    sampledCount: t.exposeInt("sampledCount", {
      description: "The number of candidates in a group whose answers are stored one by one.",
    }),
    drawnCount: t.exposeInt("drawnCount", {
      description:
        "The number of candidates that vary in the intervals, by their samples or by errors that are stated of them. The intervals keep the other candidates at their values.",
    }),
    ungrouped: t.int({
      description: "The number of candidates that have no value of the key.",
      resolve: ({ ungrouped }) => ungrouped.length,
    }),
    ungroupedCandidates: t.field({
      ...cost({ size: 20 }),
      type: [UngroupedCandidate],
      description:
        "The candidates that are in no group, with the reason: 100 at most, in the order of their models. `ungrouped` counts all.",
      resolve: ({ ungrouped, by }) =>
        ungrouped
          .toSorted((a, b) => a.modelId - b.modelId || (a.mode < b.mode ? -1 : 1))
          .slice(0, MOST_UNGROUPED)
          .map((candidate) => ({ ...candidate, by })),
    }),
    pairs: t.field({
      ...cost({ weight: 3000, size: 20 }),
      type: [ComparisonPair],
      description:
        "The same model in the same mode on the same benchmark in two groups, compared on the problems that both answered. For the keys that are properties of runs, such as PROVIDER, PRECISION, ENGINE and EFFORT; empty for the others. At most 50 pairs; `pairCount` counts all.",
      resolve: async ({ by, groupRequests }, _, { store }) =>
        (await readComparisonPairs(store, by, groupRequests)).pairs,
    }),
    pairCount: t.int({
      ...cost({ weight: 3000 }),
      description: "The number of all pairs.",
      resolve: async ({ by, groupRequests }, _, { store }) =>
        (await readComparisonPairs(store, by, groupRequests)).count,
    }),
    dataVersion: t.exposeString("dataVersion", { description: "The version of the data that it was computed from." }),
  }),
});

builder.queryField("comparison", (t) =>
  t.field({
    ...followsFromData(2000),
    type: Comparison,
    nullable: true,
    description: "A comparison of groups of candidates, for example of mixtures of experts with dense models.",
    args: {
      where: t.arg({ type: RunFilter, description: "The runs to use. It must name at least one benchmark." }),
      by: t.arg({ type: ComparisonKey, required: true, description: "The property that candidates are grouped by." }),
      objectives: t.arg({
        type: [ObjectiveInput],
        description: "The objectives to trade. Without any, accuracy is traded against compute.",
      }),
      constraints: t.arg({ type: [ConstraintInput], description: "Limits that every candidate must meet." }),
      grain: t.arg({ type: CandidateGrain, defaultValue: "MODEL", description: "The kind of the candidates." }),
      asOf: t.arg({ type: "Date", description: "Use only models that were released by this day." }),
      on: t.arg({
        ...cost({ weight: 300 }),
        type: DeploymentInput,
        description: "The deployment that the models would be served on.",
      }),
    },
    resolve: async (_, { by, ...args }, { store, catalogue }) => ({
      ...(await readComparison(store, frontierRequest(args, catalogue), by)),
      by,
    }),
  }),
);
